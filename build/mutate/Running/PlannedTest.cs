namespace Mutate.Running;

/// <summary>A test to be tried on a mutant, and how long it may take, in milliseconds.</summary>
internal sealed record PlannedTest(int Test, double Limit)
{
    /// <summary>What a test may take that took no time: the first one of a process waits for the compiler.</summary>
    internal const double LeastLimit = 5_000;

    private const double Factor = 5;

    internal static PlannedTest After(TestRecord record) => new(record.Test, LeastLimit + (Factor * record.Milliseconds));
}
