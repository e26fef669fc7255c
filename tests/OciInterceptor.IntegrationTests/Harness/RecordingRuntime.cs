namespace OciInterceptor.IntegrationTests.Harness;

/// <summary>A runtime that only notes its arguments, and so whether it was called.</summary>
internal sealed class RecordingRuntime
{
    private readonly string _record;

    public RecordingRuntime(Scratch scratch, string name = "recorder")
    {
        _record = scratch[name + ".calls"];
        Path = scratch.WriteScript(name, $"printf '%s\\0' \"$@\" > {_record}");
    }

    public string Path { get; }

    public bool WasCalled => File.Exists(_record);

    /// <summary>The arguments of the last call.</summary>
    public string[] Arguments => File.ReadAllText(_record)[..^1].Split('\0');

    public void Forget() => File.Delete(_record);
}
