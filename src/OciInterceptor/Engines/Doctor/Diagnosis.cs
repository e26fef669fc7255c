namespace OciInterceptor.Engines.Doctor;

/// <summary>A finding of a check. <paramref name="Message"/> is one line: what it is about, and what to do if it is not well.</summary>
internal sealed record Diagnosis(Health Condition, string Check, string Message);
