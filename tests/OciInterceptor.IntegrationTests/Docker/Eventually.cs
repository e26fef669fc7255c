using System.Diagnostics;

namespace OciInterceptor.IntegrationTests.Docker;

/// <summary>Waits for what an engine does in its own time, which is long on a busy machine.</summary>
internal static class Eventually
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);

    public static void Holds(string what, Func<bool> condition)
    {
        for (var watch = Stopwatch.StartNew(); !condition(); Thread.Sleep(_pause))
        {
            if (watch.Elapsed > TimeLimit.OfAnEngine)
                throw new TimeoutException($"not within {watch.Elapsed.TotalSeconds} s: {what}");
        }
    }
}
