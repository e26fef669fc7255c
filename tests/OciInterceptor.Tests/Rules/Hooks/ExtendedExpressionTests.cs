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
    [InlineData("(", "a \"(\" without \")\"")]
    [InlineData(")", "a \")\" without \"(\"")]
    [InlineData("[a", "a \"[\" without \"]\"")]
    [InlineData("[z-a]", "a range that ends before it begins")]
    [InlineData("[[:foo:]]", "a class of characters that is not known")]
    [InlineData("[[.a.]]", "collating symbols are not known here")]
    [InlineData("*a", "a \"*\" with nothing to repeat")]
    [InlineData("a|+", "a \"+\" with nothing to repeat")]
    [InlineData("a{x}", "a \"{\" without a number from 0 to 255")]
    [InlineData("a{256}", "a \"{\" without a number from 0 to 255")]
    [InlineData("a{2,1}", "a \"{\" without a number of times")]
    [InlineData("a{2", "a \"{\" without a number of times")]
    [InlineData("\\d", "a \"\\\" before no special character")]
    [InlineData("a\\", "a \"\\\" before no special character")]
    [InlineData("((a{255}){255}){255}", "it is too large")]
    public void What_is_none_is_refused_with_the_cause(string pattern, string cause) =>
        FluentActions.Invoking(() => new ExtendedExpression(pattern)).Should().Throw<InterceptorException>()
            .WithMessage($"\"{pattern}\" is no extended regular expression: {cause}");

    /// <summary>With backtracking this takes longer than anybody waits.</summary>
    [Fact]
    public void No_expression_explodes() => new ExtendedExpression("^(a|a)*(a*)*b$").Matches(new string('a', 2000)).Should().BeFalse();

    [Fact]
    public void Deep_parentheses_are_refused() =>
        FluentActions.Invoking(() => new ExtendedExpression(new string('(', 100_000))).Should().Throw<InterceptorException>().WithMessage("*too many parentheses in one another");
}
