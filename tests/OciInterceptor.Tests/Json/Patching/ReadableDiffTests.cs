using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;

namespace OciInterceptor.Tests.Json.Patching;

public sealed class ReadableDiffTests
{
    [Theory]
    [InlineData("{'a':1}", "{ 'a' : 1 }")]
    [InlineData("{}", "{}")]
    [InlineData("[]", "[]")]
    public void What_says_the_same_has_no_lines(string before, string after) => Between(before, after).Should().BeEmpty();

    [Theory]
    [InlineData("{'a':1}", "{'a':2}", "@@ /a @@| {|-  'a': 1|+  'a': 2| }")]
    [InlineData("{'a':[1]}", "{'a':[1,2]}", "@@ /a/1 @@|   'a': [|     1,|+    2|   ]| }")]
    [InlineData("{'a':[]}", "{'a':[1]}", "@@ /a @@| {|-  'a': []|+  'a': [|+    1|+  ]| }")]
    [InlineData("{'a':1,'b':2}", "{'a':1}", "@@ /b @@| {|   'a': 1|-  'b': 2| }")]
    [InlineData("1", "2", "@@  @@|-1|+2")]
    [InlineData("[1]", "{'a':1}", "@@  @@|-[|-  1|-]|+{|+  'a': 1|+}")]
    [InlineData("[{'a':1}]", "[]", "@@  @@|-[|-  {|-    'a': 1|-  }|-]|+[]")]
    [InlineData("[1,2,3]", "[1,3]", "@@ /1 @@| [|   1,|-  2,|   3| ]")]
    [InlineData("{'a/b':{'c':1}}", "{'a/b':{'c':2}}", "@@ /a~1b/c @@| {|   'a/b': {|-    'c': 1|+    'c': 2|   }| }")]
    public void A_change_is_shown_with_what_is_around_it(string before, string after, string lines) =>
        Between(before, after).Should().Equal(lines.Replace('\'', '"').Split('|'));

    [Fact]
    public void Changes_far_from_one_another_stand_apart() =>
        Between("[1,0,0,0,0,0,0,2]", "[3,0,0,0,0,0,0,4]").Should().Equal(
            "@@ /0 @@", " [", "-  1,", "+  3,", "   0,", "   0,", "@@ /7 @@", "   0,", "   0,", "-  2", "+  4", " ]");

    // Two lines of context on either side: with four between them they stand together, with five apart.
    [Fact]
    public void Changes_whose_contexts_touch_stand_together()
    {
        Between("[1,0,0,0,0,2]", "[3,0,0,0,0,4]").Should().Equal("@@ /0 @@", " [", "-  1,", "+  3,", "   0,", "   0,", "   0,", "   0,", "-  2", "+  4", " ]");
        Between("[1,0,0,0,0,0,2]", "[3,0,0,0,0,0,4]").Should().Equal(
            "@@ /0 @@", " [", "-  1,", "+  3,", "   0,", "   0,", "@@ /6 @@", "   0,", "   0,", "-  2", "+  4", " ]");
    }

    [Fact]
    public void Many_changes_in_a_row_are_shown_once_each() =>
        Between("[1,2,3,4,0,5]", "[6,0,7]").Should().Equal("@@ /0 @@", " [", "-  1,", "-  2,", "-  3,", "-  4,", "+  6,", "   0,", "-  5", "+  7", " ]");

    [Fact]
    public void Changes_near_one_another_stand_together() =>
        Between("[1,0,0,0,2]", "[3,0,0,0,4]").Should().Equal("@@ /0 @@", " [", "-  1,", "+  3,", "   0,", "   0,", "   0,", "-  2", "+  4", " ]");

    private static List<string> Between(string before, string after) => ReadableDiff.Between(Parse(before), Parse(after));

    private static JsonValue Parse(string text) => JsonText.Parse(Encoding.UTF8.GetBytes(text.Replace('\'', '"')), "document");
}
