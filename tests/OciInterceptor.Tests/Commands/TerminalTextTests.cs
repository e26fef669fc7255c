using OciInterceptor.Commands.Output;
using OciInterceptor.Messages;
using OciInterceptor.Tests.Messages;

namespace OciInterceptor.Tests.Commands;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a\n\tb é\n", "a\n\tb é\n")]
    [InlineData("\u001B[31mred\u001B[0m", "\u001B[31mred\u001B[0m")]
    [InlineData("\u001B[2J", "\\u001b[2J")]
    [InlineData("\u001B[m\u001B[1;31m\u001B", "\\u001b[m\\u001b[1;31m\\u001b")]
    [InlineData("\u001B[31", "\\u001b[31")]
    [InlineData("a\rb\u202E\u009B31m", "a\\u000db\\u202e\\u009b31m")]
    public void Only_line_breaks_tabs_and_our_colours_are_left(string text, string shown)
    {
        TerminalText.Of(text).Should().Be(shown);
        TerminalText.Of(System.Text.Encoding.UTF8.GetBytes(text)).ToArray().Should().Equal(System.Text.Encoding.UTF8.GetBytes(shown));
    }

    [Fact]
    public void No_control_character_is_left() =>
        TerminalText.Of(ControlCharacterTests.All).Where(ControlCharacter.Is).Should().Equal('\t', '\n');
}
