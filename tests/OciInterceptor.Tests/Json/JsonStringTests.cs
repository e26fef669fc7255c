using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Messages;

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

    /// <summary>Of every length around the vectors and buffers of the readers, with each special character at each place.</summary>
    [Theory]
    [InlineData("x", "x")]
    [InlineData("\\\"", "\"")]
    [InlineData("\\\\", "\\")]
    [InlineData("\\u0041", "A")]
    [InlineData("é", "é")]
    [InlineData("\u007f", "\u007f")]
    [InlineData("\u0080", "\u0080")]
    public void Reads_strings_whatever_their_length(string spelling, string special)
    {
        foreach (var length in new[] { 0, 1, 7, 13, 14, 15, 16, 17, 31, 32, 61, 62, 63, 64, 65, 70 })
        {
            for (var at = 0; at <= length; at++)
            {
                var (before, after) = (new string('a', at), new string('b', length - at));
                var members = Sample.Object($"{{\"{before}{spelling}{after}\":\"{before}{spelling}{after}\",\"c\":\"d\"}}").Members;

                members.Select(member => member.Name.AsText()).Should().Equal(before + special + after, "c");
                members.Select(member => ((JsonScalar)member.Value).AsText()).Should().Equal(before + special + after, "d");
                members[0].Name.IsPlain.Should().Be(spelling is "x" or "\u007f");
            }
        }
    }

    [Fact]
    public void A_byte_that_begins_nothing_reads_as_Go_reads_it() => JsonString.Decode([(byte)'"', 0x80, (byte)'"']).Should().Be("\uFFFD");

    /// <summary>Runtimes written in C read up to it, those in Go past it.</summary>
    [Theory]
    [InlineData(@"\u0000")]
    [InlineData(@"a\u0000b")]
    [InlineData(@"é\u0000")]
    [InlineData(@"\\\u0000")]
    public void A_NUL_is_ambiguous(string spelling) =>
        ((JsonScalar)Sample.Value($"\"{spelling}\"")).Invoking(text => text.AsCText()).Should().Throw<InterceptorException>().WithMessage("*U+0000*");

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
