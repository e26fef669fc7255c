using System.Diagnostics;

namespace OciInterceptor.Tests;

/// <summary>Other programs.</summary>
internal static class Shell
{
    /// <summary>Starts a program and goes on.</summary>
    internal static Process Start(string program, IEnumerable<string> arguments) => Process.Start(program, arguments);

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it wrote to its standard output.</returns>
    internal static byte[] Run(string program, IEnumerable<string> arguments, byte[]? input = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.BaseStream.Write(input ?? []);
        process.StandardInput.Close();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        process.ExitCode.Should().Be(0, "{0} said: {1}", program, errors.Result);
        return output.ToArray();
    }
}
