using System.Text;
using OciInterceptor.Engines.Install.Changes;

namespace OciInterceptor.Tests.Engines.Install.Changes;

public sealed class ChangeTextTests
{
    [Fact]
    public void Lines_in_several_places_are_shown_where_they_are()
    {
        const string before = "a\nb\nc\nd\ne\nf\ng\nh\n";
        const string after = "a\nb\nc\nNEW\nd\ne\nf\ng\nh\n\n# last\n";
        Shown(before, after).Should().Equal("change f", "@@ line 2 @@", " b", " c", "+NEW", " d", " e", "@@ line 8 @@", " g", " h", "+", "+# last");
        Shown(after, before).Should().Equal("change f", "@@ line 2 @@", " b", " c", "-NEW", " d", " e", "@@ line 8 @@", " g", " h", "-", "-# last");
        Shown("a\nb\nc\n", "a\nX\nc\n").Should().Equal("change f", "@@ line 1 @@", " a", "-b", "+X", " c");
    }

    [Theory]
    [InlineData("a\n", "", "@@ line 1 @@|-a")]
    [InlineData("", "a\nb\n", "@@ line 1 @@|+a|+b")]
    [InlineData("a\n", "a\nb\n", "@@ line 1 @@| a|+b")]
    [InlineData("b\n", "a\nb\n", "@@ line 1 @@|+a| b")]
    [InlineData("1\n2\n3\n4\n", "1\n2\n3\nx\n4\n", "@@ line 2 @@| 2| 3|+x| 4")]
    [InlineData("1\n2\n", "1\nx\n2\ny\n", "@@ line 1 @@| 1|+x| 2|+y")]
    [InlineData("1\n2\n3\n4\n", "x\n1\n2\n3\n4\ny\n", "@@ line 1 @@|+x| 1| 2| 3| 4|+y")]
    [InlineData("1\n2\n3\n4\n5\n", "x\n1\n2\n3\n4\n5\ny\n", "@@ line 1 @@|+x| 1| 2|@@ line 5 @@| 4| 5|+y")]
    [InlineData("a\n\nb\n", "a\n\nx\n\nb\n", "@@ line 1 @@| a|+|+x| | b")]
    [InlineData("a\nb\n", "b\na\n", "@@ line 1 @@|-a|-b|+b|+a")]
    [InlineData("1\n2\n3\nx\n4\n5\n6\n", "1\n2\n3\ny\nz\n4\n5\n6\n", "@@ line 2 @@| 2| 3|-x|+y|+z| 4| 5")]
    [InlineData("x\n1\n", "y\n1\n", "@@ line 1 @@|-x|+y| 1")]
    [InlineData("1\nx\n", "1\ny\n", "@@ line 1 @@| 1|-x|+y")]
    [InlineData("x\n", "y\n", "@@ line 1 @@|-x|+y")]
    public void What_comes_and_goes_is_shown_with_two_lines_around_it(string before, string after, string lines) =>
        Shown(before, after).Should().Equal(lines.Split('|').Prepend("change f"));

    [Fact]
    public void Each_kind_of_change_has_its_headline()
    {
        Lines(FileState.Absent, FileState.LinkTo("t")).Should().Equal("make the link f to t");
        Lines(FileState.LinkTo("s"), FileState.LinkTo("t")).Should().Equal("make f a link to t");
        Lines(State("a\n"), FileState.LinkTo("t")).Should().Equal("make f a link to t");
        Lines(FileState.Absent, State("a\nb\n")).Should().Equal("make f", "+a", "+b");
        Lines(FileState.LinkTo("s"), State("a")).Should().Equal("change f", "+a");
        Lines(State("a"), FileState.Absent).Should().Equal("remove f");
        Lines(FileState.Absent, FileState.Of(new byte[] { 0xFF, 0x0A })).Should().Equal("make f", "+(2 bytes, not text)");
        Lines(FileState.Absent, State("")).Should().Equal("make f");
    }

    private static List<string> Lines(FileState before, FileState after) => [.. ChangeText.Lines(new ChangeSet([new FileChange("f", before, after)]))];

    private static List<string> Shown(string before, string after) =>
        [.. ChangeText.Lines(new ChangeSet([new FileChange("f", State(before), State(after))]))];

    private static FileState State(string text) => FileState.Of(Encoding.UTF8.GetBytes(text));
}
