using OciInterceptor.Messages;
using OciInterceptor.Rules.Hooks;

namespace OciInterceptor.Tests.Rules.Hooks;

/// <summary>What is a regular expression of Go, and which of them are not supported or too large.</summary>
public sealed class GoExpressionParserTests
{
    [Theory]
    [InlineData("(", "unmatched \"(\"")]
    [InlineData(")", "unmatched \")\"")]
    [InlineData("[a", "unmatched \"[\"")]
    [InlineData("[z-a]", "a range ends before it begins")]
    [InlineData("[[:foo:]]", "unknown character class [:foo:]")]
    [InlineData("[[:Alpha:]]", "unknown character class [:Alpha:]")]
    [InlineData("[[::]]", "unknown character class [::]")]
    [InlineData("[[:^:]]", "unknown character class [:^:]")]
    [InlineData("*a", "\"*\" has nothing to repeat")]
    [InlineData("a|+", "\"+\" has nothing to repeat")]
    [InlineData("?", "\"?\" has nothing to repeat")]
    [InlineData("(+)", "\"+\" has nothing to repeat")]
    [InlineData("{1}", "\"{\" has nothing to repeat")]
    [InlineData("(?i)*", "\"*\" has nothing to repeat")]
    [InlineData("\\Q\\E*", "\"*\" has nothing to repeat")]
    [InlineData("^|*", "\"*\" has nothing to repeat")]
    [InlineData("a**", "\"*\" repeats a repetition")]
    [InlineData("a+?+", "\"+\" repeats a repetition")]
    [InlineData("a{2}{3}", "\"{\" repeats a repetition")]
    [InlineData("a???", "\"?\" repeats a repetition")]
    [InlineData("a*{2}", "\"{\" repeats a repetition")]
    [InlineData("a{1001}", "invalid repeat count {1001}")]
    [InlineData("a{2,1}", "invalid repeat count {2,1}")]
    [InlineData("a{1,1001}", "invalid repeat count {1,1001}")]
    [InlineData("a{99999999999}", "invalid repeat count {99999999999}")]
    [InlineData("a{1,99999}", "invalid repeat count {1,99999}")]
    [InlineData("a\\", "\"\\\" at the end")]
    [InlineData("[\\", "\"\\\" at the end")]
    [InlineData("\\y", "invalid escape \\y")]
    [InlineData("\\1", "invalid escape \\1")]
    [InlineData("\\8", "invalid escape \\8")]
    [InlineData("\\19", "invalid escape \\1")]
    [InlineData("\\C", "invalid escape \\C")]
    [InlineData("\\Z", "invalid escape \\Z")]
    [InlineData("\\E", "invalid escape \\E")]
    [InlineData("\\cA", "invalid escape \\c")]
    [InlineData("\\u0041", "invalid escape \\u")]
    [InlineData("\\x", "invalid escape \\x")]
    [InlineData("\\x1", "invalid escape \\x")]
    [InlineData("\\xg0", "invalid escape \\x")]
    [InlineData("\\x{}", "invalid escape \\x")]
    [InlineData("\\x{12", "invalid escape \\x")]
    [InlineData("\\x{110000}", "invalid escape \\x")]
    [InlineData("\\x{FFFFFFFF}", "invalid escape \\x")]
    [InlineData("\\x{100000000}", "invalid escape \\x")]
    [InlineData("\\x{-1}", "invalid escape \\x")]
    [InlineData("\\x{ 1}", "invalid escape \\x")]
    [InlineData("[\\b]", "invalid escape \\b")]
    [InlineData("[\\A]", "invalid escape \\A")]
    [InlineData("[a-\\d]", "invalid escape \\d")]
    [InlineData("[\\Q]", "invalid escape \\Q")]
    [InlineData("(abcdefghijklmnopqrstu){1000}", "too large")]
    [InlineData("((a{255}){255}){255}", "invalid repeat count {255}")]
    [InlineData("(a{200}){101}", "invalid repeat count {101}")]
    [InlineData("(a{100}){11}?", "invalid repeat count {11}")]
    [InlineData("((a{100}){10}){2}", "invalid repeat count {2}")]
    [InlineData("(?:a{0,1000}){0,2}", "invalid repeat count {0,2}")]
    [InlineData("(?:a{501,}){2,}", "invalid repeat count {2,}")]
    [InlineData("(a|b{501}|c){2}", "invalid repeat count {2}")]
    [InlineData("(b{501}|c){2}", "invalid repeat count {2}")]
    [InlineData("(b{501}c){2}", "invalid repeat count {2}")]
    [InlineData("((b{501})*){2}", "invalid repeat count {2}")]
    [InlineData("(b{501}){2}(?i)", "invalid repeat count {2}")]
    [InlineData("(?P<n>a)(?P<n>b)", "repeated name of a group")]
    [InlineData("(?P<n>(?<n>b))", "repeated name of a group")]
    [InlineData("(a", "unmatched \"(\"")]
    [InlineData("(?:a", "unmatched \"(\"")]
    [InlineData("(?i", "unmatched \"(\"")]
    [InlineData("(?", "unmatched \"(\"")]
    [InlineData("(a))", "unmatched \")\"")]
    [InlineData("a|)", "unmatched \")\"")]
    [InlineData("[", "unmatched \"[\"")]
    [InlineData("[]", "unmatched \"[\"")]
    [InlineData("[^]", "unmatched \"[\"")]
    [InlineData("[a-", "unmatched \"[\"")]
    [InlineData("[[:alpha:]", "unmatched \"[\"")]
    [InlineData("[[:alpha", "unmatched \"[\"")]
    [InlineData("[[:", "unmatched \"[\"")]
    [InlineData("(?P<n", "invalid name of a group")]
    [InlineData("(?P<>a)", "invalid name of a group")]
    [InlineData("(?P<x y>a)", "invalid name of a group")]
    [InlineData("(?<é>a)", "invalid name of a group")]
    public void What_Go_refuses_is_refused_with_the_cause(string pattern, string cause) =>
        FluentActions.Invoking(() => new GoExpression(pattern)).Should().Throw<InterceptorException>()
            .WithMessage($"invalid regular expression \"{pattern}\": {cause}");

