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

    // Of a JSON Web Token, by how Base64 writes the beginning of its first object: '{"', or a brace and white space.
    private static readonly string[] _webTokens = ["eyJ", "eyA", "ewo", "ew0", "ewk"];

    /// <summary>Whether such a token is anywhere in a text, at the start of a word.</summary>
    internal static bool IsIn(string text)
    {
        foreach (var (prefix, more) in _forms)
        {
            for (var at = text.IndexOf(prefix, StringComparison.Ordinal); at >= 0; at = text.IndexOf(prefix, at + prefix.Length, StringComparison.Ordinal))
            {
                if (IsStart(text, at) && HasToken(text.AsSpan(at + prefix.Length), more))
                {
                    return true;
                }
            }
        }
        return Array.Exists(_webTokens, prefix => HasWebToken(text, prefix));
    }

    // Three parts with dots between them, of which the last, the signature, may be empty.
    private static bool HasWebToken(string text, string prefix)
    {
        for (var at = text.IndexOf(prefix, StringComparison.Ordinal); at >= 0; at = text.IndexOf(prefix, at + prefix.Length, StringComparison.Ordinal))
        {
            if (!IsStart(text, at))
            {
                continue;
            }
            var first = EndOfPart(text, at);
            var second = first < text.Length && text[first] == '.' ? EndOfPart(text, first + 1) : first;
            if (second > first + 1 && second < text.Length && text[second] == '.')
            {
                return true;
            }
        }
        return false;
    }

    private static int EndOfPart(string text, int start)
    {
        while (start < text.Length && IsOfToken(text[start]) && text[start] != '.')
        {
            start++;
        }
        return start;
    }

    // A word also starts behind an escape of a URL, such as the "%3D" for "=".
    private static bool IsStart(string text, int at) =>
        at == 0 || !char.IsAsciiLetterOrDigit(text[at - 1])
        || (at >= 3 && text[at - 3] == '%' && char.IsAsciiHexDigit(text[at - 2]) && char.IsAsciiHexDigit(text[at - 1]));

    private static bool HasToken(ReadOnlySpan<char> text, int length)
    {
        if (text.Length < length)
        {
            return false;
        }
        foreach (var c in text[..length])
        {
            if (!IsOfToken(c))
            {
                return false;
            }
        }
        return true;
    }

    private static bool IsOfToken(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.';
}
