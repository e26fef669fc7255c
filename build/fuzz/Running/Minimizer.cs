using System.Diagnostics;
using Fuzz.Mutation;

namespace Fuzz.Running;

/// <summary>Makes a failing input shorter as long as it fails alike.</summary>
internal static class Minimizer
{
    /// <param name="input">It fails.</param>
    /// <param name="fails">Whether a shorter one fails in the same way.</param>
    /// <param name="time">When to be content.</param>
    internal static byte[] Minimize(byte[] input, Func<byte[], bool> fails, TimeSpan time)
    {
        var clock = Stopwatch.StartNew();
        for (var length = Math.Max(1, input.Length / 2); length > 0; length = length > 1 && length < 4 ? length - 1 : length / 2)
        {
            for (var start = 0; start + length <= input.Length && clock.Elapsed < time;)
            {
                var shorter = input.Remove(start, start + length);
                var isEnough = fails(shorter);
                input = isEnough ? shorter : input;
                start += isEnough ? 0 : length;
            }
        }
        return input;
    }
}
