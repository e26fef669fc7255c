using Microsoft.CodeAnalysis.Text;

namespace Mutate;

/// <summary>A small wrong change of the product that a test should notice.</summary>
/// <param name="Id">Its place among all mutants of the product: it changes only with the product.</param>
/// <param name="File">Below the product's directory.</param>
/// <param name="Line">From 1.</param>
/// <param name="Edit">What is changed in the file.</param>
/// <param name="Original">The changed place as it was, on one line.</param>
/// <param name="Mutated">The changed place as it is then.</param>
internal sealed record Mutant(int Id, string File, int Line, Edit Edit, string Original, string Mutated)
{
    /// <summary>"Rules/Limits" for a file of that folder; empty for one of the product's own directory.</summary>
    internal string Folder => Path.GetDirectoryName(File)!;

    public override string ToString() => $"{File}:{Line}: {Original} → {Mutated}";
}
