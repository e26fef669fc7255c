namespace Mutate.Running;

/// <summary>What one process tries.</summary>
/// <param name="Tests">The tests of all the mutants, each once.</param>
/// <param name="Mutants">One after the other.</param>
internal sealed record MutantPlan(PlannedTest[] Tests, PlannedMutant[] Mutants);
