using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Runtimes;

/// <summary>An exec whose document comes through a pipe, as Guardian does it: the runtime gets a sealed copy.</summary>
public sealed class ProcessPipeTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly string _process;

    public ProcessPipeTests() => _process = _scratch.Write("process.json",
        JsonNode.Parse(File.ReadAllBytes(Bundle.TestData("docker-20.10-run.json")))!["process"]!.ToJsonString());

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("/proc/self/fd/0", "--oi-env", "OI_ROW=1")]
    [InlineData("/dev/fd/0", "--oi-env", "OI_ROW=1")]
    [InlineData("/proc/self/fd/0", "--oi-env", "PATH=/already/set")]
    public void A_process_document_in_a_pipe_is_read_once_and_handed_on(string path, params string[] flags)
    {
        var runtime = _scratch.WriteScript("reader", $"printf '%s\\n' \"$@\" > {_scratch["arguments"]}\ncat \"$4\" > {_scratch["read"]}\necho x >> \"$4\"\necho $? > {_scratch["appended"]}\n");
        var call = PublishedBinary.Call([.. flags, "--oi-runtime-path", runtime, "exec", "--detach", "-p", path, "c1"]);
        var result = new Command("sh", "-c", "document=$1; shift; cat \"$document\" | \"$@\"", "sh", _process, call.Program).Plus(call.Arguments).Run();
        result.Succeeded();
        var arguments = File.ReadAllLines(_scratch["arguments"]);
        arguments.Should().HaveCount(5);
        arguments[..3].Should().Equal("exec", "--detach", "-p");
        // Lower ones may be the container's (--preserve-fds).
        arguments[3].Should().MatchRegex("^/proc/self/fd/[0-9]+$");
        int.Parse(Path.GetFileName(arguments[3])).Should().BeGreaterThanOrEqualTo(200);
        arguments[4].Should().Be("c1");
        var read = File.ReadAllText(_scratch["read"]);
        if (flags[1] == "OI_ROW=1")
            read.Should().Contain("\"OI_ROW=1\"");
        else
            read.Should().Be(File.ReadAllText(_process));
        File.ReadAllText(_scratch["appended"]).Should().NotBe("0\n", "the document is sealed");
    }

    [Fact]
    public void Where_few_descriptors_are_allowed_the_copy_has_one_of_them()
    {
        const int OpenFiles = 7;
        var runtime = _scratch.WriteScript("reader", $"printf '%s' \"$3\" > {_scratch["path"]}\ncat \"$3\" > {_scratch["read"]}\n");
        var call = PublishedBinary.Call("--oi-env", "PATH=/already/set", "--oi-runtime-path", runtime, "exec", "-p", "/dev/stdin", "c1");

        new Command("sh", "-c", "document=$1; shift; cat \"$document\" | \"$@\"", "sh", _process, call.Program).Plus(call.Arguments)
            .With(Condition.Limit(OpenFiles, "150", "150")).Run().Succeeded();

        int.Parse(Path.GetFileName(File.ReadAllText(_scratch["path"]))).Should().BeInRange(3, 149);
        File.ReadAllText(_scratch["read"]).Should().Be(File.ReadAllText(_process));
    }
}
