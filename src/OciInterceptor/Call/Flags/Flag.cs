namespace OciInterceptor.Call.Flags;

/// <summary>Our flags, in the order of <see cref="FlagTable"/>.</summary>
internal enum Flag
{
    RuntimePath,
    ReadonlyNetworkingMounts,
    Env,
    EnvForce,
    CdiDevice,
    WriteDebugOutput,
    DebugOutputDir,
    DebugName,
    LogFile,
    LogLevel,
    Config,
    Profile,
    CloneRuntime,
    Help,
    Version,
}