    [Theory]
    [InlineData("(a{100}){10}")]
    [InlineData("(a{10}){10}b{1000}")]
    [InlineData("(a{1000}){1}")]
    [InlineData("(a{1000}){0}")]
    [InlineData("((a{1000}){0}){1000}")]
    [InlineData("(a{1000}b)+")]
    [InlineData("(a{600})b{2}")]
    [InlineData("a{1000}(b){2}")]
    [InlineData("a{1000}(?i)b{2}")]
    [InlineData("(?P<n>a)(?P<m>b)(?P<N>c)")]
    public void Counts_up_to_a_thousand_together_and_different_names_are_taken(string pattern) =>
        FluentActions.Invoking(() => new GoExpression(pattern)).Should().NotThrow();

    /// <summary>Rather than that it means something else.</summary>
    [Theory]
    [InlineData("\\pL", "\\pL")]
    [InlineData("a\\PNb", "\\PN")]
    [InlineData("\\p{Greek}x", "\\p{Greek}")]
    [InlineData("[a\\p{^Lu}]", "\\p{^Lu}")]
    [InlineData("\\p", "\\p")]
    [InlineData("\\p{L", "\\p{")]
    [InlineData("(?=a)", "(?=")]
    [InlineData("(?!a)", "(?!")]
    [InlineData("(?<=a)", "(?<")]
    [InlineData("(?<!a)", "(?<")]
    [InlineData("(?>a)", "(?>")]
    [InlineData("(?#a)", "(?#")]
    [InlineData("(?x)a", "(?x")]
    [InlineData("(?i-)a", "(?i-)")]
    [InlineData("(?--i)a", "(?--")]
    [InlineData("(?P=n)", "(?P")]
    [InlineData("(?P>n)", "(?P")]
    [InlineData("(?i)é", "(?i) with a character beyond ASCII")]
    [InlineData("(?i)[a-é]", "(?i) with a character beyond ASCII")]
    [InlineData("(?i:x(y[^ß]))", "(?i) with a character beyond ASCII")]
    public void What_is_not_supported_is_named(string pattern, string construct) =>
        FluentActions.Invoking(() => new GoExpression(pattern)).Should().Throw<InterceptorException>()
            .WithMessage($"cannot use the regular expression \"{pattern}\": {construct} is not supported");

    [Theory]
    [InlineData("(aaaaaaaaaaaaaaaaaaaa){1000}", true)]
    [InlineData("(aaaaaaaaaaaaaaaaaaaa){0,952}", true)]
    [InlineData("(aaaaaaaaaaaaaaaaaaaa){0,953}", false)]
    [InlineData("((aaaaaaaaaaaaaaaaaaaa){990}a{200})", true)]
    [InlineData("((aaaaaaaaaaaaaaaaaaaa){990})*b", true)]
    [InlineData("((aaaaaaaaaaaaaaaaaaaa){990})+", false)]
    [InlineData("((aaaaaaaaaaaaaaaaaaaa){990}a{201})", false)]
    public void An_expression_may_have_so_many_steps(string pattern, bool isTaken)
    {
        var read = () => new GoExpression(pattern);
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
        var read = () => new GoExpression(new string('(', depth) + new string(')', depth));
        if (isTaken)
        {
            read().Matches("").Should().BeTrue();
        }
        else
        {
            read.Should().Throw<InterceptorException>();
        }
        new GoExpression(string.Concat(Enumerable.Repeat("(a)", 200))).Matches("b").Should().BeFalse("they stand beside one another");
    }

    [Fact]
    public void Deep_parentheses_are_refused() =>
        FluentActions.Invoking(() => new GoExpression(new string('(', 100_000))).Should().Throw<InterceptorException>().WithMessage("*parentheses nested too deeply");
}
