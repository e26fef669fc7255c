using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Runtimes;

/// <summary>
/// The calls that engines make, as recorded from running ones: arguments arrive as they were (Law 1: transparent) and the
/// call's document is edited. Those without a document are in <see cref="ForwardedCallTests"/>.
/// </summary>
public sealed class EngineCallTests : IDisposable
{
    private const string Global = "--root {R} --log {B}/log.json --log-format json";
    private const string Criu = "--image-path {R}/image --work-path {R}/work";

    private readonly Scratch _scratch = new();
    private readonly RecordingRuntime _runtime;
    private readonly Bundle _bundle;
    private readonly string _process;

    public EngineCallTests()
    {
        _runtime = new RecordingRuntime(_scratch);
        _bundle = Bundle.FromTestData(_scratch, "docker-20.10-run.json", "run");
        _process = _scratch.Write("process.json", _bundle.Read()["process"]!.ToJsonString());
    }

    public void Dispose() => _scratch.Dispose();

    [Theory]
    // Docker and containerd's shim
    [InlineData(Global + " create --bundle {B} --pid-file {B}/init.pid c1")]
    [InlineData(Global + " create --bundle {B} --pid-file {B}/init.pid --console-socket /s c1")]
    [InlineData(Global + " create --bundle {B} --pid-file {B}/init.pid --no-pivot --no-new-keyring --preserve-fds 3 c1")]
    [InlineData(Global + " create --bundle {B} --pid-file {B}/init.pid --pidfd-socket /s c1")]
    [InlineData(Global + " --systemd-cgroup create --bundle {B} --pid-file {B}/init.pid c1")]
    [InlineData(Global + " --rootless= create --bundle {B} c1")]
    [InlineData(Global + " --debug create --bundle {B} c1")]
    [InlineData(Global + " restore " + Criu + " --detach --pid-file /p -no-subreaper --bundle {B} c1")]
    // Podman, Buildah, BuildKit
    [InlineData("create --bundle {B} --pid-file /p c1")]
    [InlineData("create --bundle {B} --pid-file /p --console-socket /s --preserve-fds 2 c1")]
    [InlineData("--systemd-cgroup restore --detach --bundle {B} --pid-file /p " + Criu + " c1")]
    [InlineData("--log /l --log-format json run --bundle {B} --keep c1")]
    // Guardian, whose extra arguments stand among the global options
    [InlineData("--debug --log /l --log-format json {F} run --detach --no-new-keyring --bundle {B} --pid-file {B}/pidfile c1")]
    // Every spelling of the bundle, and none
    [InlineData("create -b {B} c1")]
    [InlineData("create -b{B} c1")]
    [InlineData("create -b={B} c1")]
    [InlineData("create --bundle={B} c1")]
    [InlineData("create -bundle {B} c1")]
    [InlineData("create -bundle={B} c1")]
    [InlineData("create c1")]
    [InlineData("run c1")]
    [InlineData("run -d --bundle {B} c1")]
    // Names that look like something else
    [InlineData("--root /create create --bundle {B} exec")]
    [InlineData("--log state create --bundle {B} --pid-file --oi-help create")]
    [InlineData("--cgroup-manager disabled create -b {B} c1")]
    public void The_bundle_of_a_call_is_edited(string line)
    {
        var arguments = Fill(line);
        File.ReadAllText(_bundle.Document).Should().NotContain("OI_ROW=1");
        Call(arguments).Run().Succeeded().Error.Should().BeEmpty();
        _runtime.Arguments.Should().Equal(Forwarded(arguments));
        _bundle.Read()["process"]!["env"]!.AsArray().Select(e => (string?)e).Should().Contain("OI_ROW=1");
    }

    [Theory]
    [InlineData(Global + " exec --process {P} --detach --pid-file /p c1")]
    [InlineData(Global + " exec --process {P} --console-socket /s --detach --pid-file /p c1")]
    [InlineData("exec --pid-file /p --process {P} --detach --tty --console-socket /s --preserve-fds 1 c1")]
    [InlineData("--root {R} --debug --log /l --log-format json exec --detach --pid-file /p -p {P} --tty c1")]
    [InlineData("exec -p={P} c1")]
    [InlineData("exec --process={P} c1")]
    [InlineData("exec -process {P} c1")]
    public void The_process_document_of_a_call_is_edited(string line)
    {
        var arguments = Fill(line);
        var bundle = File.ReadAllBytes(_bundle.Document);
        Call(arguments).Run().Succeeded().Error.Should().BeEmpty();
        _runtime.Arguments.Should().Equal(Forwarded(arguments));
        File.ReadAllText(_process).Should().Contain("\"OI_ROW=1\"");
        File.ReadAllBytes(_bundle.Document).Should().Equal(bundle);
    }

    [Fact]
    public void A_bundle_whose_name_is_not_text_is_edited_too()
    {
        byte[] path = [.. System.Text.Encoding.UTF8.GetBytes(_scratch.Path), .. "/b"u8, 0xff, 0xc3];
        new Command("mv", _bundle.Path).Plus(path).Run().Succeeded();
        PublishedBinary.Call("--oi-env", "OI_ROW=1", "--oi-runtime-path", _runtime.Path, "create", "--bundle").Plus(path).Plus("c1").Run().Succeeded();
        new Command("mv").Plus(path).Plus(_bundle.Path).Run().Succeeded();
        File.ReadAllText(_bundle.Document).Should().Contain("\"OI_ROW=1\"");
    }

    private string[] Fill(string line) =>
    [
        .. line.Replace("{B}", _bundle.Path, StringComparison.Ordinal).Replace("{P}", _process, StringComparison.Ordinal)
            .Replace("{R}", _scratch.Path, StringComparison.Ordinal).Replace("{F}", "--oi-env OI_UNUSED=1", StringComparison.Ordinal).Split(' '),
    ];

    /// <summary>The arguments less our flags among the global options.</summary>
    private static string[] Forwarded(string[] arguments) =>
        Array.IndexOf(arguments, "OI_UNUSED=1") is > 0 and var ours ? [.. arguments[..(ours - 1)], .. arguments[(ours + 1)..]] : arguments;

    private Command Call(string[] arguments) =>
        PublishedBinary.Call(["--oi-env=OI_ROW=1", "--oi-runtime-path", _runtime.Path, .. arguments]).In(_bundle.Path);
}
