namespace OciInterceptor.Engines.Doctor;

/// <summary>A check's outcome, in order of severity. Reports write the words of <see cref="HealthWord"/>.</summary>
internal enum Health
{
    Well,

    /// <summary>It works, but hardly as the operator means it.</summary>
    Warning,

    /// <summary>It cannot be determined.</summary>
    Unknown,

    Problem,
}
