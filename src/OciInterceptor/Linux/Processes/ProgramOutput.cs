using System.Text;

namespace OciInterceptor.Linux.Processes;

/// <summary>What another program said, and how it ended.</summary>
/// <param name="ExitCode">Its exit code; 128 and the signal's number when one ended it.</param>
/// <param name="Bytes">What it wrote to its standard output.</param>
/// <param name="ErrorBytes">What it wrote to its standard error, warnings among it also when all is well.</param>
internal sealed record ProgramOutput(int ExitCode, byte[] Bytes, byte[] ErrorBytes)
{
    internal string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>The answer of a program that gives one in a line.</summary>
    internal string Line => Text.TrimEnd();

    /// <summary>Why it failed: the last line that is not empty, of its standard error if there is one.</summary>
    internal string Complaint => LastLine(Encoding.UTF8.GetString(ErrorBytes)) ?? LastLine(Text) ?? "";

    private static string? LastLine(string text) => text.Split('\n').LastOrDefault(line => !string.IsNullOrWhiteSpace(line))?.Trim();
}
