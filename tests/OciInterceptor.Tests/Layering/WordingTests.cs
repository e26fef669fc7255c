using System.Text.RegularExpressions;

namespace OciInterceptor.Tests.Layering;

/// <summary>Messages and comments are in plain technical English: none of the turns that people stumble over.</summary>
public sealed class WordingTests
{
    [Theory]
    [InlineData(@"\b(is|are) no(ne)?\b(?! (longer|more|less))", "invalid X: want Y")]
    [InlineData(@"\bgives?\b[^.]* away\b|\bgiven away\b", "exposes")]
    [InlineData(@"\b(the )?(last|first|latter)( one)? counts\b|\bsaid later counts\b", "the last one wins")]
    [InlineData(@"\b(must|may|can) stand\b|\bstands? (here|there|in|at|behind|before|under|beside|twice)\b", "is, appears, is given")]
    [InlineData(@"\bleads? nowhere\b", "a dangling symlink")]
    [InlineData(@"\blooked behind\b", "followed")]
    [InlineData(@"\b(asks? nothing of|speaks? of)\b", "concerns")]
    public void No_private_wording(string pattern, string instead)
    {
        var wording = new Regex(pattern, RegexOptions.IgnoreCase);

        SourceTexts.All.Where(one => wording.IsMatch(one.Text)).Select(one => $"{one.Place}: {wording.Match(one.Text).Value}").Should().BeEmpty($"plain English says \"{instead}\"");
    }
}
