using OciInterceptor.Engines;
using OciInterceptor.Engines.Doctor;
using OciInterceptor.Policy;
using OciInterceptor.Tests.Call;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Engines.Doctor;

/// <summary>Lets a check look at a machine of text, with policies in a directory of the test.</summary>
internal sealed class CheckRun : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    internal FakeMachine Machine { get; } = new();

    internal string Root => _directory.Path;

    internal CheckRun WithPolicy(string text, string name = "config.json")
    {
        var path = _directory[name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text.Replace('\'', '"'));
        return this;
    }

    /// <summary>Registers runtimes with Docker, whose default is the first of them.</summary>
    internal CheckRun WithDocker(params string[] paths)
    {
        Machine.WithProgram("dockerd").WithProgram("runc", "runc version 1.3.3\n");
        var runtimes = paths.Select((path, i) => $"'oi{i}':{{'path':'{path}'}}");
        Machine.With("/etc/docker/daemon.json", $"{{'default-runtime':'oi0','runtimes':{{{string.Join(',', runtimes)}}}}}");
        return this;
    }

    /// <summary>Each diagnosis as its condition's first letter, "!" for a warning, and its message.</summary>
    internal string[] Look(ICheck check, string flags = "") =>
        [.. check.Look(Context(flags)).Select(diagnosis => $"{(diagnosis.Condition == Health.Warning ? '!' : diagnosis.Condition.ToString()[0])} {diagnosis.Message}")];

    /// <summary>What checks look at.</summary>
    internal DoctorContext Context(string flags = "") =>
        new(Machine, new PolicyLoader(Paths, new FakeHost()), RawArguments.Of($"{flags} oi-doctor").Options, EngineList.Find(Machine)) { Ignored = [.. Ignored] };

    internal PolicyPaths Paths => new(Root);

    /// <summary>The escapes that the operator has judged.</summary>
    internal string[] Ignored { get; init; } = [];

    public void Dispose() => _directory.Dispose();
}
