using System.Text;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Witness;

/// <summary>A scratch with a witness as runtime, a bundle and a process document, all of them open to every user.</summary>
internal sealed class WitnessedCall : IDisposable
{
    public const string Id = "c1";

    // What decides over containers must lie where nobody else may write.
    private readonly Scratch _trusted = new();

    private readonly Scratch _scratch = new();
    private readonly string _program;

    public WitnessedCall()
    {
        _program = _scratch["oi"];
        Witness = _scratch["witness"];
        File.Copy(PublishedBinary.Path, _program);
        File.Copy(CCompiler.Compile("Witness/witness.c"), Witness);
        File.SetUnixFileMode(_scratch.Path, (UnixFileMode)0b111_111_111);
        Bundle = Bundle.FromTestData(_scratch, "docker-20.10-run.json");
        ProcessDocument = _scratch["process.json"];
        File.SetUnixFileMode(_trusted.Path, (UnixFileMode)0b111_101_101);
        FilterPolicy = _trusted.Write("filter.json", """{"rules":[{"type":"filter","path":"/usr/bin/sed","args":["sed","s/\"PATH=/\"OI_WITNESS=1\",\"PATH=/"]}]}""");
    }

    public string Witness { get; }

    public Bundle Bundle { get; }

    public string ProcessDocument { get; }

    /// <summary>A policy with a filter that adds a variable.</summary>
    public string FilterPolicy { get; }

    public string DebugDirectory => _scratch["debug"];

    public string LogFile => _scratch["our.log"];

    /// <summary>The documents, bytes as an engine wrote them, owned by the user who makes the call.</summary>
    public void RestoreDocuments()
    {
        File.Copy(Bundle.TestData("docker-20.10-run.json"), Bundle.Document, overwrite: true);
        File.WriteAllText(ProcessDocument, Bundle.Read()["process"]!.ToJsonString());
        new Command("chown", "--recursive", "65534:65534", Bundle.Path, ProcessDocument).Run().Succeeded();
        File.SetUnixFileMode(Bundle.Document, (UnixFileMode)0b110_100_100);
    }

    public Witnessed Direct(StartConditions.StartCondition start, string[] arguments) =>
        Run(new Command(Witness, arguments), start);

    public Witnessed Intercepted(StartConditions.StartCondition start, string[] flags, string[] arguments) =>
        Run(new Command(_program, [.. flags, "--oi-runtime-path", Witness, .. arguments]), start);

    public void Dispose()
    {
        _trusted.Dispose();
        _scratch.Dispose();
    }

    private Witnessed Run(Command command, StartConditions.StartCondition start)
    {
        RestoreDocuments();
        string record = Witness + ".record", output = _scratch["stdout"], error = _scratch["stderr"];
        foreach (var file in new[] { record, output, error })
            File.Delete(file);
        command = command.In(Bundle.Path).With(start.Prepare(_scratch)).Plus(start.Arguments) with { OutputFile = output, ErrorFile = error };
        using var running = command.Start();
        var result = running.Wait();
        if (!File.Exists(record))
            throw new InvalidOperationException($"the witness was not called: {result}");
        return new Witnessed(File.ReadAllText(record, Encoding.Latin1), File.ReadAllText(Witness + ".pid"), result, running.Id);
    }
}
