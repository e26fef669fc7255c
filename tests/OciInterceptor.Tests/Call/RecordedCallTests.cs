using OciInterceptor.Call.Arguments;

namespace OciInterceptor.Tests.Call;

/// <summary>The calls that Docker, containerd, Podman, Buildah, BuildKit and Guardian make.</summary>
public sealed unsafe class RecordedCallTests
{
    private const string G = "--root R --log B/log.json --log-format json ";
    private const string Guardian = "--debug --log D/h/create.log --log-format json ";
    private const string GuardianRoot = "--root R --debug --log /proc/7/fd/4 --log-format json ";
    private const string None = nameof(DocumentKind.None);
    private const string Configuration = nameof(DocumentKind.Configuration);
    private const string Process = nameof(DocumentKind.Process);

    [Theory]
    [InlineData(G + "create --bundle B --pid-file B/init.pid ID", "create", Configuration, "B/config.json", "ID")]
    [InlineData(G + "create --bundle B --pid-file B/init.pid --console-socket S ID", "create", Configuration, "B/config.json", "ID")]
    [InlineData(G + "create --bundle B --no-pivot --no-new-keyring --preserve-fds 2 --pidfd-socket S ID", "create", Configuration, "B/config.json", "ID")]
    [InlineData(G + "--systemd-cgroup --rootless= create --bundle B ID", "create", Configuration, "B/config.json", "ID")]
    [InlineData(G + "--rootless=true --debug create --bundle B ID", "create", Configuration, "B/config.json", "ID")]
    [InlineData(G + "run --bundle B ID", "run", Configuration, "B/config.json", "ID")]
    [InlineData(G + "start ID", "start", None, null, null)]
    [InlineData(G + "delete ID", "delete", None, null, null)]
    [InlineData(G + "delete --force ID", "delete", None, null, null)]
    [InlineData(G + "exec --process /tmp/runc-process7 --detach --pid-file F ID", "exec", Process, "/tmp/runc-process7", "ID")]
    [InlineData(G + "exec --process /tmp/runc-process7 --console-socket S --detach --pid-file F ID", "exec", Process, "/tmp/runc-process7", "ID")]
    [InlineData(G + "kill ID 15", "kill", None, null, null)]
    [InlineData(G + "kill ID 23", "kill", None, null, null)]
    [InlineData(G + "kill --all ID 9", "kill", None, null, null)]
    [InlineData(G + "pause ID", "pause", None, null, null)]
    [InlineData(G + "resume ID", "resume", None, null, null)]
    [InlineData(G + "ps --format json ID", "ps", None, null, null)]
    [InlineData(G + "update --resources - ID", "update", None, null, null)]
    [InlineData(G + "update --resources=- ID", "update", None, null, null)]
    [InlineData(G + "checkpoint --image-path P --work-path W ID", "checkpoint", None, null, null)]
    [InlineData(G + "checkpoint --image-path P --work-path W --leave-running ID", "checkpoint", None, null, null)]
    [InlineData(G + "restore --image-path P --work-path W --detach --pid-file F -no-subreaper --bundle B ID", "restore", Configuration, "B/config.json", "ID")]
    [InlineData(G + "events --stats ID", "events", None, null, null)]
    [InlineData(G + "events --interval=5s ID", "events", None, null, null)]
    [InlineData(G + "list --format=json", "list", None, null, null)]
    [InlineData(G + "state ID", "state", None, null, null)]
    public void Docker_and_containerd(string line, string verb, string document, string? path, string? id) =>
        Check(line, verb, document, path, id, "B/log.json", "json");

    /// <summary>gVisor's runsc with options that only it has; Go's flags take one dash as well.</summary>
    [Theory]
    [InlineData("--platform systrap --network=none --ignore-cgroups " + G + "create --bundle B --pid-file F ID", "create", Configuration, "B/config.json", "ID")]
    [InlineData(G + "-strace -debug-log D/ create --bundle B --user-log B/user.log --pid-file F ID", "create", Configuration, "B/config.json", "ID")]
    [InlineData(G + "run -user-log=U -pass-fd 3:4 --exec-fd 5 -bundle B ID", "run", Configuration, "B/config.json", "ID")]
    [InlineData(G + "restore --user-log U --image-path P --direct --detach --bundle B ID", "restore", Configuration, "B/config.json", "ID")]
    [InlineData(G + "exec --internal-pid-file F --pass-fd 3:4 --exec-fd 5 --process P --detach ID", "exec", Process, "P", "ID")]
    [InlineData(G + "exec -internal-pid-file F ID sh", "exec", None, null, "ID")]
    [InlineData("--rootless " + G + "create --bundle B ID", "create", Configuration, "B/config.json", "ID")]
    [InlineData("--platform=systrap -rootless " + G + "create --bundle B ID", "create", Configuration, "B/config.json", "ID")]
    [InlineData(G + "--rootless create --bundle B ID", "create", Configuration, "B/config.json", "ID")]
    [InlineData(G + "--rootless=true run --bundle B ID", "run", Configuration, "B/config.json", "ID")]
    [InlineData(G + "--rootless auto create --bundle B ID", "create", Configuration, "B/config.json", "ID")] // as runc has it
    public void Runsc(string line, string verb, string document, string? path, string? id) =>
        Check(line, verb, document, path, id, "B/log.json", "json");

