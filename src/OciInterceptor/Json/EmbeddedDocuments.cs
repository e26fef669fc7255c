using System.Reflection;

namespace OciInterceptor.Json;

/// <summary>The JSON files of one folder that come with the program, in its resources.</summary>
/// <param name="folder">The folder below src/OciInterceptor, such as Policy/Profiles.</param>
internal sealed class EmbeddedDocuments(string folder)
{
    private const string Ending = ".json";

    private readonly string _prefix = $"{nameof(OciInterceptor)}.{folder.Replace('/', '.')}.";

    /// <summary>The files' names without their ending, in order.</summary>
    internal ImmutableArray<string> Names =>
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(_prefix, StringComparison.Ordinal) && name.EndsWith(Ending, StringComparison.Ordinal))
            .Select(name => name[_prefix.Length..^Ending.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The content of a file, by its name without the ending; null if none has the name.</summary>
    internal byte[]? Find(string name)
    {
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream(_prefix + name + Ending);
        if (resource is null)
        {
            return null;
        }
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return content;
    }

    /// <summary>The content of a file that the program itself names.</summary>
    /// <exception cref="ArgumentException">None has the name.</exception>
    internal byte[] Read(string name) => Find(name) ?? throw new ArgumentException($"{folder} has no {name}{Ending}", nameof(name));
}
