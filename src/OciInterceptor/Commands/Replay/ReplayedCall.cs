namespace OciInterceptor.Commands.Replay;

/// <summary>What another policy means for one recorded call.</summary>
/// <param name="Call">The call.</param>
/// <param name="Kind">What it means.</param>
/// <param name="Rules">The rules that make the difference, each once.</param>
/// <param name="Detail">The refusal, or where the results differ; made when it is shown.</param>
internal sealed record ReplayedCall(RecordedCall Call, ReplayKind Kind, ImmutableArray<string> Rules, Func<string> Detail)
{
    /// <summary>Whether the present policy has another result than the record says: the replay does not see all that the call saw.</summary>
    internal bool DiffersFromRecord { get; init; }
}
