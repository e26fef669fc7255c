namespace Mutate.Running;

/// <summary>What became of a mutant.</summary>
internal enum Outcome
{
    Killed,
    Survived,
    NotReached,
    LeftOut,
}
