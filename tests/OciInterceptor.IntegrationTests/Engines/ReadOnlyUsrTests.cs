using OciInterceptor.IntegrationTests.Harness;
using OciInterceptor.IntegrationTests.Policies;

namespace OciInterceptor.IntegrationTests.Engines;

/// <summary>A machine whose /usr cannot be written, as image-based distributions have it, with the program in it.</summary>
public sealed class ReadOnlyUsrTests : IDisposable
{
    private const string Program = "/usr/local/bin/oci-interceptor";

    private readonly Scratch _scratch = new();
    private readonly PolicyDirectory _etc;

    public ReadOnlyUsrTests()
    {
        _etc = new PolicyDirectory(_scratch);
        File.Copy(PublishedBinary.Path, Path.Combine(_scratch.MakeDirectory("local-bin"), "oci-interceptor"));
        new Command("cp", "-a", "/var/lib/dpkg", _scratch["dpkg"]).Run().Succeeded();
        Directory.CreateDirectory(_scratch["etc/docker"]);
        File.WriteAllText(DaemonFile, "{ \"log-level\": \"info\" }\n");
    }

    public void Dispose() => _scratch.Dispose();

    private string DaemonFile => _scratch["etc/docker/daemon.json"];

    [Fact]
    public void A_link_goes_where_it_can_be_written_and_goes_again_without_a_trace()
    {
        var before = State();

        Own("--oi-env", "A=B", "oi-install", "docker").Exited(1).ErrorText.Should().Be($"oci-interceptor: cannot write {Program}-oci-interceptor: Read-only file system\n");
        State().Should().Be(before);

        var links = _scratch.MakeDirectory("links");
        before = State();
        Own("--oi-env", "A=B", "oi-install", "docker", "--link-dir", links).Succeeded();
        File.ReadAllText(DaemonFile).Should().Contain($"{links}/oci-interceptor-oci-interceptor");
        Own("oi-uninstall", "docker").Succeeded();
        State().Should().Be(before);
    }

    [Fact]
    public void The_program_itself_can_be_registered_without_a_link()
    {
        var before = State();
        Own("oi-install", "docker").Succeeded();
        File.ReadAllText(DaemonFile).Should().Contain($"\"{Program}\"");
        Own("oi-uninstall", "docker").Succeeded();
        State().Should().Be(before);
    }

    /// <summary>dpkg's records can be written there, and would send the next runc where nobody looks for it.</summary>
    [Fact]
    public void A_runc_that_cannot_be_replaced_is_not_diverted_either()
    {
        Own("oi-install", "path").Exited(1).ErrorText.Should().Be("oci-interceptor: cannot change /usr/sbin/runc: Read-only file system\n");
        Seen("dpkg-divert", "--truename", "/usr/sbin/runc").Succeeded().OutputText.Should().Be("/usr/sbin/runc\n");
    }

    private CommandResult Own(params string[] arguments) => Seen(Program, arguments);

    private CommandResult Seen(string program, params string[] arguments) =>
        _etc.SeenBy(new Command("sh", "-ec", """
            mount --bind "$0/dpkg" /var/lib/dpkg
            mount --bind /usr /usr
            mount -o remount,bind,ro /usr
            mount --bind "$0/local-bin" /usr/local/bin
            mount -o remount,bind,ro /usr/local/bin
            PATH=/usr/sbin:/usr/bin:/sbin:/bin exec "$@"
            """, _scratch.Path, program).Plus(arguments)).Run();

    /// <summary>The files of /etc and the links, but for the lock of the installations.</summary>
    private string State() => new Command("sh", "-ec", """
        cd "$0"
        { find etc -type f -exec sha256sum {} +; find etc links -type l -printf '%p %l\n' 2>&-; } | grep -v '/installed/lock$' | sort
        """, _scratch.Path).Run().Succeeded().OutputText;
}
