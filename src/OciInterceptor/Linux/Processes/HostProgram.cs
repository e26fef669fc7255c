namespace OciInterceptor.Linux.Processes;

/// <summary>A program of the host that a policy wants to run.</summary>
/// <remarks><paramref name="Args"/> begins with the program's name; <paramref name="Env"/> is its whole environment, "NAME=value" each.</remarks>
internal sealed record HostProgram(string Path, ImmutableArray<string> Args, ImmutableArray<string> Env, ImmutableArray<string> TrustedDirectories)
{
    /// <summary>The time after which it is killed.</summary>
    internal TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
