using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Messages;

public sealed class SecretTokenTests
{
    [Theory]
    [InlineData("ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ glpat- gldt- glrt- glcbt- glptt- AKIA ASIA ya29. sk- npm_ pypi- hf_ dop_v1_ shpat_ SG.", 16)]
    [InlineData("xoxa- xoxb- xoxe- xoxo- xoxp- xoxr- xoxs- xapp- sk_live_ sk_test_ rk_live_ rk_test_ whsec_ dckr_pat_ hvs. hvb. AGE-SECRET-KEY-", 8)]
    [InlineData("eyJ", 12)]
    [InlineData("AIza", 30)]
    public void A_token_is_a_known_beginning_and_enough_more(string prefixes, int more)
    {
        foreach (var prefix in prefixes.Split(' '))
        {
            SecretToken.IsIn($"see {prefix}{new string('x', more)}").Should().BeTrue(prefix);
            SecretToken.IsIn($"see {prefix}{new string('x', more - 1)}").Should().BeFalse(prefix);
            SecretToken.IsIn($"see {prefix}{new string('x', more - 1)} x").Should().BeFalse(prefix);
            SecretToken.IsIn($"xx{prefix}{new string('x', more)}").Should().BeFalse(prefix);
        }
    }

    [Attack("Secrets in the audit trail")]
    [Theory]
    [InlineData("name=eyJh.e30.c2ln")]
    [InlineData("name:eyJh.e30.c2ln")]
    [InlineData("a=b;name=eyJh.e30.")]
    [InlineData("https://h/?x%3DeyJh.e30.c2ln")]
    [InlineData("eyAi.eyAi.c2ln")]
    [InlineData("x ewog.e30.c2ln")]
    [InlineData("x/ew0K.e30.c2ln")]
    [InlineData("x=ewki.e30.c2ln")]
    [InlineData("x=eyJh eyJh.e30.c2ln")]
    [InlineData("a_b-c.eyJh.e_3-0.c2ln")]
    [InlineData("%3DeyJh.e30.c2ln")]
    public void A_web_token_has_three_parts_wherever_a_word_starts(string text) => SecretToken.IsIn(text).Should().BeTrue();

    [Theory]
    [InlineData("name=eyJh.e30")]
    [InlineData("name=eyJh.")]
    [InlineData("name=eyJh..c2ln")]
    [InlineData("name=eyJh e30.c2ln.x")]
    [InlineData("name=keyJh.e30.c2ln")]
    [InlineData("3DeyJh.e30.c2ln")]
    [InlineData("new.e30.c2ln")]
    [InlineData("EYJh.e30.c2ln")]
    [InlineData("%xDeyJh.e30.c2ln")]
    [InlineData("%3xeyJh.e30.c2ln")]
    [InlineData("eyJh.e30,c2ln")]
    [InlineData("eyJh.e30/c2ln")]
    public void Fewer_parts_or_a_longer_word_are_none(string text) => SecretToken.IsIn(text).Should().BeFalse();

    [Fact]
    public void A_token_starts_behind_an_escape_of_a_URL()
    {
        SecretToken.IsIn("x%3Dghp_" + new string('x', 16)).Should().BeTrue();
        SecretToken.IsIn("x3Dghp_" + new string('x', 16)).Should().BeFalse();
    }
}
