namespace Fuzz;

/// <summary>The files of the repository that the fuzzer starts from.</summary>
/// <param name="Root">The repository's directory.</param>
internal sealed record Repository(string Root)
{
    private const string Seeds = "seeds.txt";

    private string TestData => Path.Combine(Root, "tests/OciInterceptor.Tests/TestData");

    /// <summary>The policies of the golden files.</summary>
    internal IEnumerable<(string Name, byte[] Content)> GoldenPolicies =>
        Sorted(Directory.EnumerateFiles(TestData, "policy.json", SearchOption.AllDirectories)).Select(path => (Path.GetRelativePath(Root, path), File.ReadAllBytes(path)));

    /// <summary>The files that golden policies name, by their path on the host.</summary>
    internal IEnumerable<(string Path, byte[] Content)> HostFiles =>
        from directory in Sorted(Directory.EnumerateDirectories(TestData, "files", SearchOption.AllDirectories))
        from file in Sorted(Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        select ("/" + Path.GetRelativePath(directory, file), File.ReadAllBytes(file));

    /// <summary>A document of the test data.</summary>
    internal byte[] Document(string name) => File.ReadAllBytes(Path.Combine(TestData, name));

    /// <summary>The words of a field, one a line.</summary>
    internal byte[][] Words(string name) => [.. File.ReadAllLines(Path.Combine(Root, "build/fuzz/words", name + ".txt")).Select(System.Text.Encoding.UTF8.GetBytes)];

    /// <summary>A target's seed corpus: the files of its directory, and those that its seeds.txt names.</summary>
    internal IEnumerable<byte[]> Corpus(string target)
    {
        var directory = Path.Combine(Root, "build/fuzz/corpus", target);
        var own = Sorted(Directory.EnumerateFiles(directory).Where(file => Path.GetFileName(file) != Seeds));
        var list = Path.Combine(directory, Seeds);
        var named = File.Exists(list) ? File.ReadLines(list).Where(line => line.Length > 0 && line[0] != '#').SelectMany(Matching) : [];
        return own.Concat(named).Select(File.ReadAllBytes);
    }

    // A pattern below the root; "**" for any directories is written as the last directory.
    private IEnumerable<string> Matching(string pattern)
    {
        var isDeep = pattern.Contains("/**/", StringComparison.Ordinal);
        var directory = Path.Combine(Root, Path.GetDirectoryName(pattern.Replace("/**/", "/", StringComparison.Ordinal))!);
        var found = Sorted(Directory.EnumerateFiles(directory, Path.GetFileName(pattern), isDeep ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly));
        return found.Length > 0 ? found : throw new FuzzException($"nothing in the repository matches the seed {pattern}");
    }

    private static string[] Sorted(IEnumerable<string> paths) => [.. paths.Order(StringComparer.Ordinal)];
}
