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
        // As it goes into docs/testing.md.
        output.WriteLine("| folder                     | mutants | killed | survived | not reached |   score |");
        output.WriteLine("|----------------------------|---------|--------|----------|-------------|---------|");
        foreach (var score in scores)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {score.Folder,-26} | {score.Count,7} | {score.Killed,6} | {score.Survived,8} | {score.NotReached,11} | {score.Score,5:0.0} % |"));
        }
        return scores;
    }
}
