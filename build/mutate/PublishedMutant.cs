using Mutate.Running;
using Mutate.Weaving;

namespace Mutate;

/// <summary>The sources of the product with one mutant in them, without any switch, to be published as the product is.</summary>
internal static class PublishedMutant
{
    /// <param name="directory">Made anew.</param>
    internal static void Write(Product product, Mutant mutant, string directory)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
        var files = Command.Read("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", "src/OciInterceptor", "Directory.*", "global.json", ".editorconfig");
        foreach (var file in files.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(File.Exists))
        {
            var copy = Path.Combine(directory, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        var tree = product.Sources.Single(tree => product.FileOf(tree) == mutant.File);
        // What is behind a statement without effect, or never used, is no reason not to publish it.
        File.WriteAllText(
            Path.Combine(directory, "src/OciInterceptor", mutant.File), $"#pragma warning disable\n{mutant.Edit.ApplyTo(tree.GetText())}");
    }
}
