using System.Globalization;

namespace Mutate.Reporting;

/// <summary>The least score of each folder: lines of a folder and a number of percent.</summary>
internal static class Floors
{
    /// <summary>What is too low.</summary>
    internal static IEnumerable<string> Missed(string path, IReadOnlyList<FolderScore> scores)
    {
        foreach (var line in File.ReadLines(path).Select(line => line.Trim()).Where(line => line is not ("" or ['#', ..])))
        {
            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words is not [var folder, var number] || !double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var floor))
            {
                throw new MutateException($"{path}: want a folder and a number of percent, not \"{line}\"");
            }
            if (scores.FirstOrDefault(score => score.Folder == folder) is { } score && IsMissed(score, floor))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{folder}: {score.Score:0.0} % is below {floor} %");
            }
        }
    }

    // A few mutants, as those of a small change, say little of a folder.
    private const int EnoughToJudge = 25;

    private static bool IsMissed(FolderScore score, double floor) => score.Count >= EnoughToJudge && score.Count - score.Killed > Math.Ceiling(score.Count * (100 - floor) / 100);
}
