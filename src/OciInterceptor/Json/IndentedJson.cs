using System.Runtime.CompilerServices;
using System.Text;

namespace OciInterceptor.Json;

/// <summary>A value laid out for people: one member or item a line, two blanks a level. Tokens keep their spelling.</summary>
internal static class IndentedJson
{
    // Deeper lines are not indented further: the blanks of a document of nothing but brackets would not fit into memory.
    private const int DeepestIndent = 50;

    internal static List<IndentedLine> Lines(JsonValue value)
    {
        var lines = new List<IndentedLine>();
        Add(lines.Add, value, 0, "", "", null);
        return lines;
    }

    /// <summary>The lines, with control characters in strings escaped: a terminal may show them.</summary>
    internal static string Text(JsonValue value)
    {
        var text = new StringBuilder();
        Add(line => text.Append(PrintableJson.Of(line.Text)).Append(line.Comma).Append('\n'), value, 0, "", "", null);
        return text.ToString();
    }

    private static void Add(Action<IndentedLine> add, JsonValue value, int depth, string name, string comma, PointerStep? place)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var indent = new string(' ', 2 * Math.Min(depth, DeepestIndent));
        switch (value)
        {
            case JsonObject { Members.IsEmpty: false } json:
                add(new IndentedLine($"{indent}{name}{{", "", place));
                for (var i = 0; i < json.Members.Length; i++)
                {
                    var member = json.Members[i];
                    var token = Encoding.UTF8.GetString(member.Name.Token);
                    Add(add, member.Value, depth + 1, token + ": ", Comma(i, json.Members.Length), new PointerStep(place, member.Name, i));
                }
                add(new IndentedLine($"{indent}}}", comma, place));
                break;
            case JsonArray { Items.IsEmpty: false } array:
                add(new IndentedLine($"{indent}{name}[", "", place));
                for (var i = 0; i < array.Items.Length; i++)
                {
                    Add(add, array.Items[i], depth + 1, "", Comma(i, array.Items.Length), new PointerStep(place, null, i));
                }
                add(new IndentedLine($"{indent}]", comma, place));
                break;
            default:
                var text = value switch { JsonObject => "{}", JsonArray => "[]", var scalar => Encoding.UTF8.GetString(((JsonScalar)scalar).Token) };
                add(new IndentedLine($"{indent}{name}{text}", comma, place));
                break;
        }
    }

    private static string Comma(int index, int count) => index < count - 1 ? "," : "";
}
