using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OciInterceptor.Tests.Commands.Testing;

/// <summary>A policy with one small mistake.</summary>
/// <param name="Title">The rule, the place in it, and the mistake.</param>
/// <param name="Policy">The whole policy as text.</param>
internal sealed record PolicyMutation(string Title, string Policy)
{
    // What only people read.
    private static readonly string[] _texts = ["name", "message", "shield"];

    /// <summary>Every mistake of these kinds: a member or an item is missing, a flag is the other one, a number is one off, a string is one that nothing has.</summary>
    internal static List<PolicyMutation> Of(JsonNode policy)
    {
        var mutations = new List<PolicyMutation>();
        foreach (var rule in policy["rules"]!.AsArray())
        {
            Add(rule!, (string)rule!["name"]!);
        }
        return mutations;

        void Add(JsonNode node, string path)
        {
            switch (node)
            {
                case JsonObject json:
                    foreach (var (name, value) in json.Where(member => !_texts.Contains(member.Key)).ToList())
                    {
                        Add(value!, $"{path}.{name}");
                        var at = json.IndexOf(name);
                        json.Remove(name);
                        Note($"{path}.{name} is missing");
                        json.Insert(at, name, value);
                    }
                    break;
                case JsonArray list:
                    for (var i = 0; i < list.Count; i++)
                    {
                        var item = list[i]!;
                        var title = item is JsonValue ? item.ToJsonString() : i.ToString(CultureInfo.InvariantCulture);
                        Add(item, $"{path}[{title}]");
                        list.RemoveAt(i);
                        Note($"{path}[{title}] is missing");
                        list.Insert(i, item);
                    }
                    break;
                case JsonValue value:
                    foreach (var other in Others(value))
                    {
                        value.ReplaceWith(other);
                        Note($"{path} is {other!.ToJsonString()}");
                        other.ReplaceWith(value);
                    }
                    break;
            }
        }

        void Note(string title) => mutations.Add(new PolicyMutation(title, policy.ToJsonString()));
    }

    private static JsonNode[] Others(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.True or JsonValueKind.False => [!value.GetValue<bool>()],
        JsonValueKind.Number => [value.GetValue<long>() - 1, value.GetValue<long>() + 1],
        _ => [value.GetValue<string>().StartsWith('/') ? "/no/such" : "no-such"],
    };
}
