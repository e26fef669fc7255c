using Manual;
using OciInterceptor.Schema;

namespace OciInterceptor.Tests.Manual;

/// <summary>The table of members in the page of a type.</summary>
public sealed class RulePagesTests
{
    private const string Page = "# x\n\n<!-- members -->\nold\n<!-- /members -->\n\nText.\n";

    [Theory]
    [InlineData("umask", "| `value` | octal string | The mode bits that new files do not get: an octal string from `\"0000\"` to `\"0777\"`. It is required. |")]
    [InlineData("no-new-privileges", "None but the [members of every rule](README.md#members-of-every-rule).")]
    [InlineData("user", "At least one of `uid`, `gid`, `additionalGids` is required.")]
    [InlineData("deny", "`when` is required.")]
    [InlineData("deny", "Takes [facts](facts.md). |")]
    [InlineData("hooks", "| `position` | `before`, `after` |")]
    [InlineData("hooks", "| `add.prestart.path` | string |")]
    [InlineData("hooks", "| `add.poststop` | list of: object | Hooks of the stage poststop. Its members are those of `add.prestart`. |")]
    [InlineData("patch", "| `operations` | list of: object |")]
    [InlineData("patch", "| `operations.op` | `add`, `replace`, `test`, or `move`, `copy`, or `remove` | The operation. It is required. |")]
    [InlineData("patch", "| `operations.from` | string | Where to move or copy from, a JSON Pointer: required for move and copy. |")]
    [InlineData("README", "| `mode` | `enforce`, `warn`, `off` |")]
    public void It_says_what_a_member_is(string type, string text) => RulePages.Updated(type, Page).Should().Contain(text);

    [Fact]
    public void What_is_around_it_stays()
    {
        var page = RulePages.Updated("umask", Page);
        page.Should().StartWith("# x\n\n<!-- members -->\n\n").And.EndWith("\n\n<!-- /members -->\n\nText.\n").And.NotContain("old");
        RulePages.Updated("umask", page).Should().Be(page);
    }

    [Theory]
    [InlineData("# x\n")]
    [InlineData("<!-- /members -->\n<!-- members -->\n")]
    public void A_page_without_a_place_for_it_is_an_error(string page) =>
        FluentActions.Invoking(() => RulePages.Updated("umask", page)).Should().Throw<InvalidOperationException>().WithMessage("umask.md has no place for the table: want the lines <!-- members --> and <!-- /members -->");

    [Fact]
    public void A_choice_of_objects_has_the_members_of_both()
    {
        var one = new Shape.Record(new Member("a", Shape.Text, "A.", IsRequired: true), new Member("b", Shape.Text, "B.", IsRequired: true));
        var other = new Shape.Record(new Member("a", Shape.Flag, "A.", IsRequired: true), new Member("c", Shape.Text, "C."));

        ShapeText.MembersOf(new Shape.Either(one, other)).Select(member => $"{member.Name} {ShapeText.Of(member.Shape)} {member.IsRequired}")
            .Should().Equal("a string, or boolean True", "b string False", "c string False");
        ShapeText.MembersOf(new Shape.Either(Shape.Text, one)).Select(member => member.IsRequired).Should().Equal(true, true);
    }
}
