namespace OciInterceptor.Messages;

/// <summary>The tokens that well-known services give out, by how they begin.</summary>
internal static class SecretToken
{
    // The beginning, and how many more characters of a token must follow it.
    private static readonly (string Prefix, int More)[] _forms =
    [
        ("ghp_", 16), ("gho_", 16), ("ghu_", 16), ("ghs_", 16), ("ghr_", 16), ("github_pat_", 16), // GitHub
        ("glpat-", 16), ("gldt-", 16), ("glrt-", 16), ("glcbt-", 16), ("glptt-", 16), // GitLab
        ("xoxa-", 8), ("xoxb-", 8), ("xoxe-", 8), ("xoxo-", 8), ("xoxp-", 8), ("xoxr-", 8), ("xoxs-", 8), ("xapp-", 8), // Slack
        ("AKIA", 16), ("ASIA", 16), // Amazon Web Services
        ("AIza", 30), ("ya29.", 16), // Google
        ("sk-", 16), ("sk_live_", 8), ("sk_test_", 8), ("rk_live_", 8), ("rk_test_", 8), ("whsec_", 8), // OpenAI, Anthropic, Stripe
        ("eyJ", 12), // a JSON Web Token, or a part of it
        ("npm_", 16), ("pypi-", 16), ("dckr_pat_", 8), ("hf_", 16), ("hvs.", 8), ("hvb.", 8), ("dop_v1_", 16), ("shpat_", 16), ("SG.", 16),
        ("AGE-SECRET-KEY-", 8),
    ];

    /// <summary>Whether such a token is anywhere in a text, at the start of a word.</summary>
    internal static bool IsIn(string text)
    {
        foreach (var (prefix, more) in _forms)
        {
            for (var at = text.IndexOf(prefix, StringComparison.Ordinal); at >= 0; at = text.IndexOf(prefix, at + prefix.Length, StringComparison.Ordinal))
            {
                if ((at == 0 || !char.IsAsciiLetterOrDigit(text[at - 1])) && HasToken(text.AsSpan(at + prefix.Length), more))
                {
                    return true;
                }
            }
        }
        return false;
    }

    private static bool HasToken(ReadOnlySpan<char> text, int length)
    {
        if (text.Length < length)
        {
            return false;
        }
        foreach (var c in text[..length])
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.'))
            {
                return false;
            }
        }
        return true;
    }
}
