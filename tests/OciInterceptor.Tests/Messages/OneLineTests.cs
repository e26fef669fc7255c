using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Messages;

public sealed class OneLineTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("as it is: \"é\" …", "as it is: \"é\" …")]
    [InlineData("line\n", "line")]
    [InlineData("line\n\n", "line")]
    [InlineData("a\nb", "a\\u000ab")]
    [InlineData("a\nb\n", "a\\u000ab")]
    [InlineData("a\r\n\tb", "a\\u000d\\u000a\\u0009b")]
    [InlineData("\u001B[31mred", "\\u001b[31mred")]
    [InlineData("a\0b\u007F\u009B", "a\\u0000b\\u007f\\u009b")]
    [InlineData("a\u202Eb\u2066\u061C\u200F", "a\\u202eb\\u2066\\u061c\\u200f")]
    public void Control_characters_are_spelled_out(string text, string line) => OneLine.Of(text).Should().Be(line);
}
