using System.Text.RegularExpressions;

namespace OciInterceptor.Tests.Documentation;

/// <summary>The checkout that the tests were built from: its paths, and the types that its sources declare.</summary>
internal static partial class RepositoryTree
{
    internal static string Root { get; } = FindRoot(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>The names of the top level without what is built and what Git keeps.</summary>
    internal static IReadOnlyList<string> TopLevel { get; } =
        [.. Directory.EnumerateFileSystemEntries(Root).Select(path => Path.GetFileName(path)).Except(["artifacts", ".git"])];

    /// <summary>Files and folders, relative to the root.</summary>
    internal static IReadOnlySet<string> Paths { get; } = TopLevel.SelectMany(Below).Where(IsKept).ToHashSet();

    /// <summary>For each declared type the text of the files that declare it.</summary>
    internal static ILookup<string, string> Types { get; } = Paths.Where(path => path.EndsWith(".cs", StringComparison.Ordinal))
        .Select(path => File.ReadAllText(Path.Combine(Root, path)))
        .SelectMany(text => Declaration().Matches(text).Select(match => (Name: match.Groups[1].Value, Text: text)))
        .ToLookup(type => type.Name, type => type.Text);

    /// <summary>Whether a file or folder has this path, from the root or from any folder; the extension .cs may be left out.</summary>
    internal static bool Has(string path) => _tails.Contains(path) || _tails.Contains(path + ".cs");

    private static readonly HashSet<string> _tails = [.. Paths.SelectMany(Tails)];

    private static IEnumerable<string> Tails(string path)
    {
        yield return path;
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            yield return path[(slash + 1)..];
        }
    }

    private static IEnumerable<string> Below(string name)
    {
        var path = Path.Combine(Root, name);
        return Directory.Exists(path)
            ? Directory.EnumerateFileSystemEntries(path, "*", SearchOption.AllDirectories).Select(entry => Path.GetRelativePath(Root, entry)).Prepend(name)
            : [name];
    }

    // An editor may build beside the sources.
    private static bool IsKept(string path) => !path.Split('/').Any(segment => segment is "bin" or "obj");

    private static string FindRoot(DirectoryInfo? directory)
    {
        for (; directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "OciInterceptor.sln")))
            {
                return directory.FullName;
            }
        }
        throw new InvalidOperationException($"no directory above {AppContext.BaseDirectory} has OciInterceptor.sln: run the tests where they were built");
    }

    [GeneratedRegex(@"^[^/\n]*\b(?:class|struct|interface|enum|record(?: struct| class)?) ([A-Z]\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
