using System.Text;

namespace OciInterceptor.Conditions;

/// <summary>What dockerd takes a daemon.json for: UTF-8, or what a byte order mark says (since release 23), and no members if it is empty.</summary>
internal static class DaemonText
{
    /// <summary>The file as JSON in UTF-8 without a mark; white space is an empty object.</summary>
    internal static byte[] Of(ReadOnlySpan<byte> content)
    {
        byte[] text = content switch
        {
            [0xEF, 0xBB, 0xBF, .. var rest] => [.. rest],
            [0xFF, 0xFE, .. var rest] => Translated(rest, isBigEndian: false),
            [0xFE, 0xFF, .. var rest] => Translated(rest, isBigEndian: true),
            _ => [.. content],
        };
        return text.AsSpan().Trim(" \t\r\n"u8).IsEmpty ? "{}\n"u8.ToArray() : text;
    }

    // A half character becomes U+FFFD, as for dockerd.
    private static byte[] Translated(ReadOnlySpan<byte> content, bool isBigEndian) =>
        Encoding.UTF8.GetBytes(new UnicodeEncoding(isBigEndian, byteOrderMark: false).GetString(content));
}
