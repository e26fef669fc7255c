using System.Diagnostics;

namespace Mutate.Running;

/// <summary>Ends the process by a call when a test takes too long. A thread of its own: a mutant may keep all the others busy.</summary>
internal sealed class TimeLimit
{
    private readonly Lock _lock = new();
    private PlannedTest? _test;
    private long _begin;

    internal TimeLimit(Action<PlannedTest> end) => new Thread(() => Watch(end)) { IsBackground = true }.Start();

    internal void Begin(PlannedTest test)
    {
        lock (_lock)
        {
            (_test, _begin) = (test, Stopwatch.GetTimestamp());
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
                if (_test is { } test && Stopwatch.GetElapsedTime(_begin).TotalMilliseconds > test.Limit)
                {
                    end(test);
                }
            }
        }
    }
}
