namespace OciInterceptor.Validation;

/// <summary>The severity of a finding.</summary>
internal enum Severity
{
    /// <summary>It will not work.</summary>
    Error,

    /// <summary>It works, though perhaps not as intended.</summary>
    Warning,
}
