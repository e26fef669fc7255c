using System.Runtime.InteropServices;
using System.Text;
using OciInterceptor.Linux;

namespace OciInterceptor.Evidence;

/// <summary>Quotes arguments so that a POSIX shell reads the same bytes back.</summary>
internal static class ShellQuoting
{
    /// <summary>The quoted arguments, with blanks between them.</summary>
    internal static string Line(IEnumerable<CString> arguments)
    {
        var line = new List<byte>();
        foreach (var argument in arguments)
        {
            if (line.Count > 0)
            {
                line.Add((byte)' ');
            }
            Append(line, argument.Bytes);
        }
        return Encoding.UTF8.GetString(CollectionsMarshal.AsSpan(line));
    }

    internal static void Append(List<byte> line, ReadOnlySpan<byte> argument)
    {
        if (IsPlain(argument))
        {
            line.AddRange(argument);
            return;
        }
        if (argument.Contains((byte)'\n'))
        {
            AppendOnOneLine(line, argument);
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

    // Dollar-single-quotes (POSIX.1-2024) keep a newline from splitting the line.
    private static void AppendOnOneLine(List<byte> line, ReadOnlySpan<byte> argument)
    {
        line.AddRange("$'"u8);
        foreach (var b in argument)
        {
            switch (b)
            {
                case (byte)'\n':
                    line.AddRange("\\n"u8);
                    break;
                case (byte)'\'' or (byte)'\\':
                    line.Add((byte)'\\');
                    line.Add(b);
                    break;
                default:
                    line.Add(b);
                    break;
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
