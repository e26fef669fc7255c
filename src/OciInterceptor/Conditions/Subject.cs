using OciInterceptor.Host;
using OciInterceptor.Spec;

namespace OciInterceptor.Conditions;

/// <summary>What conditions look at: one call, and its document after the preceding rules.</summary>
/// <param name="Verb">The runtime's verb: create, run, restore or exec.</param>
/// <param name="ContainerId">The container's ID; empty when unknown.</param>
/// <param name="Spec">The container's configuration; null for an exec.</param>
/// <param name="Process">The process: the configuration's, or an exec's whole document.</param>
/// <param name="Host">Resolves the paths of mounts and namespaces.</param>
internal sealed record Subject(string Verb, string ContainerId, RuntimeSpec? Spec, Process? Process, IHost Host)
{
    /// <summary>Whether the call has the option --no-pivot.</summary>
    internal bool NoPivot { get; init; }
}
