using OciInterceptor.Messages;

namespace OciInterceptor.Json.Patching;

/// <summary>
/// Applies JSON Merge Patches (RFC 7396), whose names must be distinct: members of the patch replace those of the document, null
/// removes them, objects are merged.
/// </summary>
internal static class MergePatch
{
    /// <returns>The document itself when the patch changes nothing.</returns>
    /// <exception cref="InterceptorException">The document repeats a name that the patch uses.</exception>
    internal static JsonValue Apply(JsonValue document, JsonValue patch) => patch is JsonObject changes
        ? Merge(document as JsonObject ?? JsonObject.Empty, changes)
        : JsonValue.Same(document, patch) ? document : patch;

    private static JsonObject Merge(JsonObject document, JsonObject changes)
    {
        var left = new Dictionary<string, JsonValue>(changes.Members.Length);
        foreach (var change in changes.Members)
        {
            left.Add(change.Name.AsText(), change.Value);
        }
        var done = new HashSet<string>();
        var members = ImmutableArray.CreateBuilder<JsonMember>(document.Members.Length + changes.Members.Length);
        var isChanged = false;
        foreach (var member in document.Members)
        {
            var name = member.Name.AsText();
            if (done.Contains(name))
            {
                throw JsonObject.Ambiguous(member.Name);
            }
            if (!left.Remove(name, out var change))
            {
                members.Add(member);
                continue;
            }
            done.Add(name);
            var value = change.Kind == JsonKind.Null ? null : Apply(member.Value, change);
            isChanged |= !ReferenceEquals(value, member.Value);
            if (value is not null)
            {
                members.Add(member with { Value = value });
            }
        }
        foreach (var change in changes.Members)
        {
            if (change.Value.Kind != JsonKind.Null && !done.Contains(change.Name.AsText()))
            {
                members.Add(new JsonMember(JsonScalar.Of(change.Name.AsText()), Apply(JsonScalar.Null, change.Value)));
                isChanged = true;
            }
        }
        return isChanged ? new JsonObject(members.DrainToImmutable()) : document;
    }
}
