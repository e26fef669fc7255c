namespace OciInterceptor.Engines.Doctor;

/// <summary>A check's outcome, in order of severity; a problem outranks an unknown.</summary>
internal enum Health
{
    Well,

    /// <summary>It cannot be determined.</summary>
    Unknown,

    Problem,
}
