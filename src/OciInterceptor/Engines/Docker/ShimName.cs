namespace OciInterceptor.Engines.Docker;

/// <summary>containerd's names for its shims: PREFIX.NAME.VERSION is the program containerd-shim-NAME-VERSION.</summary>
internal static class ShimName
{
    /// <summary>The program of a shim; null if the name is not a shim's.</summary>
    internal static string? ProgramOf(string name)
    {
        var parts = name.Split('.');
        return parts.Length < 2 || parts[0].Length == 0 ? null : $"containerd-shim-{parts[^2]}-{parts[^1]}";
    }

    /// <summary>Why Docker rejects a name that is not configured; null when it accepts it.</summary>
    internal static string? Fault(string name) =>
        name.Length == 0 ? "it is empty"
        : name.Contains('/', StringComparison.Ordinal) ? "a path cannot name a runtime: anyone who reaches the API could run any file as root"
        : ProgramOf(name) is null ? "it is not configured, and it is not the name of a containerd shim (PREFIX.NAME.VERSION)"
        : null;
}
