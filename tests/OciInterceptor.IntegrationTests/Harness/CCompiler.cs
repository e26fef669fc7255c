using System.Collections.Concurrent;
using System.Diagnostics;

namespace OciInterceptor.IntegrationTests.Harness;

/// <summary>Compiles the tests' C programs, each once a run.</summary>
internal static class CCompiler
{
    private static readonly Lazy<string> _directory = new(MakeDirectory);
    private static readonly ConcurrentDictionary<string, Lazy<string>> _programs = new();

    /// <summary>The program made from a source named relative to the project, such as "Harness/launch.c".</summary>
    public static string Compile(string source) => _programs.GetOrAdd(source, s => new Lazy<string>(() => Build(s, []))).Value;

    /// <summary>A program for containers, which needs no library.</summary>
    public static string CompileStatic(string source) => _programs.GetOrAdd(source, s => new Lazy<string>(() => Build(s, ["-static"]))).Value;

    private static string Build(string source, string[] options)
    {
        var program = Path.Combine(_directory.Value, Path.GetFileNameWithoutExtension(source));
        var start = new ProcessStartInfo("gcc", ["-O1", "-Wall", "-Wextra", "-Werror", .. options, "-o", program, Path.Combine(AppContext.BaseDirectory, source)])
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
