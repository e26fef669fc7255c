using System.Diagnostics;

namespace Mutate.Running;

/// <summary>
/// Ends the process by a call when a test takes too much time of the processor, or waits too long: on a busy machine a test that
/// does neither may be slow. A thread of its own, because a mutant may keep all the others busy.
/// </summary>
internal sealed class TimeLimit
{
    private const int WaitingFactor = 3;

    private readonly Lock _lock = new();
    private PlannedTest? _test;
    private long _begin;
    private TimeSpan _used;

    internal TimeLimit(Action<PlannedTest> end) => new Thread(() => Watch(end)) { IsBackground = true }.Start();

    internal void Begin(PlannedTest test)
    {
        lock (_lock)
        {
            (_test, _begin, _used) = (test, Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        }
    }

    internal void End()
    {
        lock (_lock)
        {
            _test = null;
        }
    }

    private void Watch(Action<PlannedTest> end)
    {
        while (true)
        {
            Thread.Sleep(100);
            lock (_lock)
            {
                if (_test is { } test && ((Environment.CpuUsage.TotalTime - _used).TotalMilliseconds > test.Limit
                    || Stopwatch.GetElapsedTime(_begin).TotalMilliseconds > WaitingFactor * test.Limit))
                {
                    end(test);
                }
            }
        }
    }
}
