using System.Globalization;

namespace OciInterceptor.Linux.Processes;

/// <summary>How a program ended that was given something to read.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Output">What it wrote to its standard output.</param>
/// <param name="Complaint">The end of what it wrote to its standard error, of a bounded length.</param>
internal sealed record ProgramRun(WaitStatus Status, byte[] Output, string Complaint)
{
    /// <summary>What went wrong; null for an exit code of 0.</summary>
    internal string? Fault => Status.ExitCode switch
    {
        0 => null,
        null => WithComplaint(string.Create(CultureInfo.InvariantCulture, $"it was ended by signal {Status.Signal}"), Complaint),
        var code => WithComplaint(string.Create(CultureInfo.InvariantCulture, $"it ended with exit code {code}"), Complaint),
    };

    internal static string WithComplaint(string fault, string complaint) => complaint.Length == 0 ? fault : $"{fault}: {complaint}";
}