    [Theory]
    [InlineData("--version", null, None, null, null)]
    [InlineData("features", "features", None, null, null)]
    [InlineData("create --bundle B --pid-file F ID", "create", Configuration, "B/config.json", "ID")]
    [InlineData("create --bundle B --pid-file F --console-socket S --preserve-fds 1 ID", "create", Configuration, "B/config.json", "ID")]
    [InlineData("--systemd-cgroup create --bundle B --pid-file F ID", "create", Configuration, "B/config.json", "ID")]
    [InlineData("start ID", "start", None, null, null)]
    [InlineData("exec --pid-file F --process P --detach ID", "exec", Process, "P", "ID")]
    [InlineData("exec --pid-file F --process P --detach --tty --console-socket S --preserve-fds 1 ID", "exec", Process, "P", "ID")]
    [InlineData("pause ID", "pause", None, null, null)]
    [InlineData("resume ID", "resume", None, null, null)]
    [InlineData("kill ID 15", "kill", None, null, null)]
    [InlineData("delete --force ID", "delete", None, null, null)]
    [InlineData("update --resources=F ID", "update", None, null, null)]
    [InlineData("checkpoint --help", "checkpoint", None, null, null)]
    [InlineData("checkpoint --image-path P --work-path W ID", "checkpoint", None, null, null)]
    [InlineData("restore --bundle B --image-path P --work-path W --detach ID", "restore", Configuration, "B/config.json", "ID")]
    [InlineData("state ID", "state", None, null, null)]
    public void Podman_and_Buildah(string line, string? verb, string document, string? path, string? id) =>
        Check(line, verb, document, path, id, null, null);

    [Fact]
    public void BuildKit() =>
        Check("--log F --log-format json run --bundle B --keep ID", "run", nameof(DocumentKind.Configuration), "B/config.json", "ID", "F", "json");

    [Theory]
    [InlineData(Guardian + "run --detach --no-new-keyring --bundle B --pid-file B/pidfile H", "run", Configuration, "B/config.json", "H", "D/h/create.log")]
    [InlineData(GuardianRoot + "exec --detach --pid-file F -p /proc/7/fd/0 H", "exec", Process, "/proc/7/fd/0", "H", "/proc/7/fd/4")]
    [InlineData(GuardianRoot + "exec --detach --pid-file F -p /proc/7/fd/0 --tty --console-socket S H", "exec", Process, "/proc/7/fd/0", "H", "/proc/7/fd/4")]
    [InlineData(GuardianRoot + "state H", "state", None, null, null, "/proc/7/fd/4")]
    [InlineData(GuardianRoot + "events H", "events", None, null, null, "/proc/7/fd/4")]
    [InlineData(GuardianRoot + "events --stats H", "events", None, null, null, "/proc/7/fd/4")]
    [InlineData(GuardianRoot + "delete --force H", "delete", None, null, null, "/proc/7/fd/4")]
    public void Guardian_with_debug_log(string line, string verb, string document, string? path, string? id, string log) =>
        Check(line, verb, document, path, id, log, "json");

    [Theory]
    [InlineData("--root R state H", "state")]
    [InlineData("--root R events H", "events")]
    [InlineData("--root R delete H", "delete")]
    public void Guardian_without_debug_log(string line, string verb) =>
        Check(line, verb, nameof(DocumentKind.None), null, null, null, null);

    private static void Check(string line, string? verb, string document, string? path, string? id, string? log, string? logFormat)
    {
        var arguments = RawArguments.Of(line);
        var scan = arguments.Scan;

        arguments.Verb.Should().Be(verb);
        scan.Document.ToString().Should().Be(document);
        (scan.Document == DocumentKind.None ? null : arguments.Call.DocumentPath.ToString()).Should().Be(path);
        arguments.Call.ContainerId.Should().Be(id);
        RawArguments.Text(scan.Log).Should().Be(log);
        RawArguments.Text(scan.LogFormat).Should().Be(logFormat);
        scan.Fault.Should().Be(0);
        scan.HasForwarded.Should().BeTrue();
        arguments.Forwarded.Should().HaveCount(arguments.Argc - 1, "nothing in the line is ours");
        arguments.PassThrough.Should().BeTrue();
    }
}
