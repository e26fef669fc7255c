using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>Files that are renewed or removed while a call looks at them, as by an operator's tools on a busy node: no container is refused for that.</summary>
public sealed class RenewedFileTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly RecordingRuntime _runtime;
    private readonly Bundle _bundle;

    public RenewedFileTests()
    {
        _runtime = new RecordingRuntime(_scratch);
        _bundle = Bundle.FromTestData(_scratch, "docker-20.10-run.json");
    }

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("old/policy.json", "mv new/policy.json old/policy.json")]
    [InlineData("link/policy.json", "ln -s new next; mv -T next link; rm -r old")]
    public void A_policy_that_is_renewed_after_it_was_opened_counts_as_it_is_then(string path, string renewal)
    {
        _scratch.MakeDirectory("old");
        _scratch.MakeDirectory("new");
        File.CreateSymbolicLink(_scratch["link"], "old");
        foreach (var age in new[] { "old", "new" })
            _scratch.Write($"{age}/policy.json", $$"""{ "rules": [{ "type": "env", "force": { "OI_AGE": "{{age}}" } }] }""");

        Interrupted(_scratch[path], "statx", renewal).Succeeded();

        Variables().Should().Equal("OI_AGE=new");
    }

    [Fact]
    public void A_policy_that_others_may_write_is_refused_also_when_it_takes_the_place_of_another()
    {
        var path = _scratch.Write("policy.json", "{}");
        _scratch.Write("new.json", "{}");

        Interrupted(path, "statx", "chmod o+w new.json; mv new.json policy.json").Exited(1).ErrorText.Should().Be(
            $"oci-interceptor: cannot trust {path}: it is writable by group or others\n");
        _runtime.WasCalled.Should().BeFalse();
    }

    [Fact]
    public void A_file_of_CDI_devices_that_is_removed_after_it_was_listed_is_none()
    {
        const string Spec = """{ "cdiVersion": "0.5.0", "kind": "vendor.com/NAME", "devices": [{ "name": "d", "containerEdits": { "env": ["OI_DEVICE=NAME"] } }] }""";
        _scratch.MakeDirectory("cdi");
        foreach (var name in new[] { "removed", "there" })
            _scratch.Write($"cdi/{name}.json", Spec.Replace("NAME", name, StringComparison.Ordinal));
        _scratch.Write("policy.json", $$"""{ "rules": [{ "type": "cdi", "devices": ["vendor.com/there=d"], "directories": ["{{_scratch["cdi"]}}"] }] }""");

        Interrupted(_scratch["cdi/removed.json"], "statx", "rm cdi/removed.json", _scratch["policy.json"]).Succeeded().ErrorText.Should().BeEmpty();

        Variables().Should().Equal("OI_DEVICE=there");
    }

    /// <summary>A call that stops as it has first done something with a file, until a script has run.</summary>
    private CommandResult Interrupted(string file, string systemCall, string meanwhile, string? policy = null)
    {
        var call = PublishedBinary.Call("--oi-config", policy ?? file, "--oi-runtime-path", _runtime.Path, "create", "--bundle", _bundle.Path, "c1");
        using var running = new Command("strace", "-qq", "-o", _scratch["trace"], "-P", file, "-e", $"inject={systemCall}:signal=STOP:when=1",
            "sh", "-c", "echo $$ >\"$0\"; exec \"$@\"", _scratch["pid"], call.Program).Plus(call.Arguments).Start();
        Eventually.Holds("it has stopped", () => File.Exists(_scratch["trace"]) && File.ReadAllText(_scratch["trace"]).Contains("stopped by SIGSTOP"));
        new Command("sh", "-ec", meanwhile + "; kill -CONT $(cat pid)").In(_scratch.Path).Run().Succeeded();
        return running.Wait();
    }

    private IEnumerable<string> Variables() =>
        _bundle.Read()["process"]!["env"]!.AsArray().Select(entry => entry!.GetValue<string>()).Where(entry => entry.StartsWith("OI_", StringComparison.Ordinal));
}
