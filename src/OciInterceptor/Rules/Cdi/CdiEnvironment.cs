using OciInterceptor.Schema;

namespace OciInterceptor.Rules.Cdi;

/// <summary>Reads the environments of spec files: NAME=VALUE each.</summary>
internal static class CdiEnvironment
{
    internal static ImmutableArray<string> Read(ObjectReader members, string name)
    {
        var entries = members.Texts(name);
        return entries.FirstOrDefault(entry => entry.IndexOf('=', StringComparison.Ordinal) <= 0 || entry.Contains('\0', StringComparison.Ordinal)) is { } wrong
            ? throw members.Error(name, $"invalid variable \"{wrong}\": want NAME=VALUE")
            : entries;
    }
}
