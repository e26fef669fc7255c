using Mutate;
using Mutate.Reporting;
using Mutate.Running;

namespace OciInterceptor.Tests.Mutation;

/// <summary>Which mutants are tried, and what is said of them.</summary>
public sealed class ReportTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_sample_is_spread_over_all_and_the_same_for_the_same_seed(int seed)
    {
        int[] items = [.. Enumerable.Range(0, 1000)];

        var sample = Selection.Sample(items, 10, seed);

        sample.Select(item => item / 100).Should().Equal(Enumerable.Range(0, 10));
        sample.Should().Equal(Selection.Sample(items, 10, seed)).And.NotEqual(Selection.Sample(items, 10, seed + 1));
    }

    [Fact]
    public void The_lines_that_a_change_adds_are_known()
    {
        const string Difference = """
            diff --git a/Rules/A.cs b/Rules/A.cs
            --- a/Rules/A.cs
            +++ b/Rules/A.cs
            @@ -3 +3,2 @@ internal sealed class A
            -old
            +new
            +more
            @@ -9,2 +9,0 @@
            -gone
            -gone
            diff --git a/B.cs b/B.cs
            +++ b/B.cs
            @@ -0,0 +1 @@
            +one
            """;

        Selection.ChangedLines(Difference.Split('\n')).Should().Equal(("Rules/A.cs", 3), ("Rules/A.cs", 4), ("B.cs", 1));
    }

    [Fact]
    public void A_folder_counts_what_is_below_it()
    {
        var scores = FolderScore.Of(
        [
            Result("Rules/A.cs", Outcome.Killed), Result("Rules/Limits/B.cs", Outcome.Killed), Result("Rules/Limits/B.cs", Outcome.Survived), Result("RulesToo/C.cs", Outcome.NotReached),
            Result("D.cs", Outcome.Killed),
        ]);

        scores.Should().Equal(
            new FolderScore("(top)", 1, 0, 0), new FolderScore("Rules", 2, 1, 0), new FolderScore("Rules/Limits", 1, 1, 0), new FolderScore("RulesToo", 0, 0, 1), new FolderScore("all", 3, 1, 1));
        scores[^1].Score.Should().Be(60);
    }

    /// <summary>Where the time was over early, a folder is not judged by what no test reaches.</summary>
    [Theory]
    [InlineData(0, 10, 10, 0)]
    [InlineData(5, 5, 10, 5)]
    [InlineData(10, 0, 10, 10)]
    public void Of_what_no_test_reaches_as_large_a_part_counts_as_was_tried_of_the_rest(int killed, int left, int notReached, int counted)
    {
        var scores = FolderScore.Of(
        [
            .. Enumerable.Repeat(Result("A.cs", Outcome.Killed), killed), .. Enumerable.Repeat(Result("A.cs", Outcome.LeftOut), left),
            .. Enumerable.Repeat(Result("A.cs", Outcome.NotReached), notReached),
        ]);

        scores[^1].Should().Be(new FolderScore("all", killed, 0, counted));
    }

    [Theory]
    [InlineData(95, 5, null)]
    [InlineData(94, 6, "Rules: 94.0 % is below 95 %")]
    [InlineData(0, 24, null)]
    [InlineData(0, 25, "Rules: 0.0 % is below 95 %")]
    [InlineData(23, 2, null)]
    [InlineData(22, 3, "Rules: 88.0 % is below 95 %")]
    public void A_floor_counts_from_25_mutants_on(int killed, int survived, string? missed)
    {
        using var directory = new TemporaryDirectory();
        var floors = directory.File("floors.txt", "# of each folder\nRules 95\nPolicy 90\n");

        Floors.Missed(floors, [new FolderScore("Rules", killed, survived, 0)]).Should().Equal(missed is null ? [] : [missed]);
    }

    [Fact]
    public void A_floor_that_is_no_number_is_refused()
    {
        using var directory = new TemporaryDirectory();

        var read = () => Floors.Missed(directory.File("floors.txt", "Rules many\n"), []).ToList();

        read.Should().Throw<MutateException>().WithMessage("*want a folder and a number of percent, not \"Rules many\"");
    }

    [Fact]
    public void An_equivalent_mutant_is_known_by_its_text_wherever_it_is()
    {
        using var directory = new TemporaryDirectory();
        var known = EquivalentMutants.Read(directory.File("equivalent.txt", "# why\nRules/A.cs: a < b → a <= b\n    They are never equal.\nRules/B.cs: c → d\n    Both are 0.\n"));
        var mutant = new Mutant(3, "Rules/A.cs", 17, default, "a < b", "a <= b");

        known.Has(mutant).Should().BeTrue();
        known.Has(mutant with { Line = 99, Id = 4 }).Should().BeTrue();
        known.Has(mutant with { File = "Rules/B.cs" }).Should().BeFalse();
        known.Stale([mutant]).Should().Equal("Rules/B.cs: c → d");
    }

    [Theory]
    [InlineData("Rules/A.cs: a → b\nRules/B.cs: c → d\n    Both are 0.\n", "*no reason is given for Rules/A.cs: a → b")]
    [InlineData("Rules/A.cs: a → b\n    Why.\nRules/A.cs: a → b\n    Why.\n", "*:3: this mutant is listed twice")]
    public void An_equivalent_mutant_needs_a_reason(string text, string message)
    {
        using var directory = new TemporaryDirectory();

        var read = () => EquivalentMutants.Read(directory.File("equivalent.txt", text));

        read.Should().Throw<MutateException>().WithMessage(message);
    }

    [Theory]
    [InlineData("--sample", "--sample needs a value")]
    [InlineData("--sample few", "--sample needs a number")]
    [InlineData("--unknown", "unknown option --unknown*")]
    public void An_option_that_is_wrong_is_refused(string line, string message)
    {
        var parse = () => Options.Parse(line.Split(' '));

        parse.Should().Throw<MutateException>().WithMessage(message);
    }

    [Fact]
    public void Folders_and_options_may_be_mixed()
    {
        var options = Options.Parse("Rules/ --sample 30 Linux/Trust --seed 4 --minutes 5".Split(' '));

        options.Folders.Should().Equal("Rules", "Linux/Trust");
        (options.Sample, options.Seed, options.Minutes).Should().Be((30, 4, 5));
    }

    private static Result Result(string file, Outcome outcome) => new(new Mutant(0, file, 1, default, "a", "b"), outcome, "");
}
