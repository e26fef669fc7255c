using System.Text;
using System.Text.Json.Nodes;
using OciInterceptor.Tests.Json.Patching;

namespace OciInterceptor.Tests.Policy;

/// <summary>Documents for policies: captured ones of which parts are missing, null, empty, doubled or something else, and wholly random ones.</summary>
internal sealed class MutatedDocument(Random random)
{
    private static readonly Lazy<string[]> _captured = new(() =>
        [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "TestData"), "*.json").Order().Where(file => new FileInfo(file).Length < 30_000).Select(File.ReadAllText)]);

    private static readonly string[] _others =
        ["null", "{}", "[]", "\"\"", "0", "-1", "true", "\"ro\"", "\"/etc/hosts\"", "18446744073709551615", "1e3", "[null]", "[{}]", "{\"\":null}", "[\"CAP_SYS_ADMIN\",\"cap_net_raw\",7]"];

    /// <summary>A captured document, unchanged.</summary>
    internal static byte[] Captured(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "TestData", name + ".json"));

    internal byte[] Write() => random.Next(4) == 0 ? new RandomDocument(random).Write() : Mutated(_captured.Value[random.Next(_captured.Value.Length)]);

    private byte[] Mutated(string captured)
    {
        var root = JsonNode.Parse(captured)!;
        var rounds = random.Next(12);
        for (var i = 0; i < rounds; i++)
        {
            Mutate(root);
        }
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    // Goes down at random and changes something there; the nearer to the root the rarer.
    private void Mutate(JsonNode node)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } json:
                var name = json.ElementAt(random.Next(json.Count)).Key;
                if (json[name] is { } member and not JsonValue && random.Next(5) > 0)
                {
                    Mutate(member);
                }
                else if (random.Next(3) == 0)
                {
                    json.Remove(name);
                }
                else if (random.Next(4) == 0)
                {
                    json["x-" + name] = Other();
                }
                else
                {
                    json[name] = Other();
                }
                break;
            case JsonArray { Count: > 0 } array:
                var index = random.Next(array.Count);
                if (array[index] is { } item and not JsonValue && random.Next(3) > 0)
                {
                    Mutate(item);
                }
                else if (random.Next(3) == 0)
                {
                    array.RemoveAt(index);
                }
                else
                {
                    array.Insert(random.Next(array.Count + 1), random.Next(2) == 0 ? array[index]?.DeepClone() : Other());
                }
                break;
        }
    }

    private JsonNode? Other() => JsonNode.Parse(_others[random.Next(_others.Length)]);
}
