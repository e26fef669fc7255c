using System.Collections.Concurrent;
using System.Diagnostics;

namespace OciInterceptor.IntegrationTests.Harness;

/// <summary>Compiles the tests' C programs, each once a run.</summary>
internal static class CCompiler
{
    private static readonly Lazy<string> _directory = new(MakeDirectory);
    private static readonly ConcurrentDictionary<string, Lazy<string>> _programs = new();

    /// <summary>The program made from a source named relative to the project, such as "Harness/launch.c".</summary>
    public static string Compile(string source) => _programs.GetOrAdd(source, s => new Lazy<string>(() => Build(s))).Value;

    private static string Build(string source)
    {
        var program = Path.Combine(_directory.Value, Path.GetFileNameWithoutExtension(source));
        var start = new ProcessStartInfo("gcc", ["-O1", "-Wall", "-Wextra", "-Werror", "-o", program, Path.Combine(AppContext.BaseDirectory, source)])
        {
            RedirectStandardError = true,
        };
        using var gcc = Process.Start(start)!;
        var messages = gcc.StandardError.ReadToEnd();
        gcc.WaitForExit();
        return gcc.ExitCode == 0 ? program : throw new InvalidOperationException($"gcc cannot compile {source}:\n{messages}");
    }

    private static string MakeDirectory()
    {
        var directory = Directory.CreateTempSubdirectory("oi").FullName;
        // Witnesses are run by other users too.
        File.SetUnixFileMode(directory, (UnixFileMode)0b111_101_101);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(directory, recursive: true);
        return directory;
    }
}
