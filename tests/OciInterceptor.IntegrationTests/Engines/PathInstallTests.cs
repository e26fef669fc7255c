using OciInterceptor.IntegrationTests.Failures;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Engines;

/// <summary>
/// The interceptor in the place of the runc on PATH, with copies of the machine's directory of programs and of dpkg's records,
/// which only the commands of the test see.
/// </summary>
public sealed class PathInstallTests : IDisposable
{
    private const string Runc = "/usr/sbin/runc";
    private const string Aside = Runc + "-real";

    private readonly Scratch _scratch = new();
    private readonly string _sbin;

    private static string Version => new Command(Runc, "--version").Run().Succeeded().OutputText;

    public PathInstallTests()
    {
        _sbin = _scratch.MakeDirectory("sbin");
        _scratch.MakeDirectory("etc");
        new Command("cp", "-a", "/etc/.", _scratch["etc"]).Run().Succeeded();
        new Command("cp", "-a", Runc, _sbin).Run().Succeeded();
        new Command("cp", "-a", "/var/lib/dpkg", _scratch["dpkg"]).Run().Succeeded();
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_call_as_BuildKit_makes_it_sees_the_rules_and_the_package_is_diverted_until_it_is_taken_out()
    {
        var before = State();
        Run().Should().Be("\n");

        Own("oi-install").Succeeded().OutputText.Should().Be($"""
            divert {Runc} to {Aside}
            put {Runc} aside as {Aside}
            make {Runc} a link to {PublishedBinary.Path}
            {Runc} has become a link to {PublishedBinary.Path}, and the runtime is {Aside}.
            dpkg puts the package's file there, also when it is upgraded.
            The rules are those of /etc/oci-interceptor.
            It becomes {Aside} ({Version.Split('\n')[0]}).
            Rules: env.
            To check it by hand: {Runc} oi-run -- true

            """);

        Seen("dpkg-divert", "--truename", Runc).Succeeded().OutputText.Should().Be(Aside + "\n");
        new FileInfo(Path.Combine(_sbin, "runc")).LinkTarget.Should().Be(PublishedBinary.Path);
        Seen("runc", "--version").Succeeded().OutputText.Should().Be(Version);
        Run().Should().Be("ours\n");
        Own("oi-install").Succeeded().OutputText.Should().StartWith($"{Runc} is already a link to ");

        Own("oi-uninstall").Succeeded().OutputText.Should().Be($"put {Aside} back as {Runc}\ntake back the diversion of {Runc}\n{Runc} is the runtime again.\n");
        Seen("dpkg-divert", "--truename", Runc).Succeeded().OutputText.Should().Be(Runc + "\n");
        State().Should().Be(before);
        Run().Should().Be("\n");
    }

    [Fact]
    public void A_file_of_no_package_is_not_diverted()
    {
        new Command("sh", "-c", "sed -i '/runc$/d' \"$0\"/info/runc.list", _scratch["dpkg"]).Run().Succeeded();
        Own("oi-install").Succeeded().OutputText.Should().Be($"put {Runc} aside as {Aside}\nmake {Runc} a link to {PublishedBinary.Path}\n{Runc} has become a link to {PublishedBinary.Path}, and the runtime is {Aside}.\nThe rules are those of /etc/oci-interceptor.\nIt becomes {Aside} ({Version.Split('\n')[0]}).\nWarning: no rule applies, so containers start as they would without it: give flags or --profile, or write /etc/oci-interceptor/config.json.\nTo check it by hand: {Runc} oi-run -- true\n");
        Seen("dpkg-divert", "--truename", Runc).Succeeded().OutputText.Should().Be(Runc + "\n");
        Own("oi-uninstall").Succeeded();
        Seen("runc", "--version").Succeeded().OutputText.Should().Be(Version);
    }

    [Fact]
    public void A_dry_run_changes_nothing()
    {
        var before = State();
        Own("oi-install", "--dry-run").Succeeded().OutputText.Should().StartWith($"{Runc} would become a link to {PublishedBinary.Path}").And.Contain("dpkg would put the package's file there");
        State().Should().Be(before);
        Seen("dpkg-divert", "--truename", Runc).OutputText.Should().Be(Runc + "\n");
    }

    /// <summary>Killed between diverting and linking, runc is the package's, and either command goes on from there.</summary>
    [Theory]
    [InlineData("oi-install")]
    [InlineData("oi-uninstall")]
    public void A_diversion_without_a_link_is_completed_or_taken_back(string command)
    {
        Seen("dpkg-divert", "--local", "--no-rename", "--divert", Aside, "--add", Runc).Succeeded();
        Own(command).Succeeded();
        Seen("dpkg-divert", "--truename", Runc).OutputText.Should().Be(command == "oi-install" ? Aside + "\n" : Runc + "\n");
        Seen("runc", "--version").Succeeded().OutputText.Should().Be(Version);
    }

    [Fact]
    public void Somebody_elses_diversion_is_left_alone()
    {
        Seen("dpkg-divert", "--local", "--no-rename", "--divert", Runc + ".other", "--add", Runc).Succeeded();
        ErrorReport.Message(Own("oi-install")).Should().Be($"{Runc} is already diverted to {Runc}.other: remove that diversion first");
    }

    [Fact]
    public void What_a_link_cannot_hand_over_is_refused() =>
        ErrorReport.Message(Own("oi-install", "--name", "x")).Should().Be("--name cannot be used with path: its runc becomes a link, which takes no arguments; use policy files");

    private string Run()
    {
        var bundle = Bundle.Runnable(_scratch, ["sh", "-c", "echo $OI_RULE"], name: Path.GetRandomFileName()).Path;
        Directory.CreateDirectory(_scratch["etc/oci-interceptor"]);
        _scratch.Write("etc/oci-interceptor/config.json", """{ "rules": [{ "type": "env", "force": { "OI_RULE": "ours" } }] }""");
        // BuildKit's own line, but for --root, by which the test keeps its containers apart.
        return Seen("runc", "--root", _scratch["root"], "--log", _scratch["log.json"], "--log-format", "json", "run", "--bundle", bundle, "oi" + Path.GetRandomFileName()[..8])
            .Succeeded().OutputText;
    }

    private CommandResult Own(string command, params string[] options) => Seen(PublishedBinary.Path, [command, "path", .. options]);

    private CommandResult Seen(string program, params string[] arguments) =>
        new Command("unshare", "--mount", "sh", "-ec", """
            mount --bind "$0/dpkg" /var/lib/dpkg
            mount --bind "$0/etc" /etc
            mount --bind "$0/sbin" /usr/sbin
            PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin exec "$@"
            """, _scratch.Path, program).Plus(arguments).Run();

    private string State() => new Command("sh", "-c", "ls -l --time-style=full-iso \"$0\" | cut -d' ' -f1,3-; sha256sum \"$0\"/*", _sbin).Run().Succeeded().OutputText;
}
