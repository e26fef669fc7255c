using System.Reflection;

namespace OciInterceptor.Policy;

/// <summary>The profiles that come with the program: policy files in its resources, from Policy/Profiles.</summary>
internal static class BuiltInProfiles
{
    private const string Prefix = "OciInterceptor.Policy.Profiles.";
    private const string Suffix = ".json";

    /// <summary>Their names, in order.</summary>
    internal static ImmutableArray<string> Names =>
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Suffix.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The policy file of a profile, or null when none has that name.</summary>
    internal static byte[]? Find(string name)
    {
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + name + Suffix);
        if (resource is null)
        {
            return null;
        }
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return content;
    }
}
