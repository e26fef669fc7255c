namespace Mutate.Running;

/// <summary>A mutant to be tried.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Tests">The places of the tests that can notice it among those that were recorded, class by class, in the order in which they run.</param>
internal sealed record PlannedMutant(int Id, int[][] Tests);
