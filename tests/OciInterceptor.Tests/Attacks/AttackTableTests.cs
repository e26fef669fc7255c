using System.Globalization;

namespace OciInterceptor.Tests.Attacks;

/// <summary>The table of attacks in docs/security-model.md is what the tests try: each of the two test projects holds its own column.</summary>
public sealed class AttackTableTests
{
    private const string Start = "<!-- attacks -->";

    private const int Name = 0, ByEngines = 1, ByUnits = 2, Held = 3, Tests = 4;

    private static readonly string[][] _page = [.. Page().Split('\n')
        .Where(line => line.StartsWith('|')).Skip(2)
        .Select(line => line.Split('|')[1..^1].Select(cell => cell.Trim()).ToArray())];

    private static IReadOnlyList<AttackKind> Own => AttackKind.Of(typeof(AttackTableTests).Assembly);

    private static int OwnColumn => typeof(AttackTableTests).Assembly.GetName().Name == "OciInterceptor.Tests" ? ByUnits : ByEngines;

    [Fact]
    public void The_page_has_each_kind_of_attack_as_often_as_it_is_tried() =>
        Lines(_page.Where(row => Number(row[OwnColumn]) > 0).Select(row => $"{row[Name]}: {row[OwnColumn]}"))
            .Should().Be(Lines(Own.Select(kind => $"{kind.Name}: {kind.Tries}")));

    [Fact]
    public void A_row_of_the_page_names_the_tests_that_try_it()
    {
        var classes = typeof(AttackTableTests).Assembly.GetTypes().Select(type => type.Name).ToHashSet();

        Lines(_page.SelectMany(row => Names(row[Tests]).Where(name => classes.Contains(name.Split('.')[0])).Select(name => $"{row[Name]}: {name}")))
            .Should().Be(Lines(Own.SelectMany(kind => kind.Tests.Select(name => $"{kind.Name}: {name}"))));
    }

    [Fact]
    public void What_held_is_all_that_is_tried() =>
        _page.Should().NotBeEmpty().And.OnlyContain(row => Number(row[Held]) == Number(row[ByEngines]) + Number(row[ByUnits]));

    private static int Number(string cell) => int.Parse(cell, CultureInfo.InvariantCulture);

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Order(StringComparer.Ordinal));

    // The names in a marker such as "<!-- test: A.B, C.D -->".
    private static string[] Names(string cell) =>
        cell[(cell.IndexOf("test: ", StringComparison.Ordinal) + "test: ".Length)..cell.IndexOf(" -->", StringComparison.Ordinal)].Split(", ");

    private static string Page() => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs/security-model.md")).Split(Start)[1].Split("<!-- /attacks -->")[0];
}
