using System.Globalization;
using OciInterceptor.Evidence.Recording;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Schema;

namespace OciInterceptor.Commands.Replay;

/// <summary>How much a recorder's directory holds.</summary>
/// <param name="Directory">The directory.</param>
/// <param name="Files">Its records, the oldest first.</param>
/// <param name="Settings">The recorder that writes there; null if the policy in force has another one or none.</param>
internal sealed record RecordStatus(string Directory, List<RecordFile> Files, RecorderSettings? Settings)
{
    private long Bytes
    {
        get
        {
            var bytes = 0L;
            foreach (var file in Files)
            {
                bytes += file.Bytes;
            }
            return bytes;
        }
    }

    internal string Text()
    {
        var held = $"{OneLine.Of(Directory)}: {Count(Files.Count)} with {SizeOf(Bytes)}{(Files is [var first, .., var last] ? $", from {Moment(first)} to {Moment(last)}" : Files is [var one] ? $", from {Moment(one)}" : "")}\n";
        return held + (Settings is null
            ? "The policy in force records nothing there.\n"
            : $"The policy in force keeps {Count(Settings.MaxCount)}, {SizeOf(Settings.MaxBytes)} and {AgeText.Of(Settings.MaxAge)} at most, {(Settings.RedactsEnvironment ? "without" : "with")} the values of variables.\n");
    }

    internal string Json() => IndentedJson.Text(JsonBuilder.Object(
        ("directory", JsonScalar.Of(Directory)),
        ("count", JsonScalar.OfNumber(Files.Count)),
        ("bytes", JsonScalar.OfNumber(Bytes)),
        ("oldest", Files.Count == 0 ? null : JsonScalar.Of(Moment(Files[0]))),
        ("newest", Files.Count == 0 ? null : JsonScalar.Of(Moment(Files[^1]))),
        ("recorder", Settings is null ? null : JsonBuilder.Object(
            ("maxCount", JsonScalar.OfNumber(Settings.MaxCount)),
            ("maxBytes", JsonScalar.OfNumber(Settings.MaxBytes)),
            ("maxAge", JsonScalar.Of(AgeText.Of(Settings.MaxAge))),
            ("redactEnvironment", JsonScalar.Of(Settings.RedactsEnvironment))))));

    /// <summary>A number of records.</summary>
    internal static string Count(long count) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} record{(count == 1 ? "" : "s")}");

    /// <summary>A size, in the unit that it has few digits in.</summary>
    internal static string SizeOf(long bytes) => bytes switch
    {
        < 1 << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.#} KiB"),
        < 1 << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.#} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1073741824.0:0.#} GiB"),
    };

    private static string Moment(RecordFile file) => file.Time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
