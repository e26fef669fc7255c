using System.Text;
using OciInterceptor.Messages;
using OciInterceptor.Policy;

namespace OciInterceptor.Engines.Install.Proofs;

/// <summary>Tells people what was registered and shown to work.</summary>
internal static class ProofText
{
    private const int MaxRules = 12;

    /// <summary>The lines after the one that says what was registered.</summary>
    /// <param name="proof">The proof, done.</param>
    /// <param name="call">What the engine calls.</param>
    /// <param name="policies">Where rules can be written.</param>
    internal static string Of(RegistrationProof proof, Registration call, PolicyPaths policies) =>
        $"""
        It becomes {OneLine.Of(proof.Runtime)} ({OneLine.Of(proof.Version)}).
        {Rules(proof, policies)}
        To check it by hand: {OneLine.Of(CallOf(call))} oi-run -- true

        """;

    /// <summary>A call as a shell takes it.</summary>
    internal static string CallOf(Registration call) => string.Join(' ', call.Arguments.Insert(0, call.Path).Select(Quoted));

    private static string Rules(RegistrationProof proof, PolicyPaths policies)
    {
        var names = proof.Rules.Where(rule => rule.Mode != Mode.Off).Select(rule => rule.Name).ToImmutableArray();
        if (names.IsEmpty)
        {
            return $"Warning: no rule applies, so containers start as they would without it: give flags or --profile, or write {policies.Config}.";
        }
        var text = new StringBuilder("Rules: ").AppendJoin(", ", names.Take(MaxRules).Select(OneLine.Of));
        if (names.Length > MaxRules)
        {
            text.Append(" and ").Append(names.Length - MaxRules).Append(" more");
        }
        return text.Append(proof.Rules.Any(rule => rule.Mode == Mode.Enforce) ? "." : ". Warning: none of them is enforced, their mode is warn.").Append(proof.Denial is { } denial ? $" They refuse a container without anything special: {OneLine.Of(denial)}" : "").ToString();
    }

    private static string Quoted(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=,+@%".Contains(c, StringComparison.Ordinal)) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
