using System.Runtime.CompilerServices;
using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Spec.Facts;

/// <summary>
/// Refuses configurations in which runtimes would find different members where a patch looks: Go takes a name in any letter case and the
/// last of several, C the exact one, up to a NUL, and the first. Records have this check in their getters; patches follow names of their own.
/// </summary>
internal static class AmbiguousNames
{
    // Maps of the runtime specification: Go compares their names exactly.
    private static readonly ImmutableArray<string> _maps =
        ["/annotations", "/linux/netDevices", "/linux/resources/rdma", "/linux/resources/unified", "/linux/sysctl", "/linux/timeOffsets"];

    // No map is below a path of this length.
    private const int LongestPath = 32;

    /// <exception cref="InterceptorException">A name on the way of a JSON Pointer has another that could be read as it.</exception>
    internal static void Refuse(JsonObject configuration, string pointer)
    {
        JsonValue? value = configuration;
        var path = "";
        foreach (var step in JsonPointer.Parse(pointer))
        {
            value = value switch
            {
                JsonObject json => Only(json, step, path),
                JsonArray array when JsonPointer.Index(step) is { } index && index < array.Items.Length => array.Items[index],
                _ => null,
            };
            path = JsonPointer.Member(path, step);
        }
    }

    /// <exception cref="InterceptorException">A name in a JSON Merge Patch has another in the configuration that could be read as it.</exception>
    internal static void Refuse(JsonObject configuration, JsonObject patch) => Refuse(configuration, patch, "");

    /// <summary>For one who looks at all of a configuration, such as a program.</summary>
    /// <exception cref="InterceptorException">A name is repeated, or could be read as another one.</exception>
    internal static void RefuseAny(JsonObject configuration) => RefuseAny(configuration, "");

    // The path is null where a map cannot be.
    private static void RefuseAny(JsonValue value, string? path)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (var item in value is JsonArray array ? array.Items : [])
        {
            RefuseAny(item, null);
        }
        var isMap = path is not null && _maps.Contains(path);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in value is JsonObject json ? json.Members : [])
        {
            var name = member.Name.AsText();
            if (!seen.Add(name) || (isMap ? member.Name.IsMalformed || name.Contains('\0', StringComparison.Ordinal) : MemberNames.Of(JsonName.Folded(member.Name)) is { } known && known != name))
            {
                throw JsonObject.Ambiguous(member.Name);
            }
            RefuseAny(member.Value, path is null || path.Length > LongestPath ? null : JsonPointer.Member(path, name));
        }
    }

    private static void Refuse(JsonObject json, JsonObject patch, string path)
    {
        foreach (var change in patch.Members)
        {
            var name = change.Name.AsText();
            if (Only(json, name, path) is JsonObject child && change.Value is JsonObject inner)
            {
                Refuse(child, inner, JsonPointer.Member(path, name));
            }
        }
    }

    // Entry refuses what is a repetition of the exact name for some reader.
    private static JsonValue? Only(JsonObject json, string name, string path)
    {
        if (Ascii.IsValid(name) && !_maps.Contains(path))
        {
            var bytes = Encoding.UTF8.GetBytes(name);
            foreach (var member in json.Members)
            {
                if (bytes.Length > 0 && member.Name.BodyLength > 0 && !member.Name.TextEquals(name) && JsonName.LooksLike(member.Name.Token, bytes))
                {
                    throw JsonObject.Ambiguous(member.Name);
                }
            }
        }
        return json.Entry(name);
    }
}
