namespace OciInterceptor.Tests.Engines;

/// <summary>
/// Configuration files as engines' packages, installers and manuals make them (TestData/Engines/Shapes), with the table of what an
/// installation does with each: shapes.tsv has the file, whether it is made the default, and what comes of it.
/// </summary>
public sealed class ShapeTests
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "TestData/Engines/Shapes");

    private static string[][] Table => [.. File.ReadAllLines(Path.Combine(Folder, "shapes.tsv")).Select(line => line.Split('\t'))];

    public static TheoryData<string, string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            foreach (var row in Table)
            {
                rows.Add(row[0], row[1], row[2]);
            }
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_file_is_installed_into_and_restored_or_refused_and_left_alone(string file, string options, string outcome)
    {
        using var run = new ShapeRun(file);
        var before = run.Files;

        run.Install(isDefault: options == "--default").Should().Be(outcome);

        if (!outcome.StartsWith("refused: ", StringComparison.Ordinal))
        {
            run.Files.Should().NotEqual(before);
            run.Uninstall();
        }
        run.Files.Should().Equal(before);
    }

    [Fact]
    public void Every_file_is_in_the_table()
    {
        var files = Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Folder, path)).Where(name => name != "shapes.tsv").Order().ToList();

        files.Should().HaveCountGreaterThan(60);
        Table.Select(row => row[0]).Distinct().Order().Should().Equal(files);
    }
}
