using System.Text;

namespace OciInterceptor.Linux;

/// <summary>What another program said, on both of its outputs, and how it ended.</summary>
/// <param name="ExitCode">Its exit code; 128 and the signal's number when one ended it.</param>
/// <param name="Bytes">What it wrote.</param>
internal sealed record ProgramOutput(int ExitCode, byte[] Bytes)
{
    internal string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>The last line that is not empty: where programs say why they failed.</summary>
    internal string LastLine => Text.Split('\n').LastOrDefault(line => !string.IsNullOrWhiteSpace(line))?.Trim() ?? "";
}
