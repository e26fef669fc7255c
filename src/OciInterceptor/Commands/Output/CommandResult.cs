using System.Text;

namespace OciInterceptor.Commands.Output;

/// <summary>A command's output and exit code.</summary>
/// <param name="Output">For the standard output.</param>
/// <param name="ExitCode">0 when all is well.</param>
/// <param name="Message">A line for the standard error; null for none.</param>
internal sealed record CommandResult(ReadOnlyMemory<byte> Output, int ExitCode = 0, string? Message = null)
{
    /// <summary>The exit code when a rule denies the container.</summary>
    internal const int Denied = 3;

    internal CommandResult(string output, int exitCode = 0, string? message = null)
        : this(Encoding.UTF8.GetBytes(output), exitCode, message)
    {
    }

    /// <summary>Both results, one after the other, with the exit code of the second.</summary>
    internal CommandResult Then(CommandResult next) => next with
    {
        Output = (byte[])[.. Output.Span, .. next.Output.Span],
        Message = Message is null ? next.Message : next.Message is null ? Message : $"{Message}; {next.Message}",
    };
}
