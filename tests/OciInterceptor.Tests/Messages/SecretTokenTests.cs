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
}
