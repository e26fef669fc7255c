using System.Text.RegularExpressions;
using OciInterceptor.Collections;
using OciInterceptor.Rules.Hooks;

namespace OciInterceptor.Tests.Rules.Hooks;

public sealed class GoExpressionTests
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
    [InlineData("^a{02}$", "a{02}", true)]
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
    [InlineData("^/opt/app\\d+$", "/opt/app12", true)]
    [InlineData("^/opt/app\\d+$", "/opt/appd", false)]
    [InlineData("^/opt/app\\d+$", "/opt/app", false)]
    [InlineData("^\\d$", "٣", false)]
    [InlineData("^\\D$", "a", true)]
    [InlineData("^\\D$", "5", false)]
    [InlineData("^\\s$", " ", true)]
    [InlineData("^\\s$", "\u0009", true)]
    [InlineData("^\\s$", "\u000a", true)]
    [InlineData("^\\s$", "\u000c", true)]
    [InlineData("^\\s$", "\u000d", true)]
    [InlineData("^\\s$", "\u000b", false)]
    [InlineData("^\\s$", "\u00a0", false)]
    [InlineData("^\\S$", "\u000b", true)]
    [InlineData("^\\S$", " ", false)]
    [InlineData("^\\w+$", "aZ0_", true)]
    [InlineData("^\\w$", "é", false)]
    [InlineData("^\\w$", "-", false)]
    [InlineData("^\\W$", "é", true)]
    [InlineData("^\\W$", "_", false)]
    [InlineData("^[\\d.]+$", "1.2", true)]
    [InlineData("^[\\d.]+$", "1d", false)]
    [InlineData("^[\\.]$", ".", true)]
    [InlineData("^[\\.]$", "\\", false)]
    [InlineData("^[^\\d]$", "a", true)]
    [InlineData("^[^\\d]$", "1", false)]
    [InlineData("^[\\D]$", "1", false)]
    [InlineData("^[\\D1]$", "1", true)]
    [InlineData("^[\\w-]+$", "a-b", true)]
    [InlineData("^[\\s\\S]$", "\u000a", true)]
    [InlineData("^[^\\s\\S]$", "a", false)]
    [InlineData("^[\\W\\d]$", "5", true)]
    [InlineData("^[\\W\\d]$", "a", false)]
    [InlineData("^[\\-a]$", "-", true)]
    [InlineData("^[\\]]$", "]", true)]
    [InlineData("^[\\^a]$", "^", true)]
    [InlineData("^[\\\\]$", "\\", true)]
    [InlineData("^[a\\-z]$", "b", false)]
    [InlineData("^(?:a|b)$", "b", true)]
    [InlineData("^(?:a|b)$", "c", false)]
    [InlineData("^(?P<n>x)$", "x", true)]
    [InlineData("^(?<n_1>x)+$", "xx", true)]
    [InlineData("^(?:ab)+$", "abab", true)]
    [InlineData("\\Aab\\z", "ab", true)]
    [InlineData("\\Aab\\z", "ab\u000a", false)]
    [InlineData("^ab$", "ab\u000a", false)]
    [InlineData("^a.b$", "a\u000ab", false)]
    [InlineData("^a[^x]b$", "a\u000ab", true)]
    [InlineData("(?s)^a.b$", "a\u000ab", true)]
    [InlineData("(?s:a.)b.c", "a\u000abxc", true)]
    [InlineData("(?s:a.)b.c", "a\u000ab\u000ac", false)]
    [InlineData("^b$", "a\u000ab", false)]
    [InlineData("(?m)^b$", "a\u000ab", true)]
    [InlineData("(?m)^a$", "a\u000ab", true)]
    [InlineData("(?m)\\Ab", "a\u000ab", false)]
    [InlineData("(?m)a\\z", "a\u000ab", false)]
    [InlineData("(?m)^a$", "xa\u000ab", false)]
    [InlineData("(?m)^b$", "a\u000abx", false)]
    [InlineData("(?m:^b)c$", "a\u000abc", true)]
    [InlineData("(?m-s:^b)$", "a\u000ab\u000a", false)]
    [InlineData("(?s-m)^b", "a\u000ab", false)]
    [InlineData("(?sm)^.b$", "a\u000ab", false)]
    [InlineData("^a.*?c$", "abbc", true)]
    [InlineData("^a+?$", "aaa", true)]
    [InlineData("^a??b$", "ab", true)]
    [InlineData("^a{1,2}?$", "aa", true)]
    [InlineData("(?U)^a*$", "aaa", true)]
    [InlineData("^a{2}?$", "aa", true)]
    [InlineData("^a{2}?$", "", false)]
    [InlineData("^\\Qa.b\\E$", "a.b", true)]
    [InlineData("^\\Qa.b\\E$", "axb", false)]
    [InlineData("^\\Q(\\E+$", "((", true)]
    [InlineData("^\\Qab\\E+$", "abb", true)]
    [InlineData("^\\Qab\\E+$", "abab", false)]
    [InlineData("^\\Q\\\\E$", "\\", true)]
    [InlineData("\\Qa\\d", "a\\d", true)]
    [InlineData("^a\\Q\\E*$", "aa", true)]
    [InlineData("^a*\\Q\\E*$", "aa", true)]
    [InlineData("^\\x2Fa$", "/a", true)]
    [InlineData("^\\x2f$", "/", true)]
    [InlineData("^\\x{2F}$", "/", true)]
    [InlineData("^\\x{1F600}$", "😀", true)]
    [InlineData("^\\x{0000000041}$", "A", true)]
    [InlineData("^[\\x41-\\x43]$", "B", true)]
    [InlineData("^\\x{10FFFF}$", "\U0010ffff", true)]
    [InlineData("^\\07$", "\u0007", true)]
    [InlineData("^\\101$", "A", true)]
    [InlineData("^\\1011$", "A1", true)]
    [InlineData("^\\12$", "\u000a", true)]
    [InlineData("^\\0$", "\u0000", true)]
    [InlineData("^\\08$", "\u00008", true)]
    [InlineData("^[\\101]$", "A", true)]
    [InlineData("^\\a\\f\\n\\r\\t\\v$", "\u0007\u000c\u000a\u000d\u0009\u000b", true)]
    [InlineData("^\\_\\\"\\ \\%$", "_\" %", true)]
    [InlineData("^\\.\\*\\+\\?\\(\\)\\[\\]\\{\\}\\|\\^\\$\\\\$", ".*+?()[]{}|^$\\", true)]
    [InlineData("\\bfoo\\b", "a foo b", true)]
    [InlineData("\\bfoo\\b", "afoo", false)]
    [InlineData("\\bfoo\\b", "foo_", false)]
    [InlineData("\\bfoo\\b", "foo", true)]
    [InlineData("\\bfoo\\b", "-foo-", true)]
    [InlineData("foo\\B", "foob", true)]
    [InlineData("foo\\B", "foo", false)]
    [InlineData("foo\\b", "fooé", true)]
    [InlineData("^\\B$", "", true)]
    [InlineData("^\\b", "", false)]
    [InlineData("(?i)^SH$", "sh", true)]
    [InlineData("(?i)^sh$", "SH", true)]
    [InlineData("(?i)^[a-f]+$", "AbC", true)]
    [InlineData("(?i)^[^a-f]$", "B", false)]
    [InlineData("(?i)^[^a-f]$", "g", true)]
    [InlineData("^a(?i)b$", "aB", true)]
    [InlineData("^a(?i)b$", "AB", false)]
    [InlineData("^(a(?i)b)c$", "aBC", false)]
    [InlineData("^(?i:a)b$", "AB", false)]
    [InlineData("^(?i:a)b$", "Ab", true)]
    [InlineData("^(?i)a|b$", "B", true)]
    [InlineData("(?i)^a(?-i)b$", "AB", false)]
    [InlineData("(?i)^a(?-i:b)c$", "AbC", true)]
    [InlineData("(?i)^k$", "\u212a", true)]
    [InlineData("^k$", "\u212a", false)]
    [InlineData("(?i)^s$", "\u017f", true)]
    [InlineData("(?i)^[[:upper:]]$", "a", true)]
    [InlineData("(?i)^\\w$", "\u017f", true)]
    [InlineData("(?i)^\\W$", "\u017f", false)]
    [InlineData("(?i)^[^\\W]$", "\u212a", true)]
    [InlineData("(?i)^@$", "`", false)]
    [InlineData("(?i)^[@-Z]$", "`", false)]
    [InlineData("(?i)^1$", "1", true)]
    [InlineData("(?i)^[[:^lower:]]$", "A", false)]
    [InlineData("(?i)^j$", "\u212a", false)]
    [InlineData("(?i)^(?-i)k$", "K", false)]
    [InlineData("(?)^a$", "a", true)]
    [InlineData("(?i)(?-i)^a$", "A", false)]
    [InlineData("^a(?i)*$", "aa", true)]
    [InlineData("^a{$", "a{", true)]
    [InlineData("^a{}$", "a{}", true)]
    [InlineData("^a{x}$", "a{x}", true)]
    [InlineData("^a{,2}$", "a{,2}", true)]
    [InlineData("^a{1$", "a{1", true)]
    [InlineData("^a{1,x}$", "a{1,x}", true)]
    [InlineData("^a{1;2}$", "a{1;2}", true)]
    [InlineData("^{$", "{", true)]
    [InlineData("^{a}$", "{a}", true)]
    [InlineData("^a{1,02}$", "a{1,02}", true)]
    [InlineData("^a{{1}$", "a{", true)]
    [InlineData("^a{0,0}$", "", true)]
    [InlineData("^a{1000}$", "a", false)]
    [InlineData("^a{-1}$", "a{-1}", true)]
    [InlineData("^[[.a.]]$", "a]", true)]
    [InlineData("^[[=a=]]$", "=]", true)]
    [InlineData("^[[:]$", ":", true)]
    [InlineData("^[[:a]$", "[", true)]
    [InlineData("^[[:]]$", "[]", true)]
    [InlineData("^[[:alpha]$", "h", true)]
    [InlineData("^[a-]$", "a", true)]
    [InlineData("^[--/]$", ".", true)]
    [InlineData("^[+--]$", ",", true)]
    [InlineData("^[a-c-e]$", "-", true)]
    [InlineData("^[a-c-e]$", "d", false)]
    [InlineData("^[]-a]$", "`", true)]
    [InlineData("^[]-a]$", "b", false)]
    [InlineData("^(|a)$", "", true)]
    [InlineData("^(a|)$", "a", true)]
    [InlineData("|a", "b", true)]
    [InlineData("(|a)*b", "aab", true)]
    [InlineData("^(^a|b)*$", "abb", true)]
    [InlineData("^(?:$|a)+$", "aa", true)]
    [InlineData("^*a", "a", true)]
    public void It_matches_as_in_Go(string pattern, string text, bool matches) =>
        new GoExpression(pattern).Matches(text).Should().Be(matches);

    /// <summary>.NET's own expressions are the judge, of what both have with another spelling.</summary>
    [Fact]
    public void It_matches_what_others_match()
    {
        var random = new Random(1);
        var matching = 0;
        for (var i = 0; i < 4000; i++)
        {
            var (pattern, other) = Any(random, 3);
            var (expression, judge) = (new GoExpression(pattern), new Regex(other, RegexOptions.CultureInvariant));
            for (var j = 0; j < 5; j++)
            {
                var text = string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => "ab1_- \n."[random.Next(8)]));
                expression.Matches(text).Should().Be(judge.IsMatch(text), $"{pattern} is asked of {text}");
                matching += judge.IsMatch(text) ? 1 : 0;
            }
        }
        matching.Should().BeInRange(3000, 19_000);
    }

    // An expression of Go, and the same for .NET.
    private static (string Go, string Net) Any(Random random, int depth)
    {
        const string Word = "[0-9A-Za-z_]";
        ImmutableArray<(string, string)> atoms =
        [
            ("a", "a"), ("b", "b"), ("\\.", "[.]"), ("[\\.]", "[.]"), (".", "[^\n]"), ("(?s:.)", "[\\s\\S]"), ("\\d", "[0-9]"), ("\\D", "[^0-9]"), ("\\s", "[\t\n\f\r ]"), ("\\w", Word), ("\\W", "[^0-9A-Za-z_]"),
            ("[\\d-]", "[0-9-]"), ("[^\\w]", "[^0-9A-Za-z_]"), ("[[:alpha:]_]", "[A-Za-z_]"), ("[^[:^digit:]]", "[0-9]"), ("\\x2D", "-"), ("\\055", "-"), ("\\Q.\\E", "[.]"),
            ("^", "\\A"), ("$", "\\z"), ("\\A", "\\A"), ("\\z", "\\z"), ("(?m:^)", "(?m:^)"), ("(?m:$)", "(?m:$)"), ("(?i:A)", "[aA]"),
            ("\\b", $"(?:(?<={Word})(?!{Word})|(?<!{Word})(?={Word}))"), ("\\B", $"(?:(?<={Word})(?={Word})|(?<!{Word})(?!{Word}))"),
        ];
        if (depth == 0)
        {
            return atoms[random.Next(atoms.Length)];
        }
        var (one, other) = (Any(random, depth - 1), Any(random, depth - 1));
        ImmutableArray<string> counts = ["*", "+", "?", "*?", "+?", "??", "{2}", "{1,}", "{0,2}", "{1,3}?", "{0}"];
        var count = counts[random.Next(counts.Length)];
        // Whether a text matches does not depend on it, and .NET finds false matches of lazy loops over nothing.
        var greedy = count.Length > 1 && count.EndsWith('?') ? count[..^1] : count;
        return random.Next(6) switch
        {
            0 => ($"(?:{one.Go}|{other.Go})", $"(?:{one.Net}|{other.Net})"),
            1 => ($"(?P<n{random.Next()}>{one.Go}){count}", $"(?:{one.Net}){greedy}"),
            2 => ($"({one.Go}){count}{other.Go}", $"(?:{one.Net}){greedy}{other.Net}"),
            3 => ($"({one.Go}|{other.Go}|)", $"(?:{one.Net}|{other.Net}|)"),
            4 => atoms[random.Next(atoms.Length)],
            _ => (one.Go + other.Go, one.Net + other.Net),
        };
    }

    /// <summary>With backtracking this takes longer than anybody waits.</summary>
    [Fact]
    public void No_expression_explodes() => new GoExpression("^(a|a)*(a*)*b$").Matches(new string('a', 2000)).Should().BeFalse();

    [Theory]
    [InlineData("alpha", "azAZ", "09_@[`{é")]
    [InlineData("digit", "09", "/:a")]
    [InlineData("alnum", "azAZ09", "_/:@[`{")]
    [InlineData("upper", "AZ", "@[az")]
    [InlineData("lower", "az", "`{AZ")]
    [InlineData("xdigit", "09afAF", "gG/:@`")]
    [InlineData("space", "\t\n\v\f\r ", "\b\u000ea")]
    [InlineData("ascii", "\0a\u007f", "\u0080é")]
    [InlineData("word", "azAZ09_", "-/:@[`{é")]
    [InlineData("blank", "\t ", "\n\ra")]
    [InlineData("punct", "!/:@[`{~", " 09azAZ\u007f")]
    [InlineData("print", " ~a0", "\t\u007f\u001f")]
    [InlineData("graph", "!~a0", " \u007f\t")]
    [InlineData("cntrl", "\0\u0001\u001f\u007f\t", " ~a\u0080")]
    public void A_class_has_its_characters_and_no_others(string name, string characters, string others)
    {
        var expression = new GoExpression($"^[[:{name}:]]$");
        characters.Where(c => !expression.Matches($"{c}")).Should().BeEmpty();
        others.Where(c => expression.Matches($"{c}")).Should().BeEmpty();
        var opposite = new GoExpression($"^[[:^{name}:]]$");
        characters.Where(c => opposite.Matches($"{c}")).Should().BeEmpty();
        others.Where(c => !opposite.Matches($"{c}")).Should().BeEmpty();
    }
}
