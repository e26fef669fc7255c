using OciInterceptor.Messages;
using OciInterceptor.Rules.Hooks;

namespace OciInterceptor.Tests.Rules.Hooks;

/// <summary>What is a POSIX extended regular expression, and which of them are too large.</summary>
public sealed class ExpressionParserTests
{
    [Theory]
    [InlineData("(", "unmatched \"(\"")]
    [InlineData(")", "unmatched \")\"")]
    [InlineData("[a", "unmatched \"[\"")]
    [InlineData("[z-a]", "a range ends before it begins")]
    [InlineData("[[:foo:]]", "unknown character class")]
    [InlineData("[[.a.]]", "collating symbols are not supported")]
    [InlineData("*a", "\"*\" has nothing to repeat")]
    [InlineData("a|+", "\"+\" has nothing to repeat")]
    [InlineData("a{x}", "\"{\" needs a number from 0 to 255")]
    [InlineData("a{256}", "\"{\" needs a number from 0 to 255")]
    [InlineData("a{2,1}", "\"{\" without a repeat count")]
    [InlineData("a{2", "\"{\" without a repeat count")]
    [InlineData("\\d", "\"\\\" must precede a special character")]
    [InlineData("a\\", "\"\\\" must precede a special character")]
    [InlineData("((a{255}){255}){255}", "too large")]
    [InlineData("(a", "unmatched \"(\"")]
    [InlineData("(a))", "unmatched \")\"")]
    [InlineData("a|)", "unmatched \")\"")]
    [InlineData("[", "unmatched \"[\"")]
    [InlineData("[]", "unmatched \"[\"")]
    [InlineData("[^]", "unmatched \"[\"")]
    [InlineData("[a-", "unmatched \"[\"")]
    [InlineData("[[:alpha:]", "unmatched \"[\"")]
    [InlineData("[[:alpha", "unknown character class")]
    [InlineData("[[:]", "unknown character class")]
    [InlineData("[[:]]", "unknown character class")]
    [InlineData("[[::]]", "unknown character class")]
    [InlineData("[[=a=]]", "collating symbols are not supported")]
    [InlineData("[a-[.b.]]", "collating symbols are not supported")]
    [InlineData("?", "\"?\" has nothing to repeat")]
    [InlineData("(+)", "\"+\" has nothing to repeat")]
    [InlineData("{1}", "\"{\" has nothing to repeat")]
    [InlineData("a{", "\"{\" needs a number from 0 to 255")]
    [InlineData("a{}", "\"{\" needs a number from 0 to 255")]
    [InlineData("a{,2}", "\"{\" needs a number from 0 to 255")]
    [InlineData("a{2550}", "\"{\" needs a number from 0 to 255")]
    [InlineData("a{4294967297}", "\"{\" needs a number from 0 to 255")]
    [InlineData("a{1,256}", "\"{\" needs a number from 0 to 255")]
    [InlineData("a{1,x}", "\"{\" needs a number from 0 to 255")]
    [InlineData("a{1;2}", "\"{\" without a repeat count")]
    [InlineData("(a{200}){101}", "too large")]
    public void What_is_none_is_refused_with_the_cause(string pattern, string cause) =>
        FluentActions.Invoking(() => new ExtendedExpression(pattern)).Should().Throw<InterceptorException>()
            .WithMessage($"invalid extended regular expression \"{pattern}\": {cause}");

    [Theory]
    [InlineData("(a{200}){100}", true)]
    [InlineData("(a{200}){0,99}", true)]
    [InlineData("(a{200}){0,100}", false)]
    [InlineData("((a{200}){99}a{200})", true)]
    [InlineData("((a{200}){99})*b", true)]
    [InlineData("((a{200}){99})+", false)]
    [InlineData("((a{200}){99}a{201})", false)]
    public void An_expression_may_have_so_many_steps(string pattern, bool isTaken)
    {
        var read = () => new ExtendedExpression(pattern);
        if (isTaken)
        {
            read().Matches("").Should().Be(pattern.Contains("{0,", StringComparison.Ordinal));
        }
        else
        {
            read.Should().Throw<InterceptorException>().WithMessage("*too large");
        }
    }

    [Theory]
    [InlineData(99, true)]
    [InlineData(100, false)]
    public void Parentheses_may_be_so_deep(int depth, bool isTaken)
    {
        var read = () => new ExtendedExpression(new string('(', depth) + new string(')', depth));
        if (isTaken)
        {
            read().Matches("").Should().BeTrue();
        }
        else
        {
            read.Should().Throw<InterceptorException>();
        }
        new ExtendedExpression(string.Concat(Enumerable.Repeat("(a)", 200))).Matches("b").Should().BeFalse("they stand beside one another");
    }

    [Fact]
    public void Deep_parentheses_are_refused() =>
        FluentActions.Invoking(() => new ExtendedExpression(new string('(', 100_000))).Should().Throw<InterceptorException>().WithMessage("*parentheses nested too deeply");
}
