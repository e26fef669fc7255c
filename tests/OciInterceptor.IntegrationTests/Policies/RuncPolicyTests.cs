using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>Policies with real runc and no engine around it.</summary>
public sealed class RuncPolicyTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly ContainerRuntime _runtime;
    private readonly string _id = "oi" + Path.GetRandomFileName()[..8];

    public RuncPolicyTests() => _runtime = new ContainerRuntime("runc", _scratch);

    public void Dispose()
    {
        _runtime.Remove(_id);
        _scratch.Dispose();
    }

    /// <summary>As Guardian calls: the document comes through a pipe that is named by the process's number.</summary>
    [Fact]
    public void A_process_in_a_pipe_joins_the_container_under_the_rules()
    {
        var bundle = Bundle.Runnable(_scratch, ["sleep", "1000"], spec => Capabilities(spec["process"]!.AsObject(), "CAP_KILL", "CAP_CHOWN", "CAP_NET_RAW"));
        _runtime.Direct("run", "--detach", "--bundle", bundle.Path, _id).Run().Succeeded();
        var process = bundle.Read()["process"]!.AsObject();
        process["args"] = new JsonArray("sh", "-c", "echo $OI_FORCED; grep -E '^Cap(Bnd|Eff)' /proc/self/status; ulimit -Sc; ulimit -Hc");
        // Not of open files: Go raises the soft limit of these as it starts, and runc may do so after it has set it.
        process["rlimits"] = new JsonArray(new JsonObject { ["type"] = "RLIMIT_CORE", ["soft"] = 7168, ["hard"] = 7168 });
        var document = _scratch.Write("process.json", process.ToJsonString());
        var policy = Policy("""
            { "type": "env", "force": { "OI_FORCED": "set-by-policy" } },
            { "type": "capabilities", "ceiling": ["KILL"] },
            { "type": "rlimits", "force": { "RLIMIT_CORE": { "soft": 2560, "hard": 3072 } } }
            """);

        Piped(_runtime.Direct("exec", "--process", "PIPE", _id)).Should().Be("\nCapEff:\t0000000000002021\nCapBnd:\t0000000000002021\n14\n14\n");
        Piped(_runtime.Intercepted(["--oi-config", policy], "exec", "--process", "PIPE", _id))
            .Should().Be("set-by-policy\nCapEff:\t0000000000000020\nCapBnd:\t0000000000000020\n5\n6\n");

        string Piped(Command exec)
        {
            const string script = "document=$1; shift; cat \"$document\" | sh -c 'for a; do shift; [ \"$a\" != PIPE ] || a=/proc/$$/fd/0; set -- \"$@\" \"$a\"; done; exec \"$@\"' sh \"$@\"";
            return new Command("sh", "-c", script, "sh", document, exec.Program).Plus(exec.Arguments).Run().Succeeded().OutputText;
        }
    }

    /// <summary>Runtimes look for such a source from the bundle on.</summary>
    [Attack("Other names of a path")]
    [Theory]
    [InlineData("../secret")]
    [InlineData("rootfs/../../secret/file")]
    [InlineData("../link")]
    [InlineData("..")]
    public void A_source_that_is_relative_to_the_bundle_is_found(string source)
    {
        File.WriteAllText(Path.Combine(_scratch.MakeDirectory("secret"), "file"), "");
        File.CreateSymbolicLink(_scratch["link"], "secret/file");
        var bundle = BundleWith(source);
        string[] run = ["run", "--bundle", bundle.Path, _id];

        _runtime.Direct(run).Run().Succeeded();
        Denied(run);
        Denied(["run", "--bundle", "bundle", _id]);

        void Denied(string[] call) => _runtime.Intercepted(["--oi-config", NoSecret()], call).In(_scratch.Path).Run()
            .Exited(1).ErrorText.Should().Contain("no secrets").And.Contain("mountSource");
    }

    [Theory]
    [InlineData("../other")]
    [InlineData("../secret-not")]
    [InlineData("rootfs/..")]
    public void A_relative_source_of_something_else_is_not(string source)
    {
        _scratch.MakeDirectory("secret");
        _scratch.MakeDirectory("other");
        _scratch.MakeDirectory("secret-not");
        _runtime.Intercepted(["--oi-config", NoSecret()], "run", "--bundle", BundleWith(source).Path, _id).Run().Succeeded();
    }

    [Attack("Layers of overlays")]
    [Theory]
    [InlineData("lowerdir={S}/secret:{S}/other")]
    [InlineData("lowerdir={S}/other:{S}/link")]
    [InlineData("lowerdir={S}/other,lowerdir={S}/secret:{S}/other")]
    [InlineData("lowerdir={S}/with\\:colon:{S}/other")]
    [InlineData("lowerdir={S}/other", "upperdir={S}/layers/secret", "workdir={S}/layers/work")]
    public void An_overlay_over_a_directory_that_is_to_be_kept_is_denied(params string[] options)
    {
        _scratch.MakeDirectory("other");
        // On a tmpfs: not every file system may hold an overlay's upper layer.
        _scratch.MountTmpfs("layers", "1m");
        File.WriteAllText(Path.Combine(_scratch.MakeDirectory("layers/secret"), "file"), "");
        _scratch.MakeDirectory("layers/work");
        File.CreateSymbolicLink(_scratch["secret"], "layers/secret");
        File.CreateSymbolicLink(_scratch["link"], "secret");
        File.CreateSymbolicLink(_scratch["with:colon"], "secret");
        var bundle = Bundle.Runnable(_scratch, ["test", "-e", "/x/file"], spec => spec["mounts"]!.AsArray().Add(new JsonObject
        {
            ["destination"] = "/x",
            ["type"] = "overlay",
            ["source"] = "overlay",
            ["options"] = new JsonArray([.. options.Select(option => (JsonNode)option.Replace("{S}", _scratch.Path))]),
        }));
        string[] run = ["run", "--bundle", bundle.Path, _id];

        _runtime.Direct(run).Run().Succeeded();
        _runtime.Intercepted(["--oi-config", NoSecret()], run).Run()
            .Exited(1).ErrorText.Should().Contain("no secrets").And.Contain("mountSource");
    }

    /// <summary>As older Dockers do: the engine's hook is the engine's own program, by its process.</summary>
    [Fact]
    public void The_callers_hook_is_checked_if_that_is_asked_for()
    {
        using var engine = new Command("/bin/sh", "-c", "echo up; while :; do sleep 0.1; done").Start();
        Docker.Eventually.Holds("the engine runs", () => engine.OutputText == "up\n");
        var bundle = Bundle.Runnable(_scratch, ["true"], spec => spec["hooks"] = JsonNode.Parse(
            $$"""{ "prestart": [{ "path": "/proc/{{engine.Id}}/exe", "args": ["sh", "-c", "echo ran >>{{_scratch["trace"]}}"] }] }"""));
        string[] run = ["run", "--bundle", bundle.Path, _id];

        _runtime.Direct(run).Run().Succeeded();
        _runtime.Intercepted(["--oi-config", Policy("""{ "type": "hooks", "verifyAll": true }""")], run).Run().Succeeded();
        _runtime.Intercepted(["--oi-config", Policy("""{ "type": "hooks", "verifyAll": true, "trustedDirectories": ["/opt"] }""")], run).Run()
            .Exited(1).ErrorText.Should().Contain($"the prestart hook /proc/{engine.Id}/exe is refused: it is not below a trusted directory (/opt)");

        File.ReadAllText(_scratch["trace"]).Should().Be("ran\nran\n");
    }

    private Bundle BundleWith(string source) => Bundle.Runnable(_scratch, ["test", "-e", "/x"], spec => spec["mounts"]!.AsArray().Add(
        new JsonObject { ["destination"] = "/x", ["type"] = "bind", ["source"] = source, ["options"] = new JsonArray("rbind", "ro") }));

    private string NoSecret() =>
        Policy($$"""{ "type": "deny", "when": { "mountSource": ["{{_scratch["secret/file"]}}"] }, "message": "no secrets" }""");

    private string Policy(string rules)
    {
        _scratch.MakeDirectory("policy");
        return _scratch.Write("policy/policy.json", $$"""{ "rules": [{{rules}}] }""");
    }

    private static void Capabilities(JsonObject process, params string[] names) => process["capabilities"] = new JsonObject
    {
        ["bounding"] = new JsonArray([.. names.Select(name => (JsonNode)name)]),
        ["effective"] = new JsonArray([.. names.Select(name => (JsonNode)name)]),
        ["permitted"] = new JsonArray([.. names.Select(name => (JsonNode)name)]),
    };
}
