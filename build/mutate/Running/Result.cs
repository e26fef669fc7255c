namespace Mutate.Running;

/// <param name="Mutant">What was tried.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">What killed it.</param>
internal sealed record Result(Mutant Mutant, Outcome Outcome, string Reason);
