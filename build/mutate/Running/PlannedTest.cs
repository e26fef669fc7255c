namespace Mutate.Running;

/// <summary>A test to be run.</summary>
/// <param name="Index">Its place among all tests.</param>
/// <param name="Test">What is run.</param>
/// <param name="Limit">How many milliseconds of the processor's time it may take.</param>
internal sealed record PlannedTest(int Index, TestCase Test, double Limit)
{
    // The first test of a process waits for the compiler.
    private const double LeastLimit = 5_000;

    private const double Factor = 5;

    internal static PlannedTest After(TestCase test, TestRecord record) => new(record.Test, test, LeastLimit + (Factor * record.Milliseconds));
}
