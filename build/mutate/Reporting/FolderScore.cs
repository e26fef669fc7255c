using Mutate.Running;

namespace Mutate.Reporting;

/// <summary>How many mutants of a folder, and of those below it, the tests noticed.</summary>
internal sealed record FolderScore(string Folder, int Killed, int Survived, int NotReached)
{
    internal int Count => Killed + Survived + NotReached;

    /// <summary>Percent.</summary>
    internal double Score => Count == 0 ? 100 : 100.0 * Killed / Count;

    /// <summary>For each folder, those of the first level with what is below them; the last one is the whole.</summary>
    internal static IReadOnlyList<FolderScore> Of(IReadOnlyCollection<Result> results)
    {
        var folders = results.SelectMany(result => Ancestors(result.Mutant.Folder)).Distinct().Order(StringComparer.Ordinal);
        return [.. folders.Select(folder => Sum(folder.Length == 0 ? "(top)" : folder, results.Where(result => Ancestors(result.Mutant.Folder).Contains(folder)))), Sum("all", results)];
    }

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (var end = folder.IndexOf('/', StringComparison.Ordinal); end > 0; end = folder.IndexOf('/', end + 1))
        {
            yield return folder[..end];
        }
        yield return folder;
    }

    private static FolderScore Sum(string folder, IEnumerable<Result> results)
    {
        var counts = results.CountBy(result => result.Outcome).ToDictionary();
        var (killed, survived) = (counts.GetValueOrDefault(Outcome.Killed), counts.GetValueOrDefault(Outcome.Survived));
        // No time is needed for those that no test reaches: they count for as large a part as was tried of the others.
        var (tried, left) = (killed + survived, counts.GetValueOrDefault(Outcome.LeftOut));
        var notReached = counts.GetValueOrDefault(Outcome.NotReached);
        return new FolderScore(folder, killed, survived, left == 0 ? notReached : notReached * tried / (tried + left));
    }
}
