namespace OciInterceptor.IntegrationTests.Docker;

/// <summary>How Docker comes to the runtime: plainly as the control, by --runtime, or because the daemon's default says so.</summary>
public enum Route
{
    Runc,
    NamedRuntime,
    DefaultRuntime,
}
