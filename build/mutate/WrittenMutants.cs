using Mutate.Weaving;

namespace Mutate;

/// <summary>Mutants that somebody thought of: lines of a file below the product's directory, what is there, and what is written for it, with tabs between.</summary>
internal static class WrittenMutants
{
    /// <exception cref="MutateException">A line is none, or what it names is not in the file exactly once.</exception>
    internal static IReadOnlyList<Mutant> Read(string path, Product product) =>
    [
        .. File.ReadLines(path).Where(line => line is not ("" or ['#', ..])).Select((line, id) =>
            line.Split('\t') is [var file, { Length: > 0 } original, var mutated, ..]
                ? Find(product, id, file, original, mutated)
                : throw new MutateException($"{path}: want a file, what is in it, and what is written for it, with tabs between: {line}")),
    ];

    private static Mutant Find(Product product, int id, string file, string original, string mutated)
    {
        var tree = product.Sources.FirstOrDefault(source => product.FileOf(source) == file) ?? throw new MutateException($"there is no {file}");
        var text = tree.GetText();
        var source = text.ToString();
        var start = source.IndexOf(original, StringComparison.Ordinal);
        if (start < 0 || source.IndexOf(original, start + 1, StringComparison.Ordinal) >= 0)
        {
            throw new MutateException($"{file}: want this exactly once: {original}");
        }
        var edit = new Edit(new(start, original.Length), mutated);
        return new Mutant(id, file, text.Lines.GetLineFromPosition(start).LineNumber + 1, edit, original, mutated);
    }
}
