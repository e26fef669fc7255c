using FsCheck;
using FsCheck.Fluent;
using OciInterceptor.Evidence;

namespace OciInterceptor.Tests.Evidence;

/// <summary>Law 9: a name that the container's author chose is never a path.</summary>
public sealed class SnapshotNameTests
{
    [Theory]
    [InlineData("web-1.example_x", "web-1.example_x")]
    [InlineData("../../x", ".._.._x")]
    [InlineData("/abs", "_abs")]
    [InlineData("a\nb", "a_b")]
    [InlineData("a\0b", "a_b")]
    [InlineData("a b", "a_b")]
    [InlineData("…", "_")]
    [InlineData("é", "_")]
    [InlineData("...", "...")]
    [InlineData(".hidden", ".hidden")]
    [InlineData("-rf", "-rf")]
    [InlineData("a\\b", "a_b")]
    [InlineData("\u0661", "_")]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData(".", null)]
    [InlineData("..", null)]
    public void A_hostile_name_becomes_a_plain_one_or_none(string? text, string? name) => SnapshotName.From(text).Should().Be(name);

    [Theory]
    [InlineData(64)]
    [InlineData(200)]
    public void A_name_of_usual_length_is_kept_whole(int length) => SnapshotName.From(new string('x', length)).Should().HaveLength(length);

    [Theory]
    [InlineData(201)]
    [InlineData(100_000)]
    public void A_long_name_is_cut(int length) => SnapshotName.From(new string('x', length)).Should().HaveLength(200);

    [Fact]
    public void Whatever_the_text_the_name_is_plain_short_and_no_directory() =>
        Prop.ForAll(Text.ToArbitrary(), text =>
        {
            var name = SnapshotName.From(text);
            if (name is null)
            {
                text.Should().BeOneOf("", ".", "..");
            }
            else
            {
                name.Should().MatchRegex(@"\A[A-Za-z0-9._-]{1,200}\z").And.NotBe(".").And.NotBe("..");
            }
        }).QuickCheckThrowOnFailure();

    private static Gen<string> Text => Gen.OneOf(
        Gen.Elements("", ".", "..", "...", "/", "./", "../x"),
        Gen.ArrayOf(Gen.OneOf(Gen.Elements('.', '/', '\n', 'a', '-'), Gen.Choose(0, 0xFFFF).Select(unit => (char)unit))).Select(units => new string(units)),
        Gen.Choose(190, 300).Select(length => new string('.', length)));
}
