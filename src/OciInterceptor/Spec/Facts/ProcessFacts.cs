using System.Globalization;

namespace OciInterceptor.Spec.Facts;

/// <summary>Facts about a process, for conditions.</summary>
internal static class ProcessFacts
{
    /// <summary>The values that entries give a variable; null for an entry without "=", which for crun unsets it.</summary>
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
