using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Messages;

public sealed class ControlCharacterTests
{
    /// <summary>Each of C0, DEL and C1, and Unicode's bidirectional controls.</summary>
    internal static string All => string.Concat(
        Range(0, 0x1F), Range(0x7F, 0x9F), "\u061C", "\u200E\u200F", Range(0x2028, 0x202E), Range(0x2066, 0x206F), Range(0xFFF9, 0xFFFB));

    [Fact]
    public void No_other_character_is_one() =>
        string.Concat(Range(0, 0xFFFF).Where(ControlCharacter.Is)).Should().Be(All);

    [Fact]
    public void Whatever_controls_text_by_the_classes_of_Unicode_is_one() =>
        Range(0, 0xFFFF).Where(c => char.IsControl(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator)
            .Should().OnlyContain(c => ControlCharacter.Is(c));

    [Theory]
    [InlineData("", false)]
    [InlineData("plain é … 漢 \uD83D\uDE00", false)]
    [InlineData("abc\u202E", true)]
    public void A_text_is_searched_to_its_end(string text, bool isFound) => ControlCharacter.IsIn(text).Should().Be(isFound);

    private static string Range(int first, int last) => string.Concat(Enumerable.Range(first, last - first + 1).Select(code => (char)code));
}
