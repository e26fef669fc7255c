using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Runtimes;

/// <summary>A container's life in single calls, as engines make them, step by step like that under the plain runtime.</summary>
public sealed class LifecycleTests : IDisposable
{
    private const string Waits = "trap 'echo stopped; exit 42' TERM; echo started; while :; do sleep 0.05; done";

    private static readonly string[] _flags =
        ["--oi-readonly-networking-mounts", "--oi-env", "OI_NEW=ours", "--oi-env-force", "TERM=ours"];

    private readonly Scratch _scratch = new();
    private readonly string _id = "oi" + Path.GetRandomFileName()[..8];

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("runc")]
    [InlineData("crun")]
    public void Each_step_is_that_of_the_plain_runtime(string name)
    {
        var runtime = new ContainerRuntime(name, _scratch);
        var control = Live(runtime, "direct", runtime.Direct);
        var forwarded = Live(runtime, "forwarded", arguments => runtime.Intercepted([], arguments));
        var intercepted = Live(runtime, "intercepted", arguments => runtime.Intercepted(_flags, arguments));
        var cloned = Live(runtime, "cloned", arguments => runtime.Intercepted(["--oi-clone-runtime"], arguments));

        control.Should().Contain(NetworkFiles.Written).And.NotContain("ours");
        forwarded.Should().Be(control);
        cloned.Should().Be(control);
        intercepted.Should().Contain(NetworkFiles.Refused);
        // `exec` without a document takes the container's own environment, `exec --process` the document's.
        var expected = control.Replace(NetworkFiles.Written, NetworkFiles.Refused, StringComparison.Ordinal)
            .Replace("OI_NEW= TERM=xterm", "OI_NEW=ours TERM=ours", StringComparison.Ordinal)
            .Replace("OI_NEW= TERM=theirs", "OI_NEW=ours TERM=ours", StringComparison.Ordinal);
        intercepted.Should().Be(expected).And.NotBe(control);
    }

    /// <summary>Every step's exit code and output.</summary>
    private string Live(ContainerRuntime runtime, string name, Func<string[], Command> call)
    {
        var story = new StringWriter();
        var bundle = Bundle.Runnable(_scratch, ["sh", "-c", Waits], name: name);
        var process = _scratch.Write(name + "-process.json", new JsonObject
        {
            ["cwd"] = "/",
            ["args"] = new JsonArray("sh", "-c", "echo \"OI_NEW=$OI_NEW TERM=$TERM\"; exit 8"),
            ["env"] = new JsonArray("PATH=/bin", "TERM=theirs"),
            ["user"] = new JsonObject { ["uid"] = 0, ["gid"] = 0 },
        }.ToJsonString());
        var output = _scratch[name + "-output"];
        try
        {
            Tell(call(["create", "--bundle", bundle.Path, "--pid-file", _scratch[name + ".pid"], _id]) with { OutputFile = output });
            story.WriteLine(Status(call));
            Tell(call(["start", _id]));
            story.WriteLine(Status(call));
            Eventually.Holds("the container has started", () => File.ReadAllText(output) == "started\n");
            Tell(call(["exec", _id, "sh", "-c", NetworkFiles.Attempt]));
            Tell(call(["exec", _id, "sh", "-c", "echo \"OI_NEW=$OI_NEW TERM=$TERM\"; exit 7"]));
            Tell(call(["exec", "--process", process, _id]));
            Tell(call(["kill", _id, "TERM"]));
            Eventually.Holds("the container has stopped", () => Status(call) == "stopped");
            story.WriteLine(File.ReadAllText(output));
            Tell(call(["delete", _id]));
            story.WriteLine(call(["state", _id]).Run().ExitCode);
        }
        finally
        {
            runtime.Remove(_id);
        }
        return story.ToString();

        void Tell(Command step)
        {
            var result = step.Run();
            story.WriteLine($"{result.ExitCode}\n{result.OutputText}\n{result.ErrorText}");
        }
    }

    private string Status(Func<string[], Command> call) =>
        JsonNode.Parse(call(["state", _id]).Run().Succeeded().Output)!["status"]!.GetValue<string>();
}
