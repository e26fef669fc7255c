using Xunit.Abstractions;

namespace Mutate.Running;

/// <summary>Ends a run at the first test that fails.</summary>
internal sealed class FirstFailure(TimeLimit limit, IReadOnlyDictionary<string, PlannedTest> planned) : ExecutionSink
{
    internal Failure? Failed { get; private set; }

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
                Failed ??= new Failure(failed.Test.DisplayName, [planned[failed.TestCase.UniqueID]]);
                break;
            case IFailureInformation:
                Failed ??= new Failure("what is around the tests", []);
                break;
        }
        return Failed is null;
    }
}
