using Xunit.Abstractions;

namespace Mutate.Running;

/// <summary>Ends a run at the first test that fails.</summary>
internal sealed class FirstFailure(TimeLimit limit, IReadOnlyDictionary<string, PlannedTest> planned) : ExecutionSink
{
    /// <summary>The name of the test.</summary>
    internal string? Failed { get; private set; }

    protected override bool Follow(IMessageSinkMessage message)
    {
        switch (message)
        {
            case ITestCaseStarting { TestCase.UniqueID: var id }:
                limit.Begin(planned[id]);
                break;
            case ITestCaseFinished:
                limit.End();
                break;
            case ITestFailed failed:
                Failed ??= failed.Test.DisplayName;
                break;
            case IFailureInformation:
                Failed ??= "what is around the tests";
                break;
        }
        return Failed is null;
    }
}
