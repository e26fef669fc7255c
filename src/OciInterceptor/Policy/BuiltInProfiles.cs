using OciInterceptor.Json;

namespace OciInterceptor.Policy;

/// <summary>The profiles that come with the program: policy files in its resources, from Policy/Profiles.</summary>
internal static class BuiltInProfiles
{
    private static readonly EmbeddedDocuments _files = new("Policy/Profiles");

    /// <summary>Their names, in order.</summary>
    internal static ImmutableArray<string> Names => _files.Names;

    /// <summary>The policy file of a profile, or null when none has that name.</summary>
    internal static byte[]? Find(string name) => _files.Find(name);
}
