using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;

namespace OciInterceptor.Evidence.Recording;

/// <summary>
/// How many records there are at most, their bytes, and the time of the oldest: so a call need not list them. It is written before
/// the record, so that a call that is killed in between leaves a tally that is too great, and never one that is too small.
/// </summary>
internal sealed record RecordTally(long Count, long Bytes, DateTimeOffset Oldest)
{
    internal static RecordTally Empty { get; } = new(0, 0, DateTimeOffset.MaxValue);

    // Each number fills its width, so that a tally replaces another one in one write(2).
    private const int Width = 20;
    private const int Length = (3 * Width) + 3;

    /// <summary>The tally with one more record.</summary>
    internal RecordTally With(long bytes, DateTimeOffset time) => new(Count + 1, Bytes + bytes, time < Oldest ? time : Oldest);

    /// <summary>Null if the file has none that can be read.</summary>
    internal static RecordTally? Read(SafeFileHandle file)
    {
        Rewind(file);
        var text = file.ReadToEnd(Length) is { Length: Length } bytes ? Encoding.ASCII.GetString(bytes) : "";
        return text.Length > 0 && text[^1] == '\n' && text.Split(' ', '\n') is [var count, var size, var oldest, ""]
            && Number(count) is { } known && Number(size) is { } all && Number(oldest) is { } ticks && ticks <= DateTimeOffset.MaxValue.Ticks
            ? new RecordTally(known, all, new DateTimeOffset(ticks, TimeSpan.Zero))
            : null;
    }

    /// <exception cref="IOException">It was not written.</exception>
    internal void Write(SafeFileHandle file)
    {
        Rewind(file);
        file.WriteAll(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Count:d20} {Bytes:d20} {Oldest.Ticks:d20}\n")));
    }

    private static void Rewind(SafeFileHandle file) => Errno.Check(Libc.lseek(file.Fd(), 0, Libc.SEEK_SET));

    private static long? Number(string text) => text.Length == Width && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
