using OciInterceptor.Json;

namespace OciInterceptor.Commands.Testing;

/// <summary>The documents that tests may name without a file: engines' own, from Commands/Testing/Documents, as ENGINE[-CASE]-VERSION.json.</summary>
internal static class BuiltInDocuments
{
    private static readonly EmbeddedDocuments _files = new("Commands/Testing/Documents");

    /// <summary>Their names with the version of the engine, in order.</summary>
    internal static ImmutableArray<string> Names => _files.Names;

    /// <summary>The names without a version, each of which means the newest.</summary>
    internal static ImmutableArray<string> ShortNames => [.. Names.Select(WithoutVersion).Distinct()];

    /// <summary>The name with its version; null when no document has it.</summary>
    internal static string? NameOf(string word) =>
        Names.Contains(word) ? word : Newest(Names.Where(name => WithoutVersion(name) == word));

    /// <param name="name">One of <see cref="Names"/>.</param>
    internal static byte[] Read(string name) => _files.Read(name);

    private static string WithoutVersion(string name) => VersionOf(name) is null ? name : name[..name.LastIndexOf('-')];

    private static Version? VersionOf(string name) => Version.TryParse(name[(name.LastIndexOf('-') + 1)..], out var version) ? version : null;

    // Of 4.10 and 4.9 the first is the newer one.
    private static string? Newest(IEnumerable<string> names)
    {
        string? newest = null;
        foreach (var name in names)
        {
            newest = newest is null || VersionOf(name) > VersionOf(newest) ? name : newest;
        }
        return newest;
    }
}
