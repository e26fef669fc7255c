using OciInterceptor.Messages;

namespace OciInterceptor.Json;

/// <summary>Refuses values with repeated names, which must not get into a document.</summary>
internal static class DistinctNames
{
    /// <exception cref="InterceptorException">A name is repeated in an object of the value; the message names the position.</exception>
    internal static void Require(JsonValue value)
    {
        foreach (var item in value is JsonArray array ? array.Items : [])
        {
            Require(item);
        }
        var names = new HashSet<string>();
        foreach (var member in value is JsonObject json ? json.Members : [])
        {
            if (!names.Add(member.Name.AsText()))
            {
                throw JsonObject.Ambiguous(member.Name);
            }
            Require(member.Value);
        }
    }
}
