namespace OciInterceptor.Linux.Processes;

/// <summary>A program of the host that a policy wants to run.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Args">Its arguments, its name first.</param>
/// <param name="Env">Its whole environment, "NAME=value" each.</param>
/// <param name="TrustedDirectories">Where it may lie.</param>
internal sealed record HostProgram(string Path, ImmutableArray<string> Args, ImmutableArray<string> Env, ImmutableArray<string> TrustedDirectories)
{
    /// <summary>After this it is ended.</summary>
    internal TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
