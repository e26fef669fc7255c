using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>A create call that sees a policy directory of the test, with a captured document and a runtime that only notes its call.</summary>
internal sealed class PolicyCall : IDisposable
{
    private readonly RecordingRuntime _runtime;

    public PolicyCall()
    {
        Directory = new PolicyDirectory(Scratch, "passwd", "group", "ld.so.cache");
        _runtime = new RecordingRuntime(Scratch);
        Bundle = Bundle.FromTestData(Scratch, "docker-20.10-run.json");
    }

    public Scratch Scratch { get; } = new();

    public PolicyDirectory Directory { get; }

    public Bundle Bundle { get; }

    /// <summary>Makes the call after a shell command of the test's in the same mount namespace, with flags of ours.</summary>
    public CommandResult Make(string before = ":", params string[] flags)
    {
        _runtime.Forget();
        var call = PublishedBinary.Call([.. flags, "--oi-runtime-path", _runtime.Path, "create", "--bundle", Bundle.Path, "c1"]);
        return Directory.SeenBy(new Command("sh", "-ec", before + "\nexec \"$@\"", "sh", call.Program).Plus(call.Arguments)).Run();
    }

    /// <summary>Makes the call, which must end in an error and leave all as it was; returns the error.</summary>
    public string Refused(string before = ":", params string[] flags)
    {
        var document = File.ReadAllBytes(Bundle.Document);
        var error = Make(before, flags).Exited(1).ErrorText;
        _runtime.WasCalled.Should().BeFalse();
        File.ReadAllBytes(Bundle.Document).Should().Equal(document);
        error.Should().StartWith("oci-interceptor: ").And.EndWith("\n");
        error.TrimEnd('\n').Should().NotContain("\n");
        return error;
    }

    /// <summary>Makes the call, which must reach the runtime; returns the container's variables.</summary>
    public string[] Variables(string before = ":", params string[] flags)
    {
        Make(before, flags).Succeeded();
        _runtime.WasCalled.Should().BeTrue();
        return [.. Bundle.Read()["process"]!["env"]!.AsArray().Select(entry => entry!.GetValue<string>())];
    }

    public void Dispose() => Scratch.Dispose();
}
