namespace Mutate.Running;

/// <summary>What noticed a mutant.</summary>
/// <param name="Name">The name of the test as it is shown.</param>
/// <param name="Planned">The test; all of its class if it is not known which one.</param>
internal sealed record Failure(string Name, IReadOnlyList<PlannedTest> Planned);
