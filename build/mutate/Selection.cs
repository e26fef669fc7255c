using System.Globalization;
using System.Text.RegularExpressions;
using Mutate.Running;

namespace Mutate;

/// <summary>The mutants that the caller wants.</summary>
internal static partial class Selection
{
    private const string Sources = "src/OciInterceptor";

    internal static IReadOnlyList<Mutant> Of(IReadOnlyList<Mutant> all, Options options)
    {
        var lines = options.Since is { } since ? ChangedLines(since) : null;
        foreach (var folder in options.Folders.Where(folder => !all.Any(mutant => IsIn(mutant, folder))))
        {
            throw new MutateException($"there is no mutant in {folder}: want a folder or a file below {Sources}");
        }
        var wanted = all.Where(mutant => (options.Folders.Count == 0 || options.Folders.Exists(folder => IsIn(mutant, folder)))
            && (options.Ids.Count == 0 || options.Ids.Contains(mutant.Id))
            && (lines is null || lines.Contains((mutant.File, mutant.Line)))).ToList();
        return options.Sample is { } count && count < wanted.Count ? Sample(wanted, count, options.Seed) : wanted;
    }

    /// <summary>One of each of as many equal parts: in proportion to the folders, and the same for the same seed.</summary>
    internal static IReadOnlyList<T> Sample<T>(IReadOnlyList<T> items, int count, int seed)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, count).Select(part =>
            {
                var first = (int)((long)part * items.Count / count);
                var next = (int)((long)(part + 1) * items.Count / count);
                return items[random.Next(first, next)];
            }),
        ];
    }

    private static bool IsIn(Mutant mutant, string folder) => mutant.File == folder || mutant.File.StartsWith(folder + "/", StringComparison.Ordinal);

    private static HashSet<(string File, int Line)> ChangedLines(string since) =>
    [
        .. Command.Read("git", "ls-files", "-z", "--others", "--exclude-standard", "--", Sources).Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(file => Enumerable.Range(1, File.ReadLines(file).Count()).Select(line => (Path.GetRelativePath(Sources, file), line))),
        .. ChangedLines(Command.Read("git", "diff", "--unified=0", "--no-color", "--no-ext-diff", "--dst-prefix=b/", $"--relative={Sources}", since, "--", Sources).Split('\n')),
    ];

    /// <summary>The lines that a difference without context adds.</summary>
    internal static IEnumerable<(string File, int Line)> ChangedLines(IEnumerable<string> difference)
    {
        var file = "";
        foreach (var line in difference)
        {
            if (line.StartsWith("+++ b/", StringComparison.Ordinal))
            {
                file = line["+++ b/".Length..];
            }
            else if (Hunk().Match(line) is { Success: true } hunk)
            {
                var first = int.Parse(hunk.Groups[1].Value, CultureInfo.InvariantCulture);
                var count = hunk.Groups[2].Success ? int.Parse(hunk.Groups[2].Value, CultureInfo.InvariantCulture) : 1;
                for (var number = first; number < first + count; number++)
                {
                    yield return (file, number);
                }
            }
        }
    }

    [GeneratedRegex(@"^@@ -\S+ \+(\d+)(?:,(\d+))? @@")]
    private static partial Regex Hunk();
}
