namespace OciInterceptor.Evidence;

/// <summary>Tells by a name whether what it names is likely a secret. In doubt it is.</summary>
internal static class SecretName
{
    private static readonly string[] _words =
        ["password", "passwd", "passphrase", "pwd", "secret", "token", "credential", "apikey", "accesskey", "privatekey", "authoriz", "authoris"];

    /// <summary>Letter case and what stands between the words do not matter: "API_KEY", "com.example/privateKey".</summary>
    internal static bool Is(string name)
    {
        var text = string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
        return _words.Any(word => text.Contains(word, StringComparison.Ordinal))
            || text.Replace("author", "", StringComparison.Ordinal).Contains("auth", StringComparison.Ordinal);
    }
}
