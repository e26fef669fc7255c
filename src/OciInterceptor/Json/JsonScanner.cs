namespace OciInterceptor.Json;

/// <summary>Finds the values in a text that is known to be well formed, one level at a time.</summary>
internal static class JsonScanner
{
    /// <summary>The value that starts at <paramref name="start"/>, and the offset just past it.</summary>
    internal static JsonValue ValueAt(JsonText text, int start, out int end)
    {
        end = text.Bytes[start] switch
        {
            (byte)'"' => SkipString(text.Bytes, start),
            (byte)'{' or (byte)'[' => text.EndOf(start),
            _ => SkipPlain(text.Bytes, start),
        };
        return text.Bytes[start] switch
        {
            (byte)'{' => new JsonObject(text, start, end),
            (byte)'[' => new JsonArray(text, start, end),
            _ => new JsonScalar(text, start, end),
        };
    }

    internal static int SkipSpace(ReadOnlySpan<byte> text, int at)
    {
        while (text[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            at++;
        }
        return at;
    }

    internal static int SkipString(ReadOnlySpan<byte> text, int at)
    {
        at++;
        while (true)
        {
            at += text[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (text[at] == '"')
            {
                return at + 1;
            }
            at += 2;
        }
    }

    // A number or a literal runs to the next delimiter.
    private static int SkipPlain(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && text[at] is not ((byte)',' or (byte)'}' or (byte)']' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
        {
            at++;
        }
        return at;
    }
}
