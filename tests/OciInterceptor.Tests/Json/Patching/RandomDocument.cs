using System.Globalization;
using System.Text;

namespace OciInterceptor.Tests.Json.Patching;

/// <summary>
/// Writes random OCI documents with all that JSON allows around the members that rules know: unknown and repeated
/// members, nulls, empty containers, odd numbers, escapes, bytes that are not UTF-8, deep nesting, and white space in every place.
/// </summary>
/// <remarks>In the lists a character from U+E080 to U+E0FF stands for its last byte.</remarks>
internal sealed class RandomDocument(Random random)
{
    private static readonly string[] _numbers =
        ["0", "-0", "1", "-1", "18446744073709551615", "1e3", "1E+3", "0.1e-7", "9007199254740993", "-9223372036854775808", "3.0", "123456789012345678901234567890"];

    private static readonly string[] _names = ["x", "", "a/b", "m~n", "\\u0041", "é", "com.example", "\\\"", "options", "env", "long name with spaces", "\\uD834\\uDD1E"];

    private static readonly string[] _strings = ["", "a", "ro", "rw", "\\n", "\\/", "\\\\", "é", "𝄞", "\\uD834\\uDD1E", "\\ud800", "{", "]", ",", "\\\"", "/etc/hosts", "\uE0FF", "\uE0C3\\n"];

    private static readonly string[] _destinations =
        ["/etc/hosts", "/etc/hostname", "/etc/resolv.conf", "/etc//hosts", "/etc/./hosts", "/proc", "/etc/x/../hosts", "etc/hostname", "/etc/hosts/x", "\\/etc\\/hosts", "/\\u0065tc/hosts", ""];

    private static readonly string[] _options = ["ro", "rw", "rrw", "rbind", "rprivate", "r\\u0062ind", "size=64k", "r\\u006f", "\\u0072w", "rr\\u0077", "x-\uE0FF"];

    private static readonly string[] _entries = [
        "PATH=/bin", "\\u0050ATH=\\/bin", "A=1", "A=2", "\\u0041=3", "AB=", "B=", "B=forced", "\\u0042=forced", "F=", "F=\\n\\\"é", "F=\\u000a\\u0022\\u00e9",
        "B", "F", "C", "=", "", "HTTP_PROXY=x", "D=\\n", "É=é", "N", "N=n", "X=\uE0FF\uE0FE", "\uE0C3=\\ud800", "B=\uE0FF",
    ];

    private readonly StringBuilder _text = new();

    /// <summary>A document for the rules, in UTF-8 but for some bytes.</summary>
    internal byte[] Write()
    {
        _text.Clear();
        var members = new List<Action>();
        AddSometimes(members, "process", WriteProcess);
        AddSometimes(members, "mounts", WriteMounts);
        AddSometimes(members, "hostname", () => WriteString(_strings));
        AddUnknown(members, 6);
        Space();
        WriteObject(members);
        Space();
        return Bytes(_text.ToString());
    }

    /// <summary>Any value, in a random spelling.</summary>
    internal string WriteAny()
    {
        _text.Clear();
        WriteValue(0);
        return _text.ToString();
    }

    // In UTF-8 those characters are EE 82 80 to EE 83 BF.
    private static byte[] Bytes(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var length = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == 0xEE && bytes[i + 1] is 0x82 or 0x83)
            {
                bytes[length++] = (byte)(0x80 | ((bytes[i + 1] & 1) << 6) | (bytes[i + 2] & 0x3F));
                i += 2;
            }
            else
            {
                bytes[length++] = bytes[i];
            }
        }
        return bytes[..length];
    }

    private void WriteProcess()
    {
        var members = new List<Action>();
        AddSometimes(members, "env", () => WriteArray(8, () => WriteString(_entries)));
        AddUnknown(members, 4);
        WriteObject(members);
    }

    private void WriteMounts() => WriteArray(6, () =>
    {
        var members = new List<Action>();
        AddSometimes(members, "destination", () => WriteString(_destinations));
        AddSometimes(members, "options", () => WriteArray(4, () => WriteString(_options)));
        AddUnknown(members, 3);
        WriteObject(members);
    });

    private void AddSometimes(List<Action> members, string name, Action value)
    {
        if (random.Next(10) < 8)
        {
            members.Add(() => WriteMember(name, random.Next(12) == 0 ? () => _text.Append("null") : value));
        }
    }

    // Names that no rule looks at, also the same one twice.
    private void AddUnknown(List<Action> members, int most)
    {
        for (var i = random.Next(most); i > 0; i--)
        {
            members.Add(() => WriteMember("x-" + _names[random.Next(_names.Length)], () => WriteValue(0)));
        }
    }

    private void WriteObject(List<Action> members)
    {
        Shuffle(members);
        _text.Append('{');
        Separated(members);
        _text.Append('}');
    }

    private void WriteArray(int most, Action item)
    {
        _text.Append('[');
        Separated(Enumerable.Repeat(item, random.Next(most)).ToList());
        _text.Append(']');
    }

    private void Separated(List<Action> parts)
    {
        Space();
        for (var i = 0; i < parts.Count; i++)
        {
            if (i > 0)
            {
                _text.Append(',');
                Space();
            }
            parts[i]();
            Space();
        }
    }

    private void WriteMember(string name, Action value)
    {
        _text.Append(CultureInfo.InvariantCulture, $"\"{name}\"");
        Space();
        _text.Append(':');
        Space();
        value();
    }

    private void WriteValue(int depth)
    {
        switch (random.Next(depth > 6 ? 5 : 8))
        {
            case 0: _text.Append("null"); break;
            case 1: _text.Append(random.Next(2) == 0 ? "true" : "false"); break;
            case 2: _text.Append(_numbers[random.Next(_numbers.Length)]); break;
            case 3 or 4: WriteString(_strings); break;
            case 5: WriteArray(4, () => WriteValue(depth + 1)); break;
            case 6: WriteDeep(); break;
            default:
                WriteObject([.. Enumerable.Range(0, random.Next(4)).Select(_ => (Action)(() =>
                    WriteMember(_names[random.Next(_names.Length)], () => WriteValue(depth + 1))))]);
                break;
        }
    }

    private void WriteDeep()
    {
        var depth = random.Next(20) == 0 ? random.Next(300) : random.Next(5);
        for (var i = 0; i < depth; i++)
        {
            _text.Append("[{\"d\":");
        }
        _text.Append('1');
        for (var i = 0; i < depth; i++)
        {
            _text.Append("}]");
        }
    }

    private void WriteString(string[] texts) => _text.Append(CultureInfo.InvariantCulture, $"\"{texts[random.Next(texts.Length)]}\"");

    private void Space()
    {
        while (random.Next(4) == 0)
        {
            _text.Append(" \t\n\r"[random.Next(4)]);
        }
    }

    private void Shuffle(List<Action> parts)
    {
        for (var i = parts.Count - 1; i > 0; i--)
        {
            var j = random.Next(i + 1);
            (parts[i], parts[j]) = (parts[j], parts[i]);
        }
    }
}
