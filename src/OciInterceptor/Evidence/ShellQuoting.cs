using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using OciInterceptor.Linux;
using OciInterceptor.Messages;

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
        if (HasControlCharacter(argument))
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

    // Dollar-single-quotes (POSIX.1-2024) keep a newline from splitting the line, and control characters from a terminal.
    private static void AppendOnOneLine(List<byte> line, ReadOnlySpan<byte> argument)
    {
        line.AddRange("$'"u8);
        while (!argument.IsEmpty)
        {
            var isControl = IsControlCharacter(argument, out var length);
            foreach (var b in argument[..length])
            {
                if (b == '\n')
                {
                    line.AddRange("\\n"u8);
                }
                else if (isControl)
                {
                    // Three octal digits: what follows cannot be read as part of them.
                    ReadOnlySpan<byte> octal = [(byte)'\\', (byte)('0' + (b >> 6)), (byte)('0' + ((b >> 3) & 7)), (byte)('0' + (b & 7))];
                    line.AddRange(octal);
                }
                else
                {
                    if (b is (byte)'\'' or (byte)'\\')
                    {
                        line.Add((byte)'\\');
                    }
                    line.Add(b);
                }
            }
            argument = argument[length..];
        }
        line.Add((byte)'\'');
    }

    private static bool HasControlCharacter(ReadOnlySpan<byte> argument)
    {
        while (!argument.IsEmpty)
        {
            if (IsControlCharacter(argument, out var length))
            {
                return true;
            }
            argument = argument[length..];
        }
        return false;
    }

    // A byte that is not UTF-8 counts as one: a terminal of another encoding may obey it.
    private static bool IsControlCharacter(ReadOnlySpan<byte> argument, out int length) =>
        Rune.DecodeFromUtf8(argument, out var rune, out length) != OperationStatus.Done || (rune.IsBmp && ControlCharacter.Is((char)rune.Value));

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
