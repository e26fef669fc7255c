using System.Diagnostics;
using System.Reflection;
using Mutate.Weaving;
using Xunit.Abstractions;

namespace Mutate.Running;

/// <summary>Notes which mutants each test reaches, and how long it takes.</summary>
internal sealed class Recorder : ExecutionSink
{
    private readonly byte[] _reached = (byte[])MutantSwitch.Type.GetField("Reached", BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!;

    private long _begin;
    private int _test;
    private bool _hasPassed;
    private bool _hasFailed;

    internal List<TestRecord> Records { get; } = [];

    internal void Begin(int test)
    {
        (_test, _hasPassed, _hasFailed) = (test, false, false);
        Array.Clear(_reached);
        _begin = Stopwatch.GetTimestamp();
    }

    internal void End()
    {
        var took = Stopwatch.GetElapsedTime(_begin).TotalMilliseconds;
        var reached = Enumerable.Range(0, _reached.Length).Where(id => _reached[id] != 0).ToLookup(id => _reached[id] >= 2);
        Records.Add(new TestRecord(_test, Math.Round(took, 1), _hasPassed && !_hasFailed, [.. reached[false]], [.. reached[true]]));
    }

    protected override bool Follow(IMessageSinkMessage message)
    {
        _hasPassed |= message is ITestPassed;
        _hasFailed |= IsFailure(message);
        return true;
    }
}
