using FsCheck;
using FsCheck.Fluent;
using OciInterceptor.Schema;

namespace OciInterceptor.Tests.Schema;

public sealed class GlobTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("*", "")]
    [InlineData("*", "a/b")]
    [InlineData("a*", "a")]
    [InlineData("*a", "banana")]
    [InlineData("*an*an*", "banana")]
    [InlineData("a?c", "abc")]
    [InlineData("a?c", "a/c")]
    [InlineData("[abc]", "b")]
    [InlineData("[a-c]", "b")]
    [InlineData("[a-c]", "a")]
    [InlineData("[a-c]", "c")]
    [InlineData("[b-b]", "b")]
    [InlineData("[a-cx]", "x")]
    [InlineData("[xa-c]", "c")]
    [InlineData("[a-cx-z]", "z")]
    [InlineData("[a-c-]", "-")]
    [InlineData("[-a]", "-")]
    [InlineData("[!-a]", "b")]
    [InlineData("[!c-a]", "b")]
    [InlineData("[!a-c]", "`")]
    [InlineData("[!a-c]", "d")]
    [InlineData("[^a-c]", "d")]
    [InlineData("[a-]", "-")]
    [InlineData("[]-a]", "]")]
    [InlineData("[]]", "]")]
    [InlineData("[!]]", "a")]
    [InlineData("[][!]", "!")]
    [InlineData("[!]a-]x", "bx")]
    [InlineData("[*]", "*")]
    [InlineData("[", "[")]
    [InlineData("[]", "[]")]
    [InlineData("[!]", "[!]")]
    [InlineData("a[b", "a[b")]
    [InlineData("\\*", "*")]
    [InlineData("\\\\", "\\")]
    [InlineData("a\\", "a\\")]
    [InlineData("HTTP_*", "HTTP_PROXY")]
    [InlineData("com.example/*", "com.example/a/b")]
    [InlineData("é?", "éé")]
    public void Matches_names(string pattern, string name) => new Glob(pattern).Matches(name).Should().BeTrue();

    [Theory]
    [InlineData("", "a")]
    [InlineData("a", "")]
    [InlineData("a", "A")]
    [InlineData("a*", "ba")]
    [InlineData("*a", "ab")]
    [InlineData("a?c", "ac")]
    [InlineData("?", "")]
    [InlineData("[abc]", "d")]
    [InlineData("[a-c]", "d")]
    [InlineData("[a-c]", "`")]
    [InlineData("[a-c]", "-")]
    [InlineData("[a-c]", "B")]
    [InlineData("[a-cx]", "y")]
    [InlineData("[c-a]", "b")]
    [InlineData("[!a-c]", "a")]
    [InlineData("[!a-c]", "c")]
    [InlineData("[^a-c]", "c")]
    [InlineData("[!-a]", "-")]
    [InlineData("\\\\", "\\\\")]
    [InlineData("[a", "a")]
    [InlineData("[!a-c]", "b")]
    [InlineData("[!]]", "]")]
    [InlineData("[]a]", "b")]
    [InlineData("[abc]", "")]
    [InlineData("\\*", "a")]
    [InlineData("*.x", "a.xy")]
    public void Does_not_match_other_names(string pattern, string name) => new Glob(pattern).Matches(name).Should().BeFalse();

    [Theory]
    [InlineData("/a/b", true)]
    [InlineData("", true)]
    [InlineData("a]b!^-", true)]
    [InlineData("/a*", false)]
    [InlineData("/a?", false)]
    [InlineData("/[a]", false)]
    [InlineData("/a\\b", false)]
    public void A_pattern_without_special_characters_is_literal(string pattern, bool isLiteral) => new Glob(pattern).IsLiteral.Should().Be(isLiteral);

    [Theory]
    [InlineData("/etc/*", "/etc/hosts")]
    [InlineData("/etc/**", "/etc/ssl/certs")]
    [InlineData("/**", "/a/b/c")]
    [InlineData("**", "/a/b")]
    [InlineData("/a/**/d", "/a/b/c/d")]
    [InlineData("/a/**/d", "/a/d")]
    [InlineData("**/*.sock", "/run/docker.sock")]
    [InlineData("**/*.sock", "x.sock")]
    [InlineData("/**/*.sock", "/a/b/c.sock")]
    [InlineData("/**/run/*.sock", "/var/run/x/run/d.sock")]
    [InlineData("/a**c", "/a/b/c")]
    [InlineData("/*/b", "/a/b")]
    [InlineData("/[a-z]/?", "/a/b")]
    [InlineData("/[a-z]", "/z")]
    [InlineData("/\\*", "/*")]
    [InlineData("/a/**", "/a/")]
    [InlineData("**/", "/a/b/")]
    [InlineData("a**/b", "a/x/b")]
    [InlineData("a**/b", "axx/b")]
    [InlineData("***", "/a/b")]
    [InlineData("/a*b*c", "/axbybzc")]
    public void Matches_paths(string pattern, string path) => new Glob(pattern, IsForPaths: true).Matches(path).Should().BeTrue();

    [Theory]
    [InlineData("/etc/*", "/etc/ssl/certs")]
    [InlineData("/etc/*", "/etc")]
    [InlineData("/etc/**", "/etc")]
    [InlineData("*", "/a")]
    [InlineData("/?", "//")]
    [InlineData("/\\*", "/a")]
    [InlineData("a**/b", "ab")]
    [InlineData("**/b", "ab")]
    [InlineData("/*", "/a/")]
    [InlineData("/*", "/a/b")]
    [InlineData("/a[/]b", "/a/b")]
    [InlineData("/a[!x]b", "/a/b")]
    [InlineData("/*/b", "/a/x/b")]
    [InlineData("/**/d", "/a/bd")]
    [InlineData("/a/**/d", "/ad")]
    [InlineData("/a/**/d", "/a/d/")]
    [InlineData("**/*.sock", "/run/docker.sock/x")]
    public void Does_not_match_other_paths(string pattern, string path) => new Glob(pattern, IsForPaths: true).Matches(path).Should().BeFalse();

    [Fact]
    public void Matches_as_the_plainest_matcher_does() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var pattern = Word(random, "ab/*?*");
            var text = Word(random, "ab/");
            var isForPaths = random.Next(2) == 0;

            new Glob(pattern, isForPaths).Matches(text).Should().Be(Plain(pattern, text, isForPaths, atElement: true), $"{pattern} and {text}, paths: {isForPaths}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(10_000).WithQuietOnSuccess(true));

    /// <summary>Each would take hours if one start after the other were tried.</summary>
    [Attack("Work that grows with the square")]
    [Theory]
    [InlineData("**a*b", "a")]
    [InlineData("**a*a*a*b", "a")]
    [InlineData("**a**a*a**b", "a")]
    [InlineData("/**/a*a*a*b", "a")]
    [InlineData("**/a/*/a/*/b", "a/")]
    [InlineData("**/**/**/b", "a/")]
    public void A_text_of_megabytes_is_read_once(string pattern, string repeated)
    {
        var text = "/" + string.Concat(Enumerable.Repeat(repeated, 1 << 19));

        new Glob(pattern, IsForPaths: true).Matches(text).Should().BeFalse();
        new Glob(pattern).Matches(text).Should().BeFalse();
        new Glob(pattern, IsForPaths: true).Matches(text + (repeated == "a" ? "b" : "a/x/b")).Should().BeTrue();
    }

    [Fact]
    public void A_pattern_may_be_longer_than_the_stack()
    {
        var name = new string('a', 1 << 22);

        new Glob("?" + name).Matches("b" + name).Should().BeTrue();
        new Glob("?" + name).Matches(name).Should().BeFalse();
    }

    // Tries everything.
    private static bool Plain(string pattern, string text, bool isForPaths, bool atElement)
    {
        if (pattern.Length == 0)
        {
            return text.Length == 0;
        }
        if (pattern[0] != '*')
        {
            return text.Length > 0 && (pattern[0] == text[0] || (pattern[0] == '?' && (!isForPaths || text[0] != '/')))
                && Plain(pattern[1..], text[1..], isForPaths, pattern[0] == '/');
        }
        var rest = pattern.TrimStart('*');
        var crosses = !isForPaths || pattern.Length - rest.Length > 1;
        if (isForPaths && crosses && atElement && rest.StartsWith('/'))
        {
            return Enumerable.Range(0, text.Length + 1).Any(skipped => (skipped == 0 || text[skipped - 1] == '/') && Plain(rest[1..], text[skipped..], isForPaths, true));
        }
        return Enumerable.Range(0, text.Length + 1).Any(skipped => (crosses || !text[..skipped].Contains('/', StringComparison.Ordinal)) && Plain(rest, text[skipped..], isForPaths, false));
    }

    private static string Word(Random random, string letters) =>
        string.Concat(Enumerable.Range(0, random.Next(9)).Select(_ => letters[random.Next(letters.Length)]));
}
