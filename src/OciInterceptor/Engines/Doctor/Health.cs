namespace OciInterceptor.Engines.Doctor;

/// <summary>How something is, the worse the higher; problems go before what cannot be told.</summary>
internal enum Health
{
    Well,

    /// <summary>It cannot be told from here.</summary>
    Unknown,

    Problem,
}
