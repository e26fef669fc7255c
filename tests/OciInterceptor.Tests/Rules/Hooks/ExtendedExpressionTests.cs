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
    public void What_is_none_is_refused_with_the_cause(string pattern, string cause) =>
        FluentActions.Invoking(() => new ExtendedExpression(pattern)).Should().Throw<InterceptorException>()
            .WithMessage($"invalid extended regular expression \"{pattern}\": {cause}");

    /// <summary>With backtracking this takes longer than anybody waits.</summary>
    [Fact]
    public void No_expression_explodes() => new ExtendedExpression("^(a|a)*(a*)*b$").Matches(new string('a', 2000)).Should().BeFalse();

    [Fact]
    public void Deep_parentheses_are_refused() =>
        FluentActions.Invoking(() => new ExtendedExpression(new string('(', 100_000))).Should().Throw<InterceptorException>().WithMessage("*parentheses nested too deeply");
}
