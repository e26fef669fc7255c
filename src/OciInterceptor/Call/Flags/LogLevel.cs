namespace OciInterceptor.Call.Flags;

/// <summary>How much goes into our log: Serilog's levels, by name.</summary>
internal enum LogLevel
{
    Verbose,
    Debug,
    Information,
    Warning,
    Error,
    Fatal,
}
