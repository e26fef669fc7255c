using System.Diagnostics;
using System.Text.Json;
using Mutate.Weaving;

namespace Mutate.Running;

/// <summary>A directory with the tests and the mutated product, in which one process after the other runs, confined to it.</summary>
internal sealed class Worker
{
    private static readonly string[] _temporary = ["tmp", "var-tmp", "shm"];

    private readonly string _directory;

    /// <param name="directory">Made anew.</param>
    /// <param name="tests">The directory into which the tests were built.</param>
    /// <param name="product">The assembly of the mutated product.</param>
    internal Worker(string directory, string tests, string product)
    {
        _directory = Path.GetFullPath(directory);
        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, recursive: true);
        }
        Copy(tests, Path.Combine(_directory, "run"));
        File.Copy(product, Path.Combine(_directory, "run", "oci-interceptor.dll"), overwrite: true);
    }

    /// <summary>All tests.</summary>
    internal TestCase[] List()
    {
        Run("", TimeSpan.FromMinutes(2), "list", Output);
        return Read<TestCase[]>();
    }

    /// <summary>Runs some tests with no mutant active.</summary>
    internal TestRecord[] Record(string tests, IEnumerable<int> wanted)
    {
        File.WriteAllText(Plan, JsonSerializer.Serialize(wanted));
        Run(MutantSwitch.Record, TimeSpan.FromMinutes(10), "record", tests, Plan, Output);
        return Read<TestRecord[]>();
    }

    /// <summary>Looks for a test that notices a mutant. Null if none does, otherwise how it was noticed.</summary>
    internal string? Try(int mutant, string tests, IReadOnlyList<PlannedTest> planned)
    {
        File.WriteAllText(Plan, JsonSerializer.Serialize(planned));
        Run($"{mutant}", TimeSpan.FromMilliseconds(60_000 + planned.Sum(test => test.Limit - PlannedTest.LeastLimit)), "try", tests, Plan, Output);
        var end = File.Exists(Output) ? File.ReadAllText(Output) : "killed by the end of the process";
        return end == TestHost.Survived ? null : end;
    }

    private string Output => Path.Combine(_directory, "output");

    private string Plan => Path.Combine(_directory, "plan");

    private string Log => Path.Combine(_directory, "log");

    private T Read<T>() =>
        File.Exists(Output) ? JsonSerializer.Deserialize<T>(File.ReadAllBytes(Output))! : throw new MutateException($"the tests did not run: {File.ReadAllText(Log)}");

    private void Run(string mutant, TimeSpan limit, params string[] arguments)
    {
        foreach (var name in _temporary.Select(name => Path.Combine(_directory, name)).Where(Directory.Exists))
        {
            Directory.Delete(name, recursive: true);
        }
        File.Delete(Output);
        var run = Path.Combine(_directory, "run");
        var start = new ProcessStartInfo("/bin/sh",
        [
            "-c", "exec \"$@\" </dev/null >\"$0\" 2>&1", Log, "build/mutate/confined.sh", _directory, "dotnet", "exec",
            "--depsfile", Path.Combine(run, "OciInterceptor.Tests.deps.json"), "--runtimeconfig", Path.Combine(run, "OciInterceptor.Tests.runtimeconfig.json"),
            Path.Combine(run, "mutate.dll"), "host", .. arguments,
        ]);
        start.Environment[MutantSwitch.Variable] = mutant;
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

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
