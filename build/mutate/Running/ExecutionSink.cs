using Xunit.Abstractions;

namespace Mutate.Running;

/// <summary>Follows a run of tests to its end.</summary>
internal abstract class ExecutionSink : IMessageSink
{
    private TaskCompletionSource _complete = new();

    internal void Reset() => _complete = new TaskCompletionSource();

    internal void Wait() => _complete.Task.Wait();

    public bool OnMessage(IMessageSinkMessage message)
    {
        var goesOn = Follow(message);
        if (message is ITestAssemblyFinished)
        {
            _complete.TrySetResult();
        }
        return goesOn;
    }

    /// <summary>Whether the run shall go on.</summary>
    protected abstract bool Follow(IMessageSinkMessage message);

    protected static bool IsFailure(IMessageSinkMessage message) => message is IFailureInformation;
}
