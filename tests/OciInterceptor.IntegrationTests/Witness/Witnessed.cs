using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Witness;

/// <summary>What the witness recorded, and what its caller saw.</summary>
internal sealed record Witnessed(string Record, string Processes, CommandResult Result, int ProcessId)
{
    public string Difference(Witnessed other)
    {
        string[] mine = Record.Split('\n'), theirs = other.Record.Split('\n');
        return string.Join('\n', mine.Except(theirs).Take(20).Select(l => "- " + l).Concat(theirs.Except(mine).Take(20).Select(l => "+ " + l)));
    }
}
