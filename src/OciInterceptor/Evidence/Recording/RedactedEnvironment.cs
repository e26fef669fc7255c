using System.Runtime.CompilerServices;
using System.Text;
using OciInterceptor.Json;

namespace OciInterceptor.Evidence.Recording;

/// <summary>A document with digests in the place of the values of environment variables: the container's, an exec's, and those of hooks.</summary>
internal static class RedactedEnvironment
{
    internal static JsonObject Of(JsonObject document) => new(document.Members.Map(Member));

    private static JsonMember Member(JsonMember member) => member.Value switch
    {
        JsonArray list when member.Name.AsText().Equals("env", StringComparison.OrdinalIgnoreCase) => member with { Value = new JsonArray(list.Items.Map(Entry)) },
        _ => member with { Value = Within(member.Value) },
    };

    /// <exception cref="InsufficientExecutionStackException">The value nests too deep.</exception>
    private static JsonValue Within(JsonValue value)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return value switch
        {
            JsonObject json => Of(json),
            JsonArray list => new JsonArray(list.Items.Map(Within)),
            _ => value,
        };
    }

    private static JsonValue Entry(JsonValue entry)
    {
        if (entry is not JsonScalar { Kind: JsonKind.String } text)
        {
            return entry;
        }
        var variable = text.AsText();
        var name = variable.IndexOf('=', StringComparison.Ordinal) is var end and >= 0 ? variable[..(end + 1)] : "";
        return JsonScalar.Of($"{name}sha256:{Sha256.Hex(Encoding.UTF8.GetBytes(variable[name.Length..]))}");
    }
}
