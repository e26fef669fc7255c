using System.Diagnostics;

namespace OciInterceptor.Tests.Documentation;

/// <summary>The script that holds the promises of the pages takes good markers alone.</summary>
public sealed class PromisesTests : IDisposable
{
    private const string Tests = """
        namespace Small;

        public sealed class DoorTests
        {
            [Fact]
            public void A_door_opens() { }

            [Theory]
            [InlineData(1)]
            public async Task A_door_closes(int times) => await Wait();

            [Fact(Skip = "later")]
            public void A_door_locks() { }

            private static void Knock() { }
        }
        """;

    private const string Script = """
        # a word of the comment
        check "$1: the machine ends"
        """;

    private readonly TemporaryDirectory _checkout = new();

    public PromisesTests()
    {
        foreach (var folder in new[] { "docs", "tests", "build" })
        {
            Directory.CreateDirectory(_checkout[folder]);
        }
        _checkout.File("README.md");
        _checkout.File("tests/DoorTests.cs", Tests);
        _checkout.File("build/machine.sh", Script);
    }

    public void Dispose() => _checkout.Dispose();

    [Theory]
    [InlineData("It opens. And closes. <!-- test: DoorTests.A_door_opens --> It locks.", "And closes. ", "DoorTests.A_door_opens")]
    [InlineData("It opens\nand closes. <!-- test: DoorTests.A_door_opens, DoorTests.A_door_closes -->", "It opens and closes. ", "DoorTests.A_door_opens, DoorTests.A_door_closes")]
    [InlineData("| door | it `opens` <!-- test: DoorTests.A_door_opens --> |", "door | it `opens` ", "DoorTests.A_door_opens")]
    [InlineData("- it opens, <!-- test: DoorTests.A_door_opens -->\n- it closes", "it opens, ", "DoorTests.A_door_opens")]
    [InlineData("**It opens.** <!-- test: DoorTests.A_door_opens -->", "It opens. ", "DoorTests.A_door_opens")]
    [InlineData("It ends. <!-- test: build/machine.sh \"the machine ends\" -->", "It ends. ", "build/machine.sh \"the machine ends\"")]
    [InlineData("<!-- layers -->\nIt opens. <!-- test: DoorTests.A_door_opens -->\n<!-- /layers -->", "It opens. ", "DoorTests.A_door_opens")]
    public void A_sentence_is_listed_with_its_place_and_its_tests(string page, string words, string tests)
    {
        _checkout.File("docs/doors.md", page);
        var (exitCode, output, errors) = Run();
        errors.Should().BeEmpty();
        var line = page.Split('\n').TakeWhile(text => !text.Contains("<!-- test", StringComparison.Ordinal)).Count() + 1;
        output.Should().MatchRegex($"^docs/doors\\.md:{line} +{RegexOf(words)} *{RegexOf(tests)}\n1 promises, 0 mistakes\n$");
        exitCode.Should().Be(0);
    }

