using OciInterceptor.Engines.Running;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Inspection;

/// <summary>What one rule did to a container's configuration.</summary>
/// <param name="Name">The rule's name.</param>
/// <param name="Type">Its type word.</param>
/// <param name="Origin">The file, the profile or the flags that have it.</param>
/// <param name="Changes">Its operations, in order.</param>
internal sealed record RuleTrace(string Name, string Type, string Origin, ImmutableArray<PatchOperation> Changes)
{
    /// <summary>Whether the changes were too much for the audit trail, which has only their number.</summary>
    internal bool IsLeftOut { get; init; }

    /// <summary>The rules of an audit line that changed the configuration.</summary>
    /// <exception cref="InterceptorException">The line is not one of ours.</exception>
    internal static ImmutableArray<RuleTrace> In(JsonObject line) =>
    [
        .. from rule in new RecordMembers(line).Objects("rules")
           where rule.Text("outcome") == "Changed"
           select new RuleTrace(rule.Text("name") ?? "?", rule.Text("type") ?? "?", rule.Text("origin") ?? "?", Operations(rule.Json!)) { IsLeftOut = rule.Json!.Entry("patchLeftOut") is not null },
    ];

    private static ImmutableArray<PatchOperation> Operations(JsonObject rule) => rule.Entry("patch") is JsonArray patch ? PatchReader.Read(patch.Items) : [];
}
