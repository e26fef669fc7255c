using OciInterceptor.Messages;
using OciInterceptor.Rules.Hooks;

namespace OciInterceptor.Tests.Rules.Hooks;

public sealed class ExtendedExpressionTests
{
    [Theory]
    [InlineData("", "", true)]
    [InlineData("", "any", true)]
    [InlineData("b", "abc", true)]
    [InlineData("^b", "abc", false)]
    [InlineData("^a.c$", "abc", true)]
    [InlineData("^a.c$", "abcd", false)]
    [InlineData(".*/init$", "/sbin/init", true)]
    [InlineData(".*/init$", "/sbin/init2", false)]
    [InlineData("^(ab|cd)+$", "abcdab", true)]
    [InlineData("^(ab|cd)+$", "abc", false)]
    [InlineData("^(a|)b$", "b", true)]
    [InlineData("^ab?c*$", "accc", true)]
    [InlineData("^a{2}$", "aa", true)]
    [InlineData("^a{2}$", "aaa", false)]
    [InlineData("^a{2,}$", "aaaa", true)]
    [InlineData("^a{2,}$", "a", false)]
    [InlineData("^a{0,2}$", "", true)]
    [InlineData("^a{0,2}$", "aaa", false)]
    [InlineData("^(a{1,2}b){2}$", "aabab", true)]
    [InlineData("^[a-c]+$", "abcabc", true)]
    [InlineData("^[a-c]+$", "abd", false)]
    [InlineData("^[^a-c]$", "d", true)]
    [InlineData("^[^a-c]$", "a", false)]
    [InlineData("^[]a]$", "]", true)]
    [InlineData("^[^]a]$", "]", false)]
    [InlineData("^[a-]$", "-", true)]
    [InlineData("^[\\]$", "\\", true)]
    [InlineData("^[[:digit:]_]+$", "1_2", true)]
    [InlineData("^[[:alpha:]]$", "1", false)]
    [InlineData("^[^[:space:]]$", " ", false)]
    [InlineData("^a\\.b\\$$", "a.b$", true)]
    [InlineData("^a\\.b$", "axb", false)]
    [InlineData("(^a|b$)", "xb", true)]
    [InlineData("a^", "a", false)]
    [InlineData("^.$", "😀", true)]
    [InlineData("^[é-ê]$", "é", true)]
    [InlineData("^(a*)*$", "aaa", true)]
    [InlineData("^com\\.example\\.department$", "com.example.department", true)]
    [InlineData("a$", "ab", false)]
    [InlineData("$a", "a", false)]
    [InlineData("^$", "", true)]
    [InlineData("^$", "a", false)]
    [InlineData("a|b", "xbx", true)]
    [InlineData("a|b|^c$", "c", true)]
    [InlineData("a|b|^c$", "cc", false)]
    [InlineData("^(a|b|c)d$", "cd", true)]
    [InlineData("^a+$", "", false)]
    [InlineData("^a+$", "a", true)]
    [InlineData("^a*b$", "b", true)]
    [InlineData("^a?$", "aa", false)]
    [InlineData("^a??$", "a", true)]
    [InlineData("^(ab)?c$", "abc", true)]
    [InlineData("^(ab)*c$", "ababc", true)]
    [InlineData("^(ab)*c$", "abac", false)]
    [InlineData("^a{0}b$", "b", true)]
    [InlineData("^a{0}b$", "ab", false)]
    [InlineData("^a{0,}$", "", true)]
    [InlineData("^a{1,3}$", "aaa", true)]
    [InlineData("^a{1,3}$", "aaaa", false)]
    [InlineData("^a{1,3}$", "", false)]
    [InlineData("^a{255}$", "a", false)]
    [InlineData("^a{10}$", "aaaaaaaaaa", true)]
    [InlineData("^a{02}$", "aa", true)]
    [InlineData("^(a{2}){2}$", "aaaa", true)]
    [InlineData("^(a|b){2}c$", "bac", true)]
    [InlineData("^(a?){3}$", "aa", true)]
    [InlineData("^(ab?)+c$", "aabac", true)]
    [InlineData("^((a|b)*c)+$", "abcc", true)]
    [InlineData("^((a|b)*c)+$", "abca", false)]
    [InlineData("^()$", "", true)]
    [InlineData("^[a-cx-z]$", "b", true)]
    [InlineData("^[a-cx-z]$", "y", true)]
    [InlineData("^[a-cx-z]$", "d", false)]
    [InlineData("^[a-c]$", "a", true)]
    [InlineData("^[a-c]$", "c", true)]
    [InlineData("^[-a]$", "-", true)]
    [InlineData("^[^]-]$", "-", false)]
    [InlineData("^[]-a]$", "^", true)]
    [InlineData("^[a^]$", "^", true)]
    [InlineData("^[^^]$", "^", false)]
    [InlineData("^[*.]$", "*", true)]
    [InlineData("^[[:alpha:][:digit:]]+$", "a1Z", true)]
    [InlineData("^[^[:alpha:]x]$", "1", true)]
    [InlineData("^[:a]$", ":", true)]
    [InlineData("^[😀-😂]$", "😁", true)]
    [InlineData("^\\^\\]\\}\\/\\-$", "^]}/-", true)]
    [InlineData("^a]}$", "a]}", true)]
    public void It_matches_as_POSIX_says(string pattern, string text, bool matches) =>
        new ExtendedExpression(pattern).Matches(text).Should().Be(matches);

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
    [InlineData("a{1,256}", "\"{\" needs a number from 0 to 255")]
    [InlineData("a{1,x}", "\"{\" needs a number from 0 to 255")]
    [InlineData("a{1;2}", "\"{\" without a repeat count")]
    [InlineData("(a{200}){101}", "too large")]
    public void What_is_none_is_refused_with_the_cause(string pattern, string cause) =>
        FluentActions.Invoking(() => new ExtendedExpression(pattern)).Should().Throw<InterceptorException>()
            .WithMessage($"invalid extended regular expression \"{pattern}\": {cause}");

    /// <summary>With backtracking this takes longer than anybody waits.</summary>
    [Fact]
    public void No_expression_explodes() => new ExtendedExpression("^(a|a)*(a*)*b$").Matches(new string('a', 2000)).Should().BeFalse();

    [Theory]
    [InlineData("alpha", "azAZ", "09_@[`{é")]
    [InlineData("digit", "09", "/:a")]
    [InlineData("alnum", "azAZ09", "_/:@[`{")]
    [InlineData("upper", "AZ", "@[az")]
    [InlineData("lower", "az", "`{AZ")]
    [InlineData("xdigit", "09afAF", "gG/:@`")]
    [InlineData("space", "\t\n\v\f\r ", "\b\u000ea")]
    [InlineData("blank", "\t ", "\n\ra")]
    [InlineData("punct", "!/:@[`{~", " 09azAZ\u007f")]
    [InlineData("print", " ~a0", "\t\u007f\u001f")]
    [InlineData("graph", "!~a0", " \u007f\t")]
    [InlineData("cntrl", "\0\u0001\u001f\u007f\t", " ~a\u0080")]
    public void A_class_has_its_characters_and_no_others(string name, string characters, string others)
    {
        var expression = new ExtendedExpression($"^[[:{name}:]]$");
        characters.Where(c => !expression.Matches($"{c}")).Should().BeEmpty();
        others.Where(c => expression.Matches($"{c}")).Should().BeEmpty();
    }

    [Theory]
    [InlineData("(a{200}){100}", true)]
    [InlineData("(a{200}){0,99}", true)]
    [InlineData("(a{200}){0,100}", false)]
    [InlineData("((a{200}){99}a{200})", true)]
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
