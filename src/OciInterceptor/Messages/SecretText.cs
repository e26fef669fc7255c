namespace OciInterceptor.Messages;

/// <summary>Decides from the form of a text whether it holds a secret, whatever its name is. When in doubt, it does.</summary>
internal static class SecretText
{
    private const string Separators = " \t\r\n,;&?|\"'`()<>{}[]";

    internal static bool Is(string text) =>
        IsDocument(text) || HasUser(text) || SecretToken.IsIn(text)
        || text.Contains("-----BEGIN", StringComparison.Ordinal)
        || text.Contains("bearer ", StringComparison.OrdinalIgnoreCase)
        || text.Contains("basic ", StringComparison.OrdinalIgnoreCase)
        || HasSecretPart(text);

    /// <summary>Whether the argument after this one is a secret: "--password", "-u", redis-cli's "-a", ldapsearch's "-w".</summary>
    internal static bool IsOption(string argument) =>
        argument.StartsWith('-') && !argument.Contains('=', StringComparison.Ordinal)
        && (argument is "-p" or "-a" or "-w" or "-P" || IsUser(argument) || SecretName.Is(argument));

    /// <summary>Whether an argument is the secret that the option before it asks for.</summary>
    internal static bool Follows(string option, string argument) =>
        IsOption(option) && !(option is "-a" or "-w" or "-P" && IsPathOrNumber(argument));

    /// <summary>Whether a text is only a name, or the name of an option.</summary>
    internal static bool IsName(string text) => !text.Any(c => c == ':' || Separators.Contains(c, StringComparison.Ordinal));

    // JSON in a string may hold anything, such as the manifest that kubectl leaves in an annotation.
    private static bool IsDocument(string text)
    {
        var start = text.AsSpan().TrimStart();
        return start.StartsWith("{") || start.StartsWith("[{") || start.StartsWith("[\"");
    }

    // "scheme://user:password@host", "//user:password@host"; what is behind a scheme may be a token alone.
    private static bool HasUser(string text)
    {
        for (var at = text.IndexOf("//", StringComparison.Ordinal); at >= 0;)
        {
            var rest = text.AsSpan(at + 2);
            var end = rest.IndexOfAny(' ', '"', '\n');
            rest = end < 0 ? rest : rest[..end];
            var user = rest[..Math.Max(0, rest.LastIndexOf('@'))];
            if (!user.IsEmpty && (user.Contains(':') || (at > 0 && text[at - 1] == ':')))
            {
                return true;
            }
            // Another "//" in this word has no more before an "@" than this one.
            at = text.IndexOf("//", at + 2 + rest.Length, StringComparison.Ordinal);
        }
        return false;
    }

    // Mount options, a connection string, a query, a command line: parts split at separators.
    private static bool HasSecretPart(string text)
    {
        var before = "";
        foreach (var range in text.AsSpan().SplitAny(Separators))
        {
            var part = text[range];
            if (range.Start.Value > 0 && text[range.Start.Value - 1] is (';' or '|' or '&' or '\n'))
            {
                // Another command.
                before = "";
            }
            if (part.Length == 0)
            {
                continue;
            }
            // "-p" in a command line usually belongs to mkdir or cp.
            if ((Follows(before, part) && !(before is "-p" && IsPathOrNumber(part))) || IsSecretPart(part))
            {
                return true;
            }
            before = part;
        }
        return false;
    }

    // After an option of one letter: a path, a variable, another option, a port.
    private static bool IsPathOrNumber(string argument) => argument is ['/' or '.' or '~' or '$' or '-', ..] || argument.All(c => char.IsAsciiDigit(c) || c == ':');

    // "name=value", "name: value", "--user=name:password", "-ppassword", "user%password".
    private static bool IsSecretPart(string part) =>
        (part.StartsWith("-p", StringComparison.Ordinal) && part.Length > 2) || HasUserAndPassword(part) || HasSecretName(part);

    // What is before the last "=" or ":" has the words of all that is before others. A name between two of them is also asked for alone,
    // since "auth" disappears in "author".
    private static bool HasSecretName(string part)
    {
        var first = part.AsSpan().IndexOfAny('=', ':');
        if (first < 0)
        {
            return false;
        }
        if ((IsUser(part[..first]) && part.AsSpan(first + 1).Contains(':')) || SecretName.Is(part[..part.AsSpan().LastIndexOfAny('=', ':')]))
        {
            return true;
        }
        foreach (var range in part.AsSpan(0, part.AsSpan().LastIndexOfAny('=', ':')).SplitAny('=', ':'))
        {
            if (SecretName.Is(part[range]))
            {
                return true;
            }
        }
        return false;
    }

    // smbclient's and rpcclient's "user%password". An escape of a URL is not one, and neither are the formats of date and printf.
    private static bool HasUserAndPassword(string part)
    {
        var at = part.IndexOf('%', StringComparison.Ordinal);
        if (at <= 0 || at == part.Length - 1 || part[0] is '+' or '%' || part[at - 1] == ':')
        {
            return false;
        }
        var isEscape = at + 2 < part.Length && char.IsAsciiHexDigit(part[at + 1]) && char.IsAsciiHexDigit(part[at + 2]);
        return !isEscape || (!part.Contains('/', StringComparison.Ordinal) && !part.Contains("%20", StringComparison.Ordinal));
    }

    private static bool IsUser(string option) => option is "-u" or "-U" or "--user" or "--proxy-user";
}
