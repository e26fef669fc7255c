using System.Globalization;

namespace OciInterceptor.Linux.Processes;

/// <summary>How a program that was given input ended. <paramref name="Complaint"/> is the end of its standard error, of bounded length.</summary>
internal sealed record ProgramRun(WaitStatus Status, byte[] Output, string Complaint)
{
    /// <summary>What went wrong; null for an exit code of 0.</summary>
    internal string? Fault => Status.ExitCode switch
    {
        0 => null,
        null => WithComplaint(string.Create(CultureInfo.InvariantCulture, $"it was killed by signal {Status.Signal}"), Complaint),
        var code => WithComplaint(string.Create(CultureInfo.InvariantCulture, $"it ended with exit code {code}"), Complaint),
    };

    internal static string WithComplaint(string fault, string complaint) => complaint.Length == 0 ? fault : $"{fault}: {complaint}";
}
