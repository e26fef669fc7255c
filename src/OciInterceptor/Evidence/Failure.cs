using System.Globalization;
using System.Text;
using OciInterceptor.Call.Arguments;
using OciInterceptor.Json;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;

namespace OciInterceptor.Evidence;

/// <summary>
/// Reports why the container is not started: a line on stderr, and one in the caller's --log file in its --log-format, because
/// containerd's shim and dockerd show that file.
/// </summary>
internal static unsafe class Failure
{
    // An engine passes the message on whole, and it may quote what a container's author wrote, as long as a document.
    private const int MaxLength = 16 << 10;

    /// <returns>The exit code.</returns>
    internal static int Report(string message, in CallScan scan)
    {
        ProcessStart.Settle();
        var line = $"oci-interceptor: {Shortened(OneLine.Of(message))}";
        if (scan.Log is not null)
        {
            AppendTo(CString.At(scan.Log), scan.LogFormat is not null && CString.At(scan.LogFormat).Bytes.SequenceEqual("json"u8) ? AsJson(line) : AsText(line));
        }
        // Last, since stderr may have no reader.
        Write(2, line + "\n");
        return 1;
    }

    private static string Shortened(string line) =>
        line.Length <= MaxLength ? line : $"{line[..(MaxLength / 2)]} … {line[^(MaxLength / 2)..]}";

    // The keys and their order are logrus'.
    private static string AsJson(string message) =>
        $"{{\"level\":\"error\",\"msg\":{Token(message)},\"time\":{Token(Now)}}}\n";

    private static string AsText(string message) => $"time={Token(Now)} level=error msg={Token(message)}\n";

    private static string Now => DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static string Token(string text) => Encoding.UTF8.GetString(JsonString.Encode(text));

    private static void AppendTo(CString log, string line)
    {
        // crun accepts a kind of log before the name; we can write only to a file.
        if (log.Bytes.StartsWith("journald:"u8) || log.Bytes.StartsWith("syslog:"u8))
        {
            return;
        }
        var path = log.Bytes.StartsWith("file:"u8) ? CString.Of(log.Bytes[5..]) : log;
        try
        {
            using var file = Descriptor.Open(path, Libc.O_WRONLY | Libc.O_APPEND | Libc.O_CREAT | Libc.O_NONBLOCK, Permissions.Public); // as runc
            file.WriteAll(Encoding.UTF8.GetBytes(line));
        }
        catch (IOException)
        {
            // The message is on stderr already.
        }
    }

    private static void Write(int fd, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        fixed (byte* p = bytes)
        {
            _ = Libc.write(fd, p, (nuint)bytes.Length);
        }
    }
}
