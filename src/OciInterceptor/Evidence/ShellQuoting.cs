namespace OciInterceptor.Evidence;

/// <summary>Quotes arguments so that a POSIX shell reads the same bytes back.</summary>
internal static class ShellQuoting
{
    internal static void Append(List<byte> line, ReadOnlySpan<byte> argument)
    {
        if (IsPlain(argument))
        {
            line.AddRange(argument);
            return;
        }
        line.Add((byte)'\'');
        foreach (var b in argument)
        {
            if (b == '\'')
            {
                line.AddRange("'\\''"u8);
            }
            else
            {
                line.Add(b);
            }
        }
        line.Add((byte)'\'');
    }

    private static bool IsPlain(ReadOnlySpan<byte> argument)
    {
        foreach (var b in argument)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && !"%+,-./:=@_"u8.Contains(b))
            {
                return false;
            }
        }
        return argument.Length > 0;
    }
}
