using OciInterceptor.Engines.Toml;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Engines.Toml;

public sealed class MarkedTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("a = 1\n")]
    [InlineData("a = 1\n\n\n")]
    [InlineData("# comment\n\n[t]\na = 1\r\n")]
    [InlineData("# oci-interceptor n: end\n[t]\n")]
    public void A_block_comes_out_without_a_trace(string text) =>
        MarkedText.Without(MarkedText.With(text, MarkedText.Block("n", "[x]\n")), "n", "f").Should().Be(text);

    [Fact]
    public void Blocks_and_lines_of_several_names_go_in_any_order()
    {
        var text = "[t]\n" + MarkedText.Line("n", "a = 1") + MarkedText.Line("nn", "b = 2");
        text = MarkedText.With(text, MarkedText.Block("n", "[x]\n"));
        text = MarkedText.With(text, MarkedText.Block("nn", "[y]\n")) + "# foot\n";

        var first = MarkedText.Without(text, "n", "f");
        first.Should().Be(MarkedText.With("[t]\n" + MarkedText.Line("nn", "b = 2"), MarkedText.Block("nn", "[y]\n")) + "# foot\n");
        MarkedText.Without(first, "nn", "f").Should().Be("[t]\n# foot\n");
        MarkedText.Without(MarkedText.Without(text, "nn", "f"), "n", "f").Should().Be("[t]\n# foot\n");
    }

    [Fact]
    public void Keys_that_came_to_belong_to_the_block_are_not_moved_to_another_table() =>
        FluentActions.Invoking(() => MarkedText.Without(MarkedText.Block("n", "[x]\n") + "\n# mine\nb = 1\n", "n", "f"))
            .Should().Throw<InterceptorException>().WithMessage("f:6: this belongs to the table of n above it: move it first");

    [Theory]
    [InlineData("  [y]\n")]
    [InlineData("\t\n  # mine\n\n [[y]]\nb = 1\n")]
    [InlineData("")]
    [InlineData("# foot")]
    public void What_follows_the_block_may_be_indented(string rest) => MarkedText.Without(MarkedText.Block("n", "[x]\n") + rest, "n", "f").Should().Be(rest);

    [Fact]
    public void Names_that_differ_in_case_are_two()
    {
        var text = "[t]\n" + MarkedText.Line("N", "a = 1") + MarkedText.Block("N", "[x]\n");
        MarkedText.Without(text, "n", "f").Should().Be(text);
        FluentActions.Invoking(() => MarkedText.Without("\n" + MarkedText.Block("n", "[x]\n").Replace(": end", "", StringComparison.Ordinal) + MarkedText.Block("N", "[y]\n"), "n", "f"))
            .Should().Throw<InterceptorException>().WithMessage("f:2: the block of n begins here, but the comment \"# oci-interceptor n: end\" is missing: remove the block by hand");
    }

    [Fact]
    public void A_block_without_its_end_is_refused() =>
        FluentActions.Invoking(() => MarkedText.Without(MarkedText.Block("n", "[x]\n").Replace(": end", "", StringComparison.Ordinal), "n", "f"))
            .Should().Throw<InterceptorException>().WithMessage("f:1: the block of n begins here, but the comment \"# oci-interceptor n: end\" is missing: remove the block by hand");
}
