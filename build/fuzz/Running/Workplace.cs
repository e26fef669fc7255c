namespace Fuzz.Running;

/// <summary>Where a run leaves its files.</summary>
internal static class Workplace
{
    internal const string Directory = "artifacts/fuzz";

    internal static string Failures => Path.Combine(Directory, "failures");

    /// <summary>What was found, one directory a target.</summary>
    internal static string Corpus => Path.Combine(Directory, "corpus");

    /// <summary>What the workers tell their parent.</summary>
    internal static string Workers => Path.Combine(Directory, "workers");

    internal static string CurrentInput(int worker) => Path.Combine(Workers, $"{worker}.input");

    internal static string Results(int worker) => Path.Combine(Workers, $"{worker}.tsv");

    internal static string Edges(int worker, string target) => Path.Combine(Workers, $"{worker}.{target}.edges");
}
