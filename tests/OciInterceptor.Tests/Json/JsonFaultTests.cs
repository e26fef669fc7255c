using System.Text;
using System.Text.Json;
using OciInterceptor.Json;

namespace OciInterceptor.Tests.Json;

public sealed class JsonFaultTests
{
    // Single quotes are written for double ones, and ~ for a single one.
    [Theory]
    [InlineData("", 0, "the document is empty")]
    [InlineData(" \n", 2, "the document is empty")]
    [InlineData("{", 1, "the document ends inside the object that begins at 1:1")]
    [InlineData("{'a':[\n [1,", 11, "the document ends inside the list that begins at 2:2")]
    [InlineData("{'a':'b", 7, "the document ends inside the string that begins at 1:6")]
    [InlineData("{'a':'b\\", 8, "the document ends inside the string that begins at 1:6")]
    [InlineData("{'a' 1}", 5, "want ':' after the name, not '1'")]
    [InlineData("{a:1}", 1, "want a name in double quotes or '}', not 'a'")]
    [InlineData("{'a':1,b:1}", 7, "want a name in double quotes, not 'b'")]
    [InlineData("{'a':1,}", 7, "no comma is allowed before '}'")]
    [InlineData("[1,]", 3, "no comma is allowed before ']'")]
    [InlineData("[,]", 1, "want a value, not ','")]
    [InlineData("[1 2]", 3, "want ',' or ']', not '2'")]
    [InlineData("{'a':1 'b':2}", 7, "want ',' or '}', not '\"'")]
    [InlineData("[1}", 2, "want ',' or ']', not '}'")]
    [InlineData("{} {}", 3, "want nothing after the value, not '{'")]
    [InlineData("[True]", 1, "want a value, not \"True\"")]
    [InlineData("[nul]", 1, "want a value, not \"nul\"")]
    [InlineData("[~a~]", 1, "want a value, not '''")]
    [InlineData("[01]", 1, "invalid number \"01\"")]
    [InlineData("[-]", 1, "invalid number \"-\"")]
    [InlineData("[1.]", 1, "invalid number \"1.\"")]
    [InlineData("[1e+]", 1, "invalid number \"1e+\"")]
    [InlineData("[0x1F]", 1, "invalid number \"0x1F\"")]
    [InlineData("['a\nb']", 3, "a string must not contain a line break; a closing quote may be missing")]
    [InlineData("['a\tb']", 3, "a string must not contain the character U+0009: write \\u0009")]
    [InlineData("['\\x']", 2, "the escape \\ before 'x' is not known")]
    [InlineData("['\\u12g4']", 2, "\\u must be followed by four hexadecimal digits")]
    [InlineData("// a\n{}", 0, "comments are not allowed in this document")]
    [InlineData("{/* a */}", 1, "comments are not allowed in this document")]
    [InlineData("\uFEFF{}", 0, "a byte order mark (U+FEFF) is not allowed: save the file as UTF-8 without it")]
    [InlineData("[\u00A0]", 1, "want a value, not U+00A0")]
    [InlineData("[\u0001]", 1, "want a value, not U+0001")]
    [InlineData("[[[[]]]]", 3, "objects and lists nest deeper than 3 levels")]
    public void Says_what_is_wrong_and_where(string text, int offset, string cause) =>
        JsonFault.Find(Bytes(text), 3, isRelaxed: false).Should().Be((offset, cause));

    [Theory]
    [InlineData("{'a':[1,2,],}", null)]
    [InlineData("{,}", "want a name in double quotes or '}', not ','")]
    [InlineData("[1,,]", "want a value, not ','")]
    [InlineData("/* a", "the comment that begins here is not closed")]
    public void A_relaxed_text_may_have_a_comma_behind_the_last_item(string text, string? cause) =>
        (JsonFault.Find(Bytes(text), 3, isRelaxed: true)?.Cause).Should().Be(cause);

    [Fact]
    public void Finds_a_fault_in_exactly_what_the_reader_refuses()
    {
        var random = new Random(1);
        var text = """{"a":[1,-2.5e+3,true,false,null,"x\"\u00e9\n"],"b":{"c":{},"d":[[],[{}]]},"é":"ü"}"""u8;
        var refused = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = text.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : "{}[],:\"\\0 19-+.eEtfn/*'\n"u8[random.Next(24)];
            }
            bytes = bytes[..(random.Next(4) == 0 ? random.Next(bytes.Length) : bytes.Length)];
            var isRelaxed = random.Next(2) == 0;
            var isRefused = IsRefused(bytes, isRelaxed);
            (JsonFault.Find(bytes, 5, isRelaxed) is not null).Should().Be(isRefused, Convert.ToHexString(bytes));
            refused += isRefused ? 1 : 0;
        }
        refused.Should().BeInRange(10_000, 19_900);
    }

    private static bool IsRefused(byte[] bytes, bool isRelaxed)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 5, AllowTrailingCommas = isRelaxed });
        try
        {
            while (reader.Read())
            {
            }
            return false;
        }
        catch (JsonException)
        {
            return true;
        }
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text.Replace('\'', '"').Replace('~', '\''));
}
