using OciInterceptor.Json;

namespace OciInterceptor.Spec.Features;

/// <summary>
/// Names for what a runtime knows: a word of a list ("mountOptions.rro", "linux.namespaces.time") and a flag ("linux.cgroup.v2") by its
/// place in the features document, and members of a configuration of which the document says nothing ("process.scheduler").
/// </summary>
internal static class FeatureNames
{
    private static readonly ImmutableArray<string> _beginnings = ["hooks.", "mountOptions.", "linux.", "process.", "domainname"];

    // One of each member that a release brought.
    private static ReadOnlySpan<byte> Members => """
        {"domainname":"x","process":{"scheduler":{"policy":"x"},"ioPriority":{"class":"x"},"execCPUAffinity":{"initial":"0"}},"linux":{"personality":{"domain":"x"},
        "timeOffsets":{"boottime":{"secs":1}},"netDevices":{"x":{}},"intelRdt":{"schemata":["x"],"enableMonitoring":true},"resources":{"cpu":{"burst":1}}}}
        """u8;

    /// <summary>All that a runtime is known to know.</summary>
    internal static IEnumerable<string> Of(RuntimeFeatures features)
    {
        foreach (var claim in Claims.Between(JsonObject.Empty, (JsonObject)JsonText.Parse(Members.ToArray(), "members")))
        {
            if (features.Knows(claim, out _) == true)
            {
                yield return claim.Word is null ? claim.Thing : $"{claim.Entry}.{claim.Word}";
            }
        }
        foreach (var name in Of(features.Json, ""))
        {
            yield return name;
        }
    }

    /// <summary>Why a glob for such names could never match; null if it could.</summary>
    internal static string? Problem(string pattern) =>
        pattern is ['*' or '?' or '[', ..] || _beginnings.Any(beginning => pattern.StartsWith(beginning, StringComparison.Ordinal))
            ? null
            : $"invalid feature \"{pattern}\": want one such as process.scheduler, linux.netDevices, linux.namespaces.time, mountOptions.rro or hooks.createRuntime";

    private static IEnumerable<string> Of(JsonValue value, string path) => value switch
    {
        JsonObject json => json.Members.SelectMany(member => Of(member.Value, path.Length == 0 ? member.Name.AsText() : $"{path}.{member.Name.AsText()}")),
        JsonArray => Part.Texts(value).Select(word => $"{path}.{word}"),
        { Kind: JsonKind.True } => [path],
        _ => [],
    };
}
