using System.Numerics;

namespace OciInterceptor.Commands.Report;

/// <summary>How long calls took, in a bounded number of counters.</summary>
internal sealed class Durations
{
    // So many counters for each power of two: a quantile is too large by a sixteenth at most.
    private const int Parts = 16;
    private const int PartBits = 4;

    private readonly long[] _counts = new long[64 * Parts];
    private readonly long[] _within = new long[Bounds.Length];

    /// <summary>The upper bounds of the buckets of the metric, in microseconds.</summary>
    internal static ReadOnlySpan<long> Bounds => [250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000];

    internal long Count { get; private set; }

    /// <summary>In microseconds; the greatest number there is if they have no room.</summary>
    internal long Sum { get; private set; }

    internal long Longest { get; private set; }

    internal void Add(long microseconds)
    {
        Count++;
        Sum = Sum > long.MaxValue - microseconds ? long.MaxValue : Sum + microseconds;
        Longest = Math.Max(Longest, microseconds);
        _counts[Place(microseconds)]++;
        for (var i = 0; i < _within.Length; i++)
        {
            _within[i] += microseconds <= Bounds[i] ? 1 : 0;
        }
    }

    /// <summary>How many took at most one of <see cref="Bounds"/>.</summary>
    internal long Within(int bound) => _within[bound];

    /// <summary>The time within which a part of the calls was done; 0 without calls.</summary>
    internal long Quantile(double part)
    {
        var left = (long)Math.Ceiling(part * Count);
        for (var place = 0; left > 0; place++)
        {
            left -= _counts[place];
            if (left <= 0)
            {
                return Math.Min(Longest, Upper(place));
            }
        }
        return 0;
    }

    // Below 16 each number has a counter; above, its highest bit and the four after it choose one.
    private static int Place(long number)
    {
        if (number < Parts)
        {
            return (int)number;
        }
        var shift = BitOperations.Log2((ulong)number) - PartBits;
        return (Parts * (shift + 1)) + (int)((number >> shift) - Parts);
    }

    private static long Upper(int place) => place < Parts ? place : ((long)(Parts + (place % Parts) + 1) << ((place / Parts) - 1)) - 1;
}
