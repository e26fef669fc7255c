using OciInterceptor.Engines.Toml;

namespace OciInterceptor.Tests.Engines.Toml;

public sealed class TomlTextTests
{
    [Theory]
    [InlineData("a b", "\"a b\"")]
    [InlineData("a\"\\", "\"a\\\"\\\\\"")]
    [InlineData("\t\n\u001f", "\"\\u0009\\u000A\\u001F\"")]
    [InlineData("\u007f", "\"\\u007F\"")]
    [InlineData("~ä", "\"~ä\"")]
    public void A_string_escapes_what_it_must(string text, string written) => TomlText.String(text).Should().Be(written);

    [Theory]
    [InlineData("a-b_1", "a-b_1")]
    [InlineData("a.b", "\"a.b\"")]
    [InlineData("", "\"\"")]
    [InlineData("ä", "\"ä\"")]
    public void A_key_is_quoted_if_it_must_be(string name, string written) => TomlText.Key("x", name).Should().Be($"x.{written}");

    [Theory]
    [InlineData("'a'", "a")]
    [InlineData("\"a\"", "a")]
    [InlineData("['a']", null)]
    [InlineData("['a', 'b']", null)]
    [InlineData("1", null)]
    [InlineData("", null)]
    public void A_text_is_a_single_string_and_no_list(string value, string? text) => new TomlStatement(TomlKind.Value, ["k"], value, 1).Text.Should().Be(text);
}
