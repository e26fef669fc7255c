namespace OciInterceptor.Call.Flags;

/// <summary>The minimum level of our log: Serilog's levels, by name.</summary>
internal enum LogLevel
{
    Verbose,
    Debug,
    Information,
    Warning,
    Error,
    Fatal,
}
