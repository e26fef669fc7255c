namespace Mutate.Running;

/// <summary>Which classes of tests are likely to notice a mutant: the tests have the folders of the product, and the names of its files.</summary>
internal sealed class Nearness
{
    private const string Tests = "OciInterceptor.Tests.";

    private readonly HashSet<string> _names;
    private readonly HashSet<string> _folders;
    private readonly HashSet<string> _areas;

    internal Nearness(IEnumerable<Mutant> mutants)
    {
        var all = mutants.ToList();
        _names = [.. all.Select(mutant => Path.GetFileNameWithoutExtension(mutant.File))];
        _folders = [.. all.Select(mutant => mutant.Folder.Replace('/', '.'))];
        _areas = [.. _folders.Select(folder => folder.Split('.')[0])];
    }

    /// <summary>From 0 for a class that is named after a mutant's file, over the same folder and one beside it, to 3 for any other.</summary>
    /// <param name="testClass">The class with its namespace.</param>
    internal int Distance(string testClass)
    {
        var place = testClass.StartsWith(Tests, StringComparison.Ordinal) ? testClass[Tests.Length..] : testClass;
        var (folder, name) = place.LastIndexOf('.') is >= 0 and var dot ? (place[..dot], place[(dot + 1)..]) : ("", place);
        return _names.Any(known => name.Contains(known, StringComparison.Ordinal)) ? 0
            : _folders.Contains(folder) ? 1
            : _areas.Contains(folder.Split('.')[0]) ? 2
            : 3;
    }
}
