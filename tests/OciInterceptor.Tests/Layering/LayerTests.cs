namespace OciInterceptor.Tests.Layering;

/// <summary>The folders are the architecture: each uses only what is below it.</summary>
public sealed class LayerTests
{
    [Fact]
    public void The_compiler_understands_every_source() => SourceTree.Errors.Should().BeEmpty();

    [Fact]
    public void Every_folder_has_a_layer() =>
        SourceTree.Files.Select(file => Path.GetDirectoryName(file)!).Distinct().Where(folder => Layers.HeightOf(folder) < 0).Should().BeEmpty();

    [Fact]
    public void Every_layer_has_a_folder() =>
        Layers.BottomFirst.Except(SourceTree.Files.Select(file => Layers.Of(Path.GetDirectoryName(file)!))).Should().BeEmpty();

    [Fact]
    public void No_folder_uses_one_above_it() =>
        SourceTree.Dependencies.Where(one => Layers.HeightOf(one.FromFolder) < Layers.HeightOf(one.ToFolder)).Select(one => one.ToString()).Should().BeEmpty();

    // A folder and its own subfolder are one neighbourhood: the one lists or declares what the other is.
    [Fact]
    public void No_two_folders_use_each_other()
    {
        var pairs = SourceTree.Dependencies.Where(one => one.FromFolder != one.ToFolder && !IsWithin(one.FromFolder, one.ToFolder) && !IsWithin(one.ToFolder, one.FromFolder))
            .ToLookup(one => (one.FromFolder, one.ToFolder));

        pairs.Where(pair => pairs.Contains((pair.Key.ToFolder, pair.Key.FromFolder))).SelectMany(pair => pair.Select(one => one.ToString())).Should().BeEmpty();
    }

    [Fact]
    public void Namespaces_are_folders()
    {
        // The compiler knows these attributes by their whole names.
        foreach (var file in SourceTree.Files.Where(file => file is not ("Linux/RuntimeExportAttribute.cs" or "Linux/RuntimeImportAttribute.cs")))
        {
            var folder = Path.GetDirectoryName(file)!;
            SourceTree.NamespaceOf(file).Should().Be(folder.Length == 0 ? "OciInterceptor" : $"OciInterceptor.{folder.Replace('/', '.')}", file);
        }
    }

    private static bool IsWithin(string folder, string parent) => folder.StartsWith(parent + "/", StringComparison.Ordinal);
}
