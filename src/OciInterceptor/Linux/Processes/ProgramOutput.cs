using System.Text;

namespace OciInterceptor.Linux.Processes;

/// <summary>What a program wrote, and how it ended.</summary>
/// <param name="ExitCode">The exit code; 128 and the signal's number if a signal ended the program.</param>
/// <param name="Bytes">The standard output.</param>
/// <param name="ErrorBytes">The standard error, which may hold warnings even if the program succeeded.</param>
internal sealed record ProgramOutput(int ExitCode, byte[] Bytes, byte[] ErrorBytes)
{
    internal string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>The answer of a program that writes a single line, without the line break.</summary>
    internal string Line => Text.TrimEnd();

    /// <summary>Why it failed: the last line of its standard error that is not empty, else of its standard output.</summary>
    internal string Complaint => LastLine(Encoding.UTF8.GetString(ErrorBytes)) ?? LastLine(Text) ?? "";

    private static string? LastLine(string text) => text.Split('\n').LastOrDefault(line => !string.IsNullOrWhiteSpace(line))?.Trim();
}
