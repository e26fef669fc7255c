using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Mutate.Weaving;

namespace Mutate.Running;

/// <summary>A directory with the tests and the mutated product, in which one process after the other runs, confined to it.</summary>
internal sealed class Worker
{
    private static readonly string[] _temporary = ["tmp", "var-tmp"];

    private readonly string _directory;
    private readonly string _built;
    private readonly string _product;
    private Dictionary<string, (long, DateTime)> _files = [];

    /// <param name="directory">Made anew.</param>
    /// <param name="tests">The directory into which the tests were built.</param>
    /// <param name="product">The assembly of the mutated product.</param>
    internal Worker(string directory, string tests, string product)
    {
        (_directory, _built, _product) = (Path.GetFullPath(directory), tests, product);
        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, recursive: true);
        }
        Copy();
    }

    /// <summary>All tests.</summary>
    internal TestCase[] List()
    {
        Run(isRecording: false, TimeSpan.FromMinutes(2), "list", Output);
        return Read<TestCase[]>();
    }

    /// <summary>Runs tests with no mutant active.</summary>
    internal TestRecord[] Record(IEnumerable<PlannedTest> planned)
    {
        File.WriteAllText(Plan, JsonSerializer.Serialize(planned));
        Run(isRecording: true, TimeSpan.FromMinutes(10), "record", Plan, Output);
        return Read<TestRecord[]>();
    }

    /// <summary>The tests from which mutants are tried; a plan names their places.</summary>
    internal void SetTests(IEnumerable<PlannedTest> tests) => TestStore.Write(Tests, tests);

    /// <summary>Looks for a test that notices each mutant, all in one process.</summary>
    /// <returns>
    /// For each mutant how it ended, null if no test noticed it. Those are left out that must be tried again: where the process
    /// was no longer as at its start, and what came behind.
    /// </returns>
    internal IReadOnlyDictionary<int, string?> Try(IReadOnlyList<PlannedMutant> mutants)
    {
        File.WriteAllText(Plan, JsonSerializer.Serialize(mutants));
        // The process itself ends tests that take too long. This is for one that cannot, or that is never through with them.
        Run(isRecording: false, TimeSpan.FromMinutes(20), "try", Tests, Plan, Output);
        var ends = ReadOutput().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t', 2)).ToDictionary(parts => int.Parse(parts[0], CultureInfo.InvariantCulture), parts => parts[1]);
        var first = mutants[0].Id;
        ends.TryAdd(first, "killed by the end of the process");
        return ends.Where(end => end.Key == first || !(end.Value == TestHost.Doubtful || end.Value.StartsWith(TestHost.TooLong, StringComparison.Ordinal)))
            .ToDictionary(end => end.Key, end => end.Value == TestHost.Survived ? null : end.Value);
    }

    private string Output => Path.Combine(_directory, "output");

    private string Plan => Path.Combine(_directory, "plan");

    private string Tests => Path.Combine(_directory, "tests");

    private string Log => Path.Combine(_directory, "log");

    private string RunDirectory => Path.Combine(_directory, "run");

    private T Read<T>() => JsonSerializer.Deserialize<T>(ReadOutput())!;

    private string ReadOutput() => File.Exists(Output) ? File.ReadAllText(Output) : throw new MutateException($"the tests did not run: {File.ReadAllText(Log)}");

    private void Run(bool isRecording, TimeSpan limit, params string[] arguments)
    {
        foreach (var name in _temporary.Select(name => Path.Combine(_directory, name)).Where(Directory.Exists))
        {
            Directory.Delete(name, recursive: true);
        }
        File.Delete(Output);
        // The tests may write beside themselves, so a mutant may too.
        if (_files.Any(file => new FileInfo(file.Key) is var info && (!info.Exists || (info.Length, info.LastWriteTimeUtc) != file.Value)))
        {
            Directory.Delete(RunDirectory, recursive: true);
            Copy();
        }
        var start = new ProcessStartInfo("/bin/sh",
        [
            "-c", "exec \"$@\" </dev/null >\"$0\" 2>&1", Log, "build/mutate/confined.sh", _directory, "dotnet", "exec",
            "--depsfile", Path.Combine(RunDirectory, "OciInterceptor.Tests.deps.json"), "--runtimeconfig", Path.Combine(RunDirectory, "OciInterceptor.Tests.runtimeconfig.json"),
            Path.Combine(RunDirectory, "mutate.dll"), "host", .. arguments,
        ]);
        if (isRecording)
        {
            start.Environment[MutantSwitch.RecordVariable] = "1";
        }
        // A mutant that never stops to take memory.
        start.Environment["DOTNET_GCHeapHardLimit"] = "60000000";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        using var process = Process.Start(start)!;
        if (!process.WaitForExit(limit))
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    private void Copy()
    {
        foreach (var file in Directory.EnumerateFiles(_built, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(RunDirectory, Path.GetRelativePath(_built, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        File.Copy(_product, Path.Combine(RunDirectory, "oci-interceptor.dll"), overwrite: true);
        _files = Directory.EnumerateFiles(RunDirectory, "*", SearchOption.AllDirectories).Select(file => new FileInfo(file))
            .ToDictionary(file => file.FullName, file => (file.Length, file.LastWriteTimeUtc));
    }
}
