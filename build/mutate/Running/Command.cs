using System.Diagnostics;

namespace Mutate.Running;

/// <summary>Runs a program and takes what it prints.</summary>
internal static class Command
{
    /// <exception cref="MutateException">It failed.</exception>
    internal static string Read(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new MutateException($"{program} {string.Join(' ', arguments)} failed with status {process.ExitCode}: {output}");
    }
}
