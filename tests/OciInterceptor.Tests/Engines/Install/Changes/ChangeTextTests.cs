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

    private static List<string> Shown(string before, string after) =>
        [.. ChangeText.Lines(new ChangeSet([new FileChange("f", State(before), State(after))]))];

    private static FileState State(string text) => FileState.Of(Encoding.UTF8.GetBytes(text));
}
