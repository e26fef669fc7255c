using Xunit.Abstractions;

namespace Mutate.Running;

/// <summary>The tests that an assembly has.</summary>
internal sealed class Discovery : IMessageSink
{
    private readonly TaskCompletionSource _complete = new();

    internal List<ITestCase> Tests { get; } = [];

    internal void Wait() => _complete.Task.Wait();

    public bool OnMessage(IMessageSinkMessage message)
    {
        switch (message)
        {
            case ITestCaseDiscoveryMessage found:
                Tests.Add(found.TestCase);
                break;
            case IDiscoveryCompleteMessage:
                _complete.SetResult();
                break;
        }
        return true;
    }
}
