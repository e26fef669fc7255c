namespace OciInterceptor.Tests.Linux.Processes;

/// <summary>
/// The classes whose tests run guarded programs, one after the other: a run ends and reaps every child of the process that can gain
/// no privileges, and in the product, unlike here, no other run goes on beside it.
/// </summary>
[CollectionDefinition(Name)]
public sealed class GuardedPrograms
{
    public const string Name = "guarded programs";
}
