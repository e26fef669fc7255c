using System.Globalization;

namespace OciInterceptor.Spec.Facts;

/// <summary>What conditions ask of a process.</summary>
internal static class ProcessFacts
{
    /// <summary>The values that the entries for a variable give it; null for an entry without "=", which crun takes for unsetting it.</summary>
    internal static IEnumerable<string?> Values(Process? process, string name) =>
        process is null || process.Env.IsDefault
            ? []
            : process.Env.Where(new EnvironmentVariable(name, "").IsNamedBy).Select(entry => entry.Length > name.Length ? entry[(name.Length + 1)..] : null);

    /// <summary>"uid" and "uid:gid"; a missing user is root, as for runc.</summary>
    internal static IEnumerable<string> Users(Process? process)
    {
        var uid = process?.User?.Uid ?? 0;
        var gid = process?.User?.Gid ?? 0;
        return [uid.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"{uid}:{gid}")];
    }
}
