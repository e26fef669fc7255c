using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Policy;

/// <summary>
/// Writes what a patch writes into two containers, one that has next to nothing, and one that has what the values of others need: what is
/// wrong in both is wrong whatever the container.
/// </summary>
internal static class PatchedContainers
{
    private static ReadOnlySpan<byte> Bare => """
        {"ociVersion":"1.0.0","process":{"args":["sh"],"cwd":"/","user":{"uid":0,"gid":0}},"root":{"path":"rootfs"},"linux":{}}
        """u8;

    private static byte[] Full()
    {
        var names = $"[\"{string.Join("\",\"", CapabilityNames.All)}\"]";
        return Encoding.UTF8.GetBytes($$$"""
            {"ociVersion":"1.3.0","root":{"path":"rootfs"},"process":{"args":["sh"],"cwd":"/","user":{"uid":0,"gid":0},"capabilities":{"permitted":{{{names}}},"inheritable":{{{names}}} },
            "scheduler":{"policy":"SCHED_FIFO","priority":1,"runtime":1,"deadline":1,"period":1}},
            "linux":{"namespaces":[{"type":"pid"},{"type":"network"},{"type":"ipc"},{"type":"uts"},{"type":"mount"},{"type":"cgroup"},{"type":"user"},{"type":"time"}],
            "uidMappings":[{"containerID":0,"hostID":1000,"size":1}],"gidMappings":[{"containerID":0,"hostID":1000,"size":1}],
            "memoryPolicy":{"mode":"MPOL_BIND","nodes":"0"},"personality":{"domain":"LINUX"},"seccomp":{"defaultAction":"SCMP_ACT_ALLOW","listenerPath":"/listener"} }}
            """);
    }

    /// <summary>The containers after a merge patch.</summary>
    internal static ImmutableArray<JsonObject> Merged(JsonObject patch) =>
        [.. Containers.Select(container => MergePatch.Apply(container, patch)).OfType<JsonObject>()];

    /// <summary>The containers after what a patch adds and replaces.</summary>
    internal static ImmutableArray<JsonObject> Patched(IEnumerable<(string Path, JsonValue Value)> written) =>
        [.. Containers.Select(container => Patched(container, written)).OfType<JsonObject>()];

    private static JsonValue Patched(JsonObject container, IEnumerable<(string Path, JsonValue Value)> written)
    {
        JsonValue document = container;
        foreach (var (path, value) in written)
        {
            document = Written(document, JsonPointer.Parse(path).AsSpan(), value, container.Text!);
        }
        return document;
    }

    // Findings about the container's own parts have no file.
    private static IEnumerable<JsonObject> Containers =>
        [(JsonObject)JsonText.Parse(Bare.ToArray(), ""), (JsonObject)JsonText.Parse(Full(), "")];

    // Which items a list has at its indexes is not known: it holds what the patch writes.
    private static JsonValue Written(JsonValue? target, ReadOnlySpan<string> path, JsonValue value, JsonText container)
    {
        if (path.IsEmpty)
        {
            return value;
        }
        if (target is JsonArray or null && (path[0] == JsonPointer.End || JsonPointer.Index(path[0]) is not null))
        {
            var own = target is JsonArray list ? list.Items.RemoveAll(item => item.Text == container) : [];
            return new JsonArray(own.Add(Written(null, path[1..], value, container)));
        }
        var json = target as JsonObject ?? JsonObject.Empty;
        return json.WithEntry(path[0], Written(json.Entry(path[0]), path[1..], value, container));
    }
}
