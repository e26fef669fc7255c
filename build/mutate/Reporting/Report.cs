using System.Globalization;
using Mutate.Running;

namespace Mutate.Reporting;

/// <summary>Prints what the tests noticed.</summary>
internal static class Report
{
    internal static IReadOnlyList<FolderScore> Print(TextWriter output, IReadOnlyList<Result> results)
    {
        foreach (var result in results.Where(result => result.Outcome is Outcome.Survived or Outcome.NotReached))
        {
            output.WriteLine($"{(result.Outcome == Outcome.Survived ? "survived" : "not reached"),-12} {result.Mutant.Id,6}  {result.Mutant}");
        }
        var scores = FolderScore.Of([.. results.Where(result => result.Outcome != Outcome.LeftOut)]);
        output.WriteLine();
        output.WriteLine($"{"folder",-26} {"mutants",8} {"killed",8} {"survived",9} {"not reached",12} {"score",8}");
        foreach (var score in scores)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{score.Folder,-26} {score.Count,8} {score.Killed,8} {score.Survived,9} {score.NotReached,12} {score.Score,6:0.0} %"));
        }
        return scores;
    }
}
