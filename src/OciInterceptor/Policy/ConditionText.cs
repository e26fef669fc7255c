using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Policy;

/// <summary>A condition as messages show it, without variables' values and other possible secrets.</summary>
internal static class ConditionText
{
    private const int Longest = 120;

    /// <summary>One line of JSON, cut short.</summary>
    internal static string Of(JsonObject when)
    {
        var text = Encoding.UTF8.GetString(JsonBuilder.Line(Hidden(when)).Span);
        return text.Length > Longest ? text[..Longest] + "…" : text;
    }

    private static JsonValue Hidden(JsonValue value) => value switch
    {
        JsonObject json => Map(json, static member => member.Name.AsText() switch
        {
            "env" => Names(member.Value, static _ => true),
            "annotations" => Names(member.Value, SecretName.Is),
            _ => Hidden(member.Value),
        }),
        JsonArray array => new JsonArray(array.Items.Map(Hidden)),
        JsonScalar { Kind: JsonKind.String } text when SecretText.Is(text.AsText()) => JsonScalar.Of("…"),
        _ => value,
    };

    private static JsonValue Names(JsonValue value, Func<string, bool> isSecret) => value is JsonObject json
        ? Map(json, member => isSecret(member.Name.AsText()) ? JsonScalar.Of("…") : Hidden(member.Value))
        : value;

    private static JsonObject Map(JsonObject json, Func<JsonMember, JsonValue> change)
    {
        var members = ImmutableArray.CreateBuilder<JsonMember>(json.Members.Length);
        foreach (var member in json.Members)
        {
            members.Add(member with { Value = change(member) });
        }
        return new JsonObject(members.MoveToImmutable());
    }
}
