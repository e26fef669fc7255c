using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Messages;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("destinatoins", "destinations")]
    [InlineData("Add", "add")]
    [InlineData("ad", "add")]
    [InlineData("remvoe", "remove")]
    [InlineData("readonly-network-mounts", "readonly-networking-mounts")]
    [InlineData("annotation", "annotations")]
    public void Names_the_word_that_was_meant(string word, string meant) => Hint(word).Should().Be($", did you mean \"{meant}\"?");

    [Theory]
    [InlineData("something")]
    [InlineData("")]
    [InlineData("xyzzy")]
    public void Says_nothing_when_no_word_is_near(string word) => Hint(word).Should().BeEmpty();

    [Fact]
    public void Says_nothing_when_there_are_no_words() => NearestName.Hint("add", []).Should().BeEmpty();

    [Theory]
    [InlineData("x", "", "")]
    [InlineData("x", "y", ", did you mean \"y\"?")]
    [InlineData("", "y", "")]
    public void The_empty_word_is_not_offered_and_has_no_neighbours(string word, string known, string hint) => NearestName.Hint(word, ["", known]).Should().Be(hint);

    private static string Hint(string word) => NearestName.Hint(word, ["add", "remove", "destinations", "annotations", "readonly-networking-mounts"]);
}
