namespace Mutate.Running;

/// <summary>What a test did with no mutant active.</summary>
/// <param name="Test">Its place in the list of all tests.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="HasPassed">Whether it can notice anything.</param>
/// <param name="Reached">The numbers of the mutants that it came to.</param>
/// <param name="ReachedAtStart">Those that it came to while static values were made: for it, but also for the tests behind it.</param>
internal sealed record TestRecord(int Test, double Milliseconds, bool HasPassed, int[] Reached, int[] ReachedAtStart);
