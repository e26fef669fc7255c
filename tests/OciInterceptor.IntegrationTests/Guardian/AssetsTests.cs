using OciInterceptor.IntegrationTests.Failures;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Guardian;

/// <summary>oi-install guardian and oi-uninstall guardian, in assets of the test and with an /etc of the test's own.</summary>
public sealed class AssetsTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly string _bin;
    private readonly string _runc;

    private static string Version => new Command("runc", "--version").Run().Succeeded().OutputText;

    public AssetsTests()
    {
        _scratch.MakeDirectory("etc");
        _bin = _scratch.MakeDirectory("assets/bin");
        _runc = Path.Combine(_bin, "runc");
        File.Copy(new Command("sh", "-c", "command -v runc").Run().Succeeded().OutputText.Trim(), _runc);
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Installed_the_assets_run_the_interceptor_and_uninstalled_the_very_file_that_was_there()
    {
        var before = State();
        Install().Succeeded().OutputText.Should().StartWith($"put {_runc} aside as {_runc}-real\nmake {_runc} a link to {PublishedBinary.Path}\n{_runc} has become a link to {PublishedBinary.Path}, and the runtime is {_runc}-real.\n")
            .And.Contain($"\n  GUARDIAN_RUNC_SHIM_BINARY={_runc}-real\n")
            .And.EndWith($"\nFor a gdn without assets of its own: gdn server --runtime-plugin {PublishedBinary.Path} --runtime-plugin-extra-arg=--oi-profile --runtime-plugin-extra-arg=guardian-kvm\n");

        Names().Should().Equal("runc", "runc-real");
        new FileInfo(_runc).LinkTarget.Should().Be(PublishedBinary.Path);
        new Command(_runc, "--oi-version").Run().Succeeded().OutputText.Should().StartWith("oci-interceptor ");
        new Command(_runc, "--version").Run().Succeeded().OutputText.Should().Be(Version);
        Runs(_runc).Should().Be("ours\n");

        Uninstall().Succeeded().OutputText.Should().Be($"put {_runc}-real back as {_runc}\n{_runc} is the runtime again.\n");
        Names().Should().Equal("runc");
        State().Should().Be(before);
    }

    [Theory]
    [InlineData("assets/bin")]
    [InlineData("assets")]
    [InlineData("")]
    public void The_directory_may_be_that_of_runc_or_one_above(string directory)
    {
        if (directory.Length == 0)
            Directory.Move(_scratch["assets"], _scratch["linux"]);
        Make("oi-install", _scratch[directory]).Succeeded();
        Make("oi-uninstall", _scratch[directory]).Succeeded();
    }

    [Fact]
    public void Twice_is_as_good_as_once()
    {
        Install().Succeeded();
        var once = State();
        Install().Succeeded().OutputText.Should().StartWith($"{_runc} is already a link to ");
        State().Should().Be(once);
        Uninstall().Succeeded();
        ErrorReport.Message(Uninstall()).Should().Be($"{_runc} is not a link to the interceptor: nothing to undo");
    }

    [Fact]
    public void A_dry_run_changes_nothing()
    {
        var before = State();
        Make("oi-install", _scratch["assets"], "--dry-run").Succeeded().OutputText.Should().StartWith($"{_runc} would become a link to ");
        State().Should().Be(before);
        Directory.Exists(_scratch["etc/oci-interceptor"]).Should().BeFalse();
        Install().Succeeded();
        Make("oi-uninstall", _scratch["assets"], "--dry-run").Succeeded().OutputText.Should().Be($"{_runc} would be the runtime again.\n");
        Names().Should().Equal("runc", "runc-real");
    }

    /// <summary>Killed between any two system calls, there is a runc that works, and the command can be given again.</summary>
    [Theory]
    [InlineData("oi-install", "linkat", "runc")]
    [InlineData("oi-install", "symlinkat", "runc", "runc-real")]
    [InlineData("oi-install", "renameat", "runc", "runc-real", "runc.oi-*")]
    [InlineData("oi-uninstall", "renameat", "runc", "runc-real")]
    public void Killed_on_the_way_the_runtime_works_and_the_command_can_be_repeated(string command, string call, params string[] left)
    {
        if (command == "oi-uninstall")
            Install().Succeeded();
        var strace = new Command("strace", "-f", "-qq", "-o", _scratch["trace"], "-e", $"trace={call}", "-e", $"inject={call}:signal=KILL", PublishedBinary.Path, command, "guardian", "--assets", _scratch["assets"]);
        InEtc(strace).Run().ExitCode.Should().NotBe(0);

        Names().Should().HaveSameCount(left).And.AllSatisfy(name => left.Any(known => name == known || (known.EndsWith('*') && name.StartsWith(known[..^1]))).Should().BeTrue(name));
        new Command(_runc, "--version").Run().Succeeded().OutputText.Should().Be(Version);
        Make(command, _scratch["assets"]).Succeeded();
        new Command(_runc, "--version").Run().Succeeded().OutputText.Should().Be(Version);
        new FileInfo(_runc).LinkTarget.Should().Be(command == "oi-install" ? PublishedBinary.Path : null);
    }

    [Fact]
    public void Another_file_put_aside_is_not_lost()
    {
        _scratch.Write("assets/bin/runc-real", "precious");
        ErrorReport.Message(Install()).Should().StartWith($"{_runc}-real exists and is not {_runc}: ");
        File.ReadAllText(_runc + "-real").Should().Be("precious");
        new FileInfo(_runc).LinkTarget.Should().BeNull();
    }

    [Fact]
    public void Assets_without_runc_and_with_several_are_refused()
    {
        ErrorReport.Message(Make("oi-install", _scratch["etc"])).Should()
            .Be($"cannot find runc in Guardian's assets: looked for {_scratch["etc"]}/runc, {_scratch["etc"]}/bin/runc, {_scratch["etc"]}/linux/bin/runc");
        File.Copy(_runc, _scratch["assets/runc"]);
        ErrorReport.Message(Install()).Should().Be($"more than one runc in {_scratch["assets"]}: name the directory of one of {_scratch["assets"]}/runc, {_runc}");
    }

    [Theory]
    [InlineData("chmod", "0644", "cannot use the runtime {0}: Permission denied")]
    [InlineData("chmod", "0775", "cannot use the runtime {0}: it is writable by group or others")]
    [InlineData("chmod-directory", "0777", "cannot use {1}: it is writable by group or others")]
    [InlineData("copy", "", "cannot use the runtime {0}: it is oci-interceptor itself")]
    public void What_could_not_be_called_afterwards_is_refused(string what, string mode, string message)
    {
        if (what == "copy")
            File.Copy(PublishedBinary.Path, _runc, overwrite: true);
        else
            new Command("chmod", mode, what == "chmod" ? _runc : _bin).Run().Succeeded();
        ErrorReport.Message(Install()).Should().Be(string.Format(null, message, _runc, _bin));
        Names().Should().Equal("runc");
    }

    [Theory]
    [InlineData("--name", "x")]
    [InlineData("--config", "/x")]
    [InlineData("--reload")]
    public void What_a_link_cannot_hand_over_is_refused(params string[] option) =>
        ErrorReport.Message(Make("oi-install", _scratch["assets"], option)).Should().Be($"{option[0]} cannot be used with guardian: its runc becomes a link, which takes no arguments; use policy files");

    [Fact]
    public void Flags_before_the_command_are_refused_as_well() =>
        ErrorReport.Message(InEtc(PublishedBinary.Call("--oi-profile", "ctf", "oi-install", "guardian", "--assets", _scratch["assets"])).Run()).Should()
            .Be("guardian takes no flags: its runc becomes a link, which takes no arguments; use policy files");

    [Fact]
    public void Without_assets_gdns_own_way_is_told() =>
        ErrorReport.Message(PublishedBinary.Call("oi-install", "guardian").Run()).Should()
            .StartWith("guardian needs --assets DIR. For a gdn without assets of its own: gdn server --runtime-plugin ");

    private CommandResult Install() => Make("oi-install", _scratch["assets"]);

    private CommandResult Uninstall() => Make("oi-uninstall", _scratch["assets"]);

    private CommandResult Make(string command, string assets, params string[] options) => InEtc(PublishedBinary.Call([command, "guardian", "--assets", assets, .. options])).Run();

    private Command InEtc(Command call) =>
        new Command("unshare", "--mount", "sh", "-c", "mount --bind \"$0\" /etc && exec \"$@\"", _scratch["etc"], call.Program).Plus(call.Arguments);

    /// <summary>What a container prints under the rule of a policy that the link finds by itself.</summary>
    private string Runs(string runc)
    {
        var bundle = Bundle.Runnable(_scratch, ["sh", "-c", "echo $OI_RULE"]);
        Directory.CreateDirectory(_scratch["etc/oci-interceptor"]);
        _scratch.Write("etc/oci-interceptor/config.json", """{ "rules": [{ "type": "env", "force": { "OI_RULE": "ours" } }] }""");
        return InEtc(new Command(runc, "--root", _scratch.MakeDirectory("root"), "run", "--bundle", bundle.Path, "oi" + Path.GetRandomFileName()[..8])).Run().Succeeded().OutputText;
    }

    private string[] Names() => [.. Directory.GetFileSystemEntries(_bin).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    private string State() => new Command("sh", "-c", "ls -lid --time-style=full-iso \"$0\"/* | cut -d' ' -f1,2,4-; sha256sum \"$0\"/*", _bin).Run().Succeeded().OutputText;
}
