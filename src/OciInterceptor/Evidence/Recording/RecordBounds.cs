using OciInterceptor.Policy;

namespace OciInterceptor.Evidence.Recording;

/// <summary>How much of a record is kept.</summary>
internal sealed record RecordBounds(long MaxCount, long MaxBytes, TimeSpan MaxAge)
{
    internal static RecordBounds Of(RecorderSettings settings) => new(settings.MaxCount, settings.MaxBytes, settings.MaxAge);

    /// <summary>
    /// The bounds that leave room for one more record of that size, and for a tenth of all: so not every call of a full directory
    /// lists it.
    /// </summary>
    internal RecordBounds WithRoomFor(long size) => this with
    {
        MaxCount = MaxCount - Math.Max(1, MaxCount / 10),
        MaxBytes = Math.Min(MaxBytes - size, MaxBytes - (MaxBytes / 10)),
        MaxAge = MaxAge - (MaxAge / 10),
    };
}
