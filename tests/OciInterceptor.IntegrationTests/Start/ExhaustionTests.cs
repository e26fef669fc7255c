using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Start;

/// <summary>A call that needs more than its arena has: it begins anew with the collector, or fails like any other, and never by a signal.</summary>
public sealed class ExhaustionTests : IDisposable
{
    private const int Megabyte = 1 << 20;

    private readonly Scratch _scratch = new();
    private readonly Bundle _bundle;
    private readonly RecordingRuntime _runtime;

    public ExhaustionTests()
    {
        File.SetUnixFileMode(_scratch.Path, (UnixFileMode)0b111_101_101);
        _bundle = Bundle.FromTestData(_scratch, "docker-20.10-run.json");
        _runtime = new RecordingRuntime(_scratch);
    }

    public void Dispose() => _scratch.Dispose();

    private Command Create(params string[] flags) => PublishedBinary.Call([.. flags, "--oi-runtime-path", _runtime.Path, "create", "--bundle", _bundle.Path, "c1"]);

    // What is not kept of a specification, a collector can clear away; what the container gets it cannot.
    private string PolicyWithSpecifications(int count, int size, bool isKept = false)
    {
        var directory = _scratch.MakeDirectory("cdi");
        File.SetUnixFileMode(directory, (UnixFileMode)0b111_101_101);
        for (var i = 0; i < count; i++)
        {
            var filler = new string('x', size);
            var text = $$$"""{"cdiVersion":"0.6.0","kind":"vendor.com/c{{{i}}}","devices":[{"name":"d","containerEdits":{"env":["CDI={{{i}}}","LARGE{{{i}}}={{{(isKept ? filler : "")}}}"]}}],"annotations":{"a":"{{{(isKept ? "" : filler)}}}"}}""";
            File.SetUnixFileMode(_scratch.Write($"cdi/{i}.json", text), (UnixFileMode)0b110_100_100);
        }
        var devices = Enumerable.Range(0, count).Skip(isKept ? 0 : count - 1).Select(i => $"\"vendor.com/c{i}=d\"");
        return _scratch.Write("policy.json", $$"""{"rules":[{"type":"cdi","directories":["{{directory}}"],"devices":[{{string.Join(',', devices)}}]}]}""");
    }

    [Fact]
    public void It_begins_anew_as_the_same_process()
    {
        var policy = PolicyWithSpecifications(6, 12 * Megabyte);

        var calls = SystemCalls.Of(_scratch, Create("--oi-config", policy));

        calls.Should().ContainSingle(call => call.Contains("\"--oi-collector\"", StringComparison.Ordinal));
        _bundle.Read()["process"]!["env"]!.ToJsonString().Should().Contain("CDI=5");
        _runtime.Arguments.Should().Equal("create", "--bundle", _bundle.Path, "c1");
    }

    [Fact]
    public void What_is_too_much_for_the_collector_as_well_is_an_error() => IsRefused(Create("--oi-config", PolicyWithSpecifications(12, 14 * Megabyte, isKept: true)));

    [Fact]
    public void Where_it_cannot_begin_anew_it_is_an_error()
    {
        var call = Create("--oi-config", PolicyWithSpecifications(6, 12 * Megabyte));

        // strace does not count the one that begins the call.
        IsRefused(new Command("strace", ["-f", "-qq", "-o", _scratch["trace"], "-e", "trace=execve", "-e", "inject=execve:error=EACCES:when=1", call.Program]).Plus(call.Arguments));

        File.ReadAllText(_scratch["trace"]).Should().Contain("--oi-collector").And.Contain("INJECTED");
    }

    private void IsRefused(Command call)
    {
        var document = File.ReadAllBytes(_bundle.Document);

        var error = call.Run().Exited(1).ErrorText;

        error.Should().StartWith("oci-interceptor: ").And.Contain("memory");
        File.ReadAllBytes(_bundle.Document).Should().Equal(document);
        _runtime.WasCalled.Should().BeFalse();
    }
}
