namespace OciInterceptor.Engines.Doctor;

/// <summary>A finding of a check. <paramref name="Message"/> is one line: what it is about, and what to do if it is not well.</summary>
internal sealed record Diagnosis(Health Condition, string Check, string Message)
{
    /// <summary>The CVE number that it is about; null if it is about none.</summary>
    internal string? Id { get; init; }

    /// <summary>The address of the publication that it relies on; null for none.</summary>
    internal string? Source { get; init; }
}
