namespace OciInterceptor.Engines.Doctor;

/// <summary>What a check has to say.</summary>
/// <param name="Condition">How it is.</param>
/// <param name="Check">Which check says so.</param>
/// <param name="Message">One line: what it is about, and what to do if it is not well.</param>
internal sealed record Diagnosis(Health Condition, string Check, string Message);