    [Theory]
    // No such test.
    [InlineData("It opens. <!-- test: DoorTests.A_door_opened -->", "unknown test: DoorTests.A_door_opened")]
    [InlineData("It opens. <!-- test: DoorTests.A_door_open -->", "unknown test: DoorTests.A_door_open")]
    [InlineData("It opens. <!-- test: GateTests.A_door_opens -->", "unknown test: GateTests.A_door_opens")]
    [InlineData("It opens. <!-- test: DoorTests.Knock -->", "unknown test: DoorTests.Knock")]
    [InlineData("It opens. <!-- test: DoorTests.A_door_locks -->", "unknown test: DoorTests.A_door_locks")]
    [InlineData("It opens. <!-- test: DoorTests.A_door_opens, DoorTests.B -->", "unknown test: DoorTests.B")]
    [InlineData("It ends. <!-- test: build/nowhere.sh \"the machine ends\" -->", "unknown script: build/nowhere.sh")]
    [InlineData("It ends. <!-- test: build/machine.sh \"the machine end\" -->", "unknown check: build/machine.sh \"the machine end\"")]
    [InlineData("It ends. <!-- test: build/machine.sh \"a word of the comment\" -->", "unknown check: build/machine.sh \"a word of the comment\"")]
    // No sentence.
    [InlineData("<!-- test: DoorTests.A_door_opens -->", "not after a sentence: <!-- test: DoorTests.A_door_opens -->")]
    [InlineData("It opens.\n<!-- test: DoorTests.A_door_opens -->", "not after a sentence: ")]
    [InlineData("It <!-- test: DoorTests.A_door_opens --> opens.", "not after a sentence: ")]
    [InlineData("It opens.<!-- test: DoorTests.A_door_opens -->", "not after a sentence: ")]
    [InlineData("It opens. <!-- test: DoorTests.A_door_opens -->And", "not after a sentence: ")]
    [InlineData("It opens. <!-- test: DoorTests.A_door_opens --> <!-- test: DoorTests.A_door_closes -->", "not after a sentence: ")]
    [InlineData("- <!-- test: DoorTests.A_door_opens -->", "not after a sentence: ")]
    [InlineData("# It opens. <!-- test: DoorTests.A_door_opens -->", "not after a sentence: ")]
    [InlineData("| door <!-- test: DoorTests.A_door_opens --> | it opens |", "not after a sentence: ")]
    [InlineData("| door | <!-- test: DoorTests.A_door_opens --> |", "not after a sentence: ")]
    [InlineData("| door | it opens. <!-- test: DoorTests.A_door_opens --> And closes. |", "not after a sentence: ")]
    [InlineData("```\nIt opens. <!-- test: DoorTests.A_door_opens -->\n```", "not after a sentence: ")]
    [InlineData("    It opens. <!-- test: DoorTests.A_door_opens -->", "not after a sentence: ")]
    // No marker.
    [InlineData("It opens. <!-- test: -->", "malformed marker: <!-- test: -->")]
    [InlineData("It opens. <!-- test:  -->", "malformed marker: ")]
    [InlineData("It opens. <!--test: DoorTests.A_door_opens-->", "malformed marker: ")]
    [InlineData("It opens. <!-- Test: DoorTests.A_door_opens -->", "malformed marker: ")]
    [InlineData("It opens. <!-- tset: DoorTests.A_door_opens -->", "malformed marker: ")]
    [InlineData("It opens. <!-- test DoorTests.A_door_opens -->", "malformed marker: ")]
    [InlineData("It opens. <!-- test: A_door_opens -->", "malformed marker: ")]
    [InlineData("It opens. <!-- test: DoorTests.A_door_opens() -->", "malformed marker: ")]
    [InlineData("It opens. <!-- test: DoorTests.A_door_opens, -->", "malformed marker: ")]
    [InlineData("It opens. <!-- test: DoorTests.A_door_opens,DoorTests.A_door_closes -->", "malformed marker: ")]
    [InlineData("It opens. <!-- test: DoorTests.A_door_opens DoorTests.A_door_closes -->", "malformed marker: ")]
    [InlineData("It ends. <!-- test: build/machine.sh -->", "malformed marker: ")]
    [InlineData("It ends. <!-- test: build/machine.sh \"\" -->", "malformed marker: ")]
    [InlineData("It ends. <!-- test: build/machine.sh \"the machine ends --now\" -->", "malformed marker: ")]
    [InlineData("It opens. <!-- test: DoorTests.A_door_opens\n-->", "unterminated comment: ")]
    public void What_is_no_marker_of_a_sentence_is_refused_with_its_place(string marker, string message)
    {
        _checkout.File("README.md", $"It opens. <!-- test: DoorTests.A_door_opens -->\n\n{marker}\n");
        var (exitCode, output, errors) = Run();
        var line = 3 + marker.Split('\n').TakeWhile(text => !text.Contains("<!--", StringComparison.Ordinal)).Count();
        errors.Should().StartWith($"README.md:{line}: {message}").And.EndWith("\n");
        output.Should().EndWith(", 1 mistakes\n");
        exitCode.Should().Be(1);
    }

    [Fact]
    public void A_name_that_two_tests_have_is_refused()
    {
        _checkout.File("tests/OtherDoorTests.cs", Tests);
        _checkout.File("README.md", "It opens. <!-- test: DoorTests.A_door_opens -->\n");
        var (exitCode, _, errors) = Run();
        errors.Should().Be("README.md:1: ambiguous test: DoorTests.A_door_opens\n");
        exitCode.Should().Be(1);
    }

    [Fact]
    public void Pages_without_a_marker_are_refused()
    {
        _checkout.File("README.md", "It opens.\n");
        var (exitCode, _, errors) = Run();
        errors.Should().Be("no markers found\n");
        exitCode.Should().Be(1);
    }

    private static string RegexOf(string text) => System.Text.RegularExpressions.Regex.Escape(text);

    private (int ExitCode, string Output, string Errors) Run()
    {
        var start = new ProcessStartInfo(Path.Combine(RepositoryTree.Root, "build/promises.sh"), [_checkout.Path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
