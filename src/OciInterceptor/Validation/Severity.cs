namespace OciInterceptor.Validation;

/// <summary>How bad a finding is.</summary>
internal enum Severity
{
    /// <summary>It will not work.</summary>
    Error,

    /// <summary>It works, though perhaps not as intended.</summary>
    Warning,
}
