namespace OciInterceptor.Rules.Hooks;

/// <summary>Reads how a group of a regular expression of Go begins: with "(", "(?:", "(?P&lt;name>" or flags such as "(?i-s:".</summary>
internal static class GoGroupStart
{
    /// <summary>Whether a group begins, and not only flags for what follows. The flags of either are set.</summary>
    /// <exception cref="Messages.InterceptorException">It begins with something else.</exception>
    internal static bool Take(GoCharacterReader text)
    {
        var start = text.At++;
        return text.Next != '?' || TakeName(text) || TakeFlags(text, start);
    }

    // ?P<name> or ?<name>, of letters, digits and "_".
    private static bool TakeName(GoCharacterReader text)
    {
        var start = text.Rest is ['?', 'P', '<', ..] ? 3 : text.Rest is ['?', '<', not ('=' or '!'), ..] ? 2 : 0;
        if (start == 0)
        {
            return false;
        }
        var length = text.Rest[start..].IndexOf('>');
        var name = length < 0 ? [] : text.Rest.Slice(start, length);
        foreach (var c in name)
        {
            length = c == '_' || char.IsAsciiLetterOrDigit(c) ? length : 0;
        }
        var isNew = length > 0 ? text.Names.Add(name.ToString()) : throw text.Error("invalid name of a group");
        text.At += isNew ? start + length + 1 : throw text.Error("repeated name of a group");
        return true;
    }

    // ?i, ?s-m and the like; false if they end with ")", so that they are for what follows, and true if with ":", for a group.
    private static bool TakeFlags(GoCharacterReader text, int start)
    {
        text.At++;
        var (isSet, hasFlag) = (true, false);
        for (; text.Next is { } flag; text.At++)
        {
            switch (flag)
            {
                case 'i':
                    (text.Flags, hasFlag) = (text.Flags with { FoldsCase = isSet }, true);
                    break;
                case 'm':
                    (text.Flags, hasFlag) = (text.Flags with { HasLines = isSet }, true);
                    break;
                case 's':
                    (text.Flags, hasFlag) = (text.Flags with { IsWholeDot = isSet }, true);
                    break;
                case 'U':
                    hasFlag = true;
                    break;
                case '-' when isSet:
                    (isSet, hasFlag) = (false, false);
                    break;
                case ':' or ')' when isSet || hasFlag:
                    text.At++;
                    return flag == ':';
                default:
                    throw text.UnsupportedSince(start);
            }
        }
        throw text.Error("unmatched \"(\"");
    }
}
