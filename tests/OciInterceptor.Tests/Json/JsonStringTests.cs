using System.Text;
using OciInterceptor.Json;

namespace OciInterceptor.Tests.Json;

public sealed class JsonStringTests
{
    public static TheoryData<string, string> Escapes => new()
    {
        { @"""""", "" },
        { @"""plain""", "plain" },
        { @"""\""\\\/\b\f\n\r\t""", "\"\\/\b\f\n\r\t" },
        { @"""\u0041\u00e9\u20AC""", "Aé€" },
        { @"""a\u0000b""", "a\0b" },
        { @"""\ud83d\ude00""", "\U0001F600" },
        { @"""\uD83D\uDE00!""", "\U0001F600!" },
        { "\"é\U0001F600\"", "é\U0001F600" },
        { @"""\\u0041""", "\\u0041" },
        // Halves of surrogate pairs, as Go reads them.
        { @"""\ud83d""", "\uFFFD" },
        { @"""\ude00""", "\uFFFD" },
        { @"""\ud83dx""", "\uFFFDx" },
        { @"""\ud83d\n""", "\uFFFD\n" },
        { @"""\ud83d\u0041""", "\uFFFDA" },
        { @"""\ud83d\ud83d\ude00""", "\uFFFD\U0001F600" },
        { @"""\ude00\ud83d""", "\uFFFD\uFFFD" },
    };

    [Theory]
    [MemberData(nameof(Escapes))]
    public void Reads_escapes(string token, string text) => ((JsonScalar)Sample.Value(token)).AsText().Should().Be(text);

    [Theory]
    [MemberData(nameof(Escapes))]
    public void Knows_whether_a_token_says_a_text(string token, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(token);
        var scalar = (JsonScalar)Sample.Value(token);

        scalar.TextEquals(text).Should().BeTrue();
        JsonString.Is(bytes, Encoding.UTF8.GetBytes(text)).Should().BeTrue();
        scalar.TextEquals(text + "x").Should().BeFalse();
        JsonString.Is(bytes, Encoding.UTF8.GetBytes(text + "x")).Should().BeFalse();
        scalar.TextEquals(token[1..^1] + " ").Should().BeFalse();
    }

    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("a/b&<>'é€\u2028\U0001F600\u007F", "\"a/b&<>'é€\u2028\U0001F600\u007F\"")]
    [InlineData("\"\\", @"""\""\\""")]
    [InlineData("\n\r\t\b\f\0\u001F", @"""\n\r\t\u0008\u000c\u0000\u001f""")]
    public void Writes_only_the_escapes_that_must_be(string text, string token)
    {
        Encoding.UTF8.GetString(JsonString.Encode(text)).Should().Be(token);
        ((JsonScalar)Sample.Value(token)).AsText().Should().Be(text);
    }

    [Fact]
    public void Writes_half_a_surrogate_pair_as_the_replacement_character() =>
        Encoding.UTF8.GetString(JsonString.Encode("a\uD83Db")).Should().Be("\"a\uFFFDb\"");

    [Fact]
    public void Takes_the_backslash_of_a_token_for_an_escape_when_comparing() =>
        ((JsonScalar)Sample.Value(@"""a\nb""")).TextEquals(@"a\nb").Should().BeFalse();
}
