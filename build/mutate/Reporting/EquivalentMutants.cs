namespace Mutate.Reporting;

/// <summary>
/// The mutants that change nothing that a caller could see, with the reason: a line "FILE: ORIGINAL → MUTATED" as a survivor is
/// printed, without its line number, and the reason below it, indented.
/// </summary>
internal sealed class EquivalentMutants
{
    private readonly Dictionary<string, string> _reasons = [];

    internal static EquivalentMutants Read(string path)
    {
        var equivalents = new EquivalentMutants();
        var mutant = "";
        foreach (var (line, number) in File.ReadLines(path).Select((line, i) => (line.TrimEnd(), i + 1)).Where(pair => pair.Item1 is not ("" or ['#', ..])))
        {
            if (!char.IsWhiteSpace(line[0]))
            {
                mutant = line;
                if (!equivalents._reasons.TryAdd(mutant, ""))
                {
                    throw new MutateException($"{path}:{number}: this mutant is listed twice");
                }
            }
            else
            {
                equivalents._reasons[mutant] += line.Trim() + " ";
            }
        }
        return equivalents._reasons.FirstOrDefault(pair => pair.Value.Length == 0) is { Key: { } unexplained }
            ? throw new MutateException($"{path}: no reason is given for {unexplained}")
            : equivalents;
    }

    internal bool Has(Mutant mutant) => _reasons.ContainsKey(Name(mutant));

    /// <summary>The entries that are about no mutant.</summary>
    internal IEnumerable<string> Stale(IEnumerable<Mutant> all) => _reasons.Keys.Except(all.Select(Name));

    private static string Name(Mutant mutant) => $"{mutant.File}: {mutant.Original} → {mutant.Mutated}";
}
