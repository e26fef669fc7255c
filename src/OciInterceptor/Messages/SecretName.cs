namespace OciInterceptor.Messages;

/// <summary>Decides from a name whether its value is likely a secret. When in doubt, it is.</summary>
internal static class SecretName
{
    /// <summary>
    /// Letter case and separators do not matter: "API_KEY", "com.example/privateKey". A name is a secret's
    /// if it contains one of the parts, even across words, or if one of its words has one of the endings.
    /// </summary>
    internal static bool Is(string name)
    {
        var text = string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
        ReadOnlySpan<string> parts =
        [
            "password", "passwd", "passphrase", "passcode", "pwd", "secret", "token", "credential",
            "authoriz", "authoris", "cookie", "bearer", "jwt", "connectionstring",
        ];
        foreach (var part in parts)
        {
            if (text.Contains(part, StringComparison.Ordinal))
            {
                return true;
            }
        }
        return text.Replace("author", "", StringComparison.Ordinal).Contains("auth", StringComparison.Ordinal) || HasSecretWord(name);
    }

    private static bool HasSecretWord(string name)
    {
        for (var start = 0; start < name.Length;)
        {
            var end = EndOfWord(name, start);
            if (IsSecretWord(name.AsSpan(start, end - start)))
            {
                return true;
            }
            start = Math.Max(end, start + 1);
        }
        return false;
    }

    // A word ends at a character that is not a letter, and where an upper-case letter follows a lower-case one.
    private static int EndOfWord(string name, int start)
    {
        var end = start;
        while (end < name.Length && char.IsLetter(name[end]) && !(end > start && char.IsUpper(name[end]) && char.IsLower(name[end - 1])))
        {
            end++;
        }
        return end;
    }

    // "sshkey", "DB_PASS", but not "keyboard", "passthrough".
    private static bool IsSecretWord(ReadOnlySpan<char> word)
    {
        ReadOnlySpan<string> ends = ["key", "keys", "pass", "cred", "creds"];
        foreach (var end in ends)
        {
            if (word.EndsWith(end, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }
        return word.Equals("pw", StringComparison.OrdinalIgnoreCase);
    }
}
