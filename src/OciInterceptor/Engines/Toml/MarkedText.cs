using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Toml;

/// <summary>
/// What an installation adds to a TOML file, with comments that let it be found after later edits: a
/// block of whole tables at the end, and single lines.
/// </summary>
internal static class MarkedText
{
    internal static string Block(string name, string tables) => $"{Start(name)}\n{tables}{End(name)}\n";

    internal static string Line(string name, string text) => text + LineMark(name) + "\n";

    /// <summary>A text with a block at its end.</summary>
    internal static string With(string text, string block) =>
        text.Length == 0 ? block : $"{text}{(text.EndsWith('\n') ? "" : "\n")}\n{block}";

    /// <summary>A text without what is marked with the name.</summary>
    /// <exception cref="InterceptorException">The marks do not match, or a later key belongs to the block's last table.</exception>
    internal static string Without(string text, string name, string path)
    {
        while (text.IndexOf(LineMark(name) + "\n", StringComparison.Ordinal) is >= 0 and var mark)
        {
            text = text.Remove(LineStart(text, mark)..(mark + LineMark(name).Length + 1));
        }
        var start = text.IndexOf(Start(name) + "\n", StringComparison.Ordinal);
        if (start < 0)
        {
            return text;
        }
        var end = text.IndexOf(End(name), start, StringComparison.Ordinal);
        if (end < 0)
        {
            throw new InterceptorException($"{path}:{LineOf(text, start)}: the block of {name} begins here, but the comment \"{End(name)}\" is missing: remove the block by hand");
        }
        end = Math.Min(end + End(name).Length + 1, text.Length);
        RequireTableNext(text, end, name, path);
        start -= text.AsSpan(0, start).EndsWith("\n\n") ? 1 : 0;
        return text.Remove(start..end);
    }

    /// <summary>Why a runtime that has been moved cannot be removed.</summary>
    internal static string Unmarked(string name) => $"the runtime {name} is here, but not between the comments \"{Start(name)}\" and \"{End(name)}\": remove it by hand";

    /// <summary>Why a runtime that somebody else made the default cannot be removed.</summary>
    internal static string Chosen(string name) => $"the runtime {name} is the default here, but oi-install did not make it so: choose another default first";

    private static string Start(string name) => $"# oci-interceptor {name}: put here by oi-install, taken out by oi-uninstall";

    private static string End(string name) => $"# oci-interceptor {name}: end";

    private static string LineMark(string name) => $" # oci-interceptor {name}: this line";

    // Without the block, keys after it would belong to another table.
    private static void RequireTableNext(string text, int at, string name, string path)
    {
        while (at < text.Length)
        {
            var end = text.IndexOf('\n', at) is >= 0 and var next ? next : text.Length;
            var line = text.AsSpan(at..end).Trim();
            if (line.StartsWith("["))
            {
                return;
            }
            if (!line.IsEmpty && line[0] != '#')
            {
                throw new InterceptorException($"{path}:{LineOf(text, at)}: this belongs to the table of {name} above it: move it first");
            }
            at = end + 1;
        }
    }

    private static string Remove(this string text, Range range)
    {
        var (start, length) = range.GetOffsetAndLength(text.Length);
        return text.Remove(start, length);
    }

    private static int LineStart(string text, int at) => text.LastIndexOf('\n', at) + 1;

    private static int LineOf(string text, int at) => text.AsSpan(0, at).Count('\n') + 1;
}
