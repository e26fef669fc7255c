namespace OciInterceptor.Messages;

/// <summary>Decides from the form of a text whether it holds a secret, whatever its name is. When in doubt, it does.</summary>
internal static class SecretText
{
    private const string Separators = " \t\r\n,;&?|\"'`()<>{}[]";

    internal static bool Is(string text) =>
        IsDocument(text) || HasUser(text)
        || text.Contains("-----BEGIN", StringComparison.Ordinal)
        || text.Contains("bearer ", StringComparison.OrdinalIgnoreCase)
        || text.Contains("basic ", StringComparison.OrdinalIgnoreCase)
        || HasSecretPart(text);

    /// <summary>Whether the argument after this one is a secret: "--password", "-u".</summary>
    internal static bool IsOption(string argument) =>
        argument.StartsWith('-') && !argument.Contains('=', StringComparison.Ordinal)
        && (argument is "-p" || IsUser(argument) || SecretName.Is(argument));

    /// <summary>Whether a text is only a name, or the name of an option.</summary>
    internal static bool IsName(string text) => !text.Any(c => c == ':' || Separators.Contains(c, StringComparison.Ordinal));

    // JSON in a string may hold anything, such as the manifest that kubectl leaves in an annotation.
    private static bool IsDocument(string text)
    {
        var start = text.AsSpan().TrimStart();
        return start.StartsWith("{") || start.StartsWith("[{") || start.StartsWith("[\"");
    }

    // "scheme://user:password@host"
    private static bool HasUser(string text)
    {
        for (var at = text.IndexOf("://", StringComparison.Ordinal); at >= 0; at = text.IndexOf("://", at + 3, StringComparison.Ordinal))
        {
            var rest = text.AsSpan(at + 3);
            var end = rest.IndexOfAny(' ', '"', '\n');
            if (rest[..(end < 0 ? rest.Length : end)].Contains('@'))
            {
                return true;
            }
        }
        return false;
    }

    // Mount options, a connection string, a query, a command line: parts split at separators.
    private static bool HasSecretPart(string text)
    {
        var isSecretNext = false;
        foreach (var range in text.AsSpan().SplitAny(Separators))
        {
            var part = text[range];
            if (part.Length == 0)
            {
                continue;
            }
            if (isSecretNext || IsSecretPart(part))
            {
                return true;
            }
            // "-p" in a command line usually belongs to mkdir or cp.
            isSecretNext = part != "-p" && IsOption(part);
        }
        return false;
    }

    // "name=value", "name: value", "--user=name:password", "-ppassword", a signed token (JWT).
    private static bool IsSecretPart(string part)
    {
        if ((part.StartsWith("-p", StringComparison.Ordinal) && part.Length > 2) || (part.StartsWith("eyJ", StringComparison.Ordinal) && part.AsSpan().Count('.') == 2))
        {
            return true;
        }
        for (var at = part.AsSpan().IndexOfAny('=', ':'); at >= 0;)
        {
            var name = part[..at];
            if (SecretName.Is(name) || (IsUser(name) && part.AsSpan(at + 1).Contains(':')))
            {
                return true;
            }
            var next = part.AsSpan(at + 1).IndexOfAny('=', ':');
            at = next < 0 ? -1 : at + 1 + next;
        }
        return false;
    }

    private static bool IsUser(string option) => option is "-u" or "--user" or "--proxy-user";
}
