using System.Globalization;
using OciInterceptor.Spec;

namespace OciInterceptor.Policy.Conditions;

/// <summary>What conditions ask of a process.</summary>
internal static class ProcessFacts
{
    /// <summary>The value of the first entry for a variable, which is the one a libc finds; null when it is not set.</summary>
    internal static string? Variable(Process? process, string name)
    {
        if (process is null || process.Env.IsDefault)
        {
            return null;
        }
        var entry = process.Env.FirstOrDefault(entry => entry.StartsWith(name + "=", StringComparison.Ordinal));
        return entry?[(name.Length + 1)..];
    }

    /// <summary>"uid" and "uid:gid"; a missing user is root, as for runc.</summary>
    internal static IEnumerable<string> Users(Process? process)
    {
        var uid = process?.User?.Uid ?? 0;
        var gid = process?.User?.Gid ?? 0;
        return [uid.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"{uid}:{gid}")];
    }
}
