using System.Text.RegularExpressions;
using OciInterceptor.Linux;
using OciInterceptor.Tests.Layering;

namespace OciInterceptor.Tests.Documentation;

/// <summary>docs/troubleshooting.md has messages that the product makes and tests produce, each with its cause, a check and a cure.</summary>
public sealed partial class TroubleshootingTests
{
    // Messages of engines and kernels, which are not in the sources: the tests named there must look for them.
    private const string OfEngines = "What the engine says";

    private const int FewestMessages = 25;

    private static readonly Dictionary<string, (string Group, string Text)> _entries = new MarkdownPage("troubleshooting.md").Sections
        .SelectMany(section => section.Text.Split("\n### ").Skip(1).Select(entry => (section.Heading, Lines: entry.Split('\n', 2))))
        .ToDictionary(entry => entry.Lines[0].Trim('`'), entry => (entry.Heading, entry.Lines[1]));

    // What the product says: the fixed parts of its strings.
    private static readonly string[] _fragments =
    [
        .. SourceTexts.All.Where(one => one.Place.StartsWith("src/OciInterceptor/", StringComparison.Ordinal))
            .Select(one => one.Text).Where(text => !text.TrimStart().StartsWith("//", StringComparison.Ordinal)).Distinct(),
    ];

    private static readonly HashSet<string> _wordsOfTheKernel = [.. Enumerable.Range(1, 133).Select(Errno.Message)];

    public static TheoryData<string> Messages => [.. _entries.Keys];

    [Fact]
    public void Many_messages_are_explained() => _entries.Should().HaveCountGreaterThanOrEqualTo(FewestMessages);

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_has_a_cause_a_check_and_a_cure(string message)
    {
        var parts = Parts().Match(_entries[message].Text);
        parts.Success.Should().BeTrue("the parts are **Cause.**, **Check.** and **Cure.**");
        parts.Groups["cause"].Value.Should().Contain("<!-- test: ");
        parts.Groups["check"].Value.Should().MatchRegex("`[^`]+`", "a check has a command");
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_is_one_that_the_product_makes(string message)
    {
        if (_entries[message].Group != OfEngines)
        {
            Pieces(message).Where(piece => !_wordsOfTheKernel.Contains(piece) && !IsMade(piece)).Should().BeEmpty("the page has the messages as they are in the sources");
        }
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_is_one_that_a_named_test_looks_for(string message)
    {
        var (group, text) = _entries[message];
        var tests = string.Concat(Marker().Matches(text).SelectMany(marker => marker.Groups[1].Value.Split(", ")).Select(TextOf)).Replace("\\\"", "\"", StringComparison.Ordinal);
        var missing = Pieces(message).Where(piece => !tests.Contains(piece, StringComparison.Ordinal)).ToList();

        missing.Should().HaveCountLessThan(group == OfEngines ? 1 : Pieces(message).Count(), "the tests are {0}", Marker().Match(text).Value);
    }

    [Theory]
    [InlineData("cannot use the runtime …: it is oci-interceptor itself", "cannot use the runtime", "it is oci-interceptor itself")]
    [InlineData("… needs a value; see oci-interceptor --oi-help", "needs a value", "see oci-interceptor --oi-help")]
    [InlineData("denied by the rule \"…\" (…, …): …", "denied by the rule \"")]
    public void A_message_is_split_where_it_differs(string message, params string[] pieces) => Pieces(message).Should().Equal(pieces);

    [Theory]
    [InlineData("it is oci-interceptor itself", true)]
    [InlineData("cannot use the runtime", true)]
    [InlineData("cannot use this runtime", false)]
    [InlineData("it is the interceptor itself", false)]
    public void A_reworded_message_is_noticed(string piece, bool isMade) => IsMade(piece).Should().Be(isMade);

    // A message is put together of at most two strings between two places that differ.
    private static bool IsMade(string piece) =>
        Array.Exists(_fragments, fragment => fragment.Contains(piece, StringComparison.Ordinal))
        || Enumerable.Range(2, Math.Max(0, piece.Length - 4)).Any(at =>
            Array.Exists(_fragments, fragment => fragment.EndsWith(piece[..at], StringComparison.Ordinal))
            && Array.Exists(_fragments, fragment => fragment.StartsWith(piece[at..], StringComparison.Ordinal)));

    private static IEnumerable<string> Pieces(string message) =>
        Differing().Split(message).Select(piece => piece.Trim()).Where(piece => piece.Count(char.IsLetterOrDigit) > 2);

    // The file of the test's class, or the script.
    private static string TextOf(string test)
    {
        if (test.Split(' ')[0] is var script && script.Contains('/', StringComparison.Ordinal))
        {
            return File.ReadAllText(Path.Combine(RepositoryTree.Root, script));
        }
        var (name, method) = test.Split('.') is [var first, var second] ? (first, second) : throw new FormatException(test);
        return string.Concat(RepositoryTree.Types[name].Where(text => Regex.IsMatch(text, $@"\b(void|Task) {method}\(")));
    }

    [GeneratedRegex(@"\A\s*\*\*Cause\.\*\* (?<cause>.+?)\n\n\*\*Check\.\*\* (?<check>.+?)\n\n\*\*Cure\.\*\* (?<cure>.+?)\s*\z", RegexOptions.Singleline)]
    private static partial Regex Parts();

    [GeneratedRegex("<!-- test: (.+?) -->")]
    private static partial Regex Marker();

    [GeneratedRegex("…|: |; ")]
    private static partial Regex Differing();
}
