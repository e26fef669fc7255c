using Fuzz.Models;

namespace Fuzz.Oracles;

/// <summary>A rule whose effect a model of a runtime's reader can see.</summary>
/// <param name="Name">What failures call it.</param>
/// <param name="Rule">As a policy has it.</param>
/// <param name="IsSeen">Whether a reader sees the effect in a document that the rule was applied to.</param>
internal sealed record VisibleRule(string Name, string Rule, Func<IReader, ReferenceTree, bool> IsSeen)
{
    private static readonly IReader[] _readers = [new GoReader(), new CReader()];

    /// <summary>The reader that does not see the rule's effect; null if all do.</summary>
    internal string? Blind(ReferenceTree document) => _readers.FirstOrDefault(reader => !IsSeen(reader, document))?.GetType().Name;
}
