using System.Text;
using OciInterceptor.Patching;

namespace OciInterceptor.Json;

/// <summary>A value laid out for people: one member or item a line, two blanks a level. Tokens stay as they are spelled.</summary>
internal static class IndentedJson
{
    /// <summary>The lines, each with a JSON Pointer to what it says.</summary>
    internal static List<(string Text, string Pointer)> Lines(JsonValue value)
    {
        var lines = new List<(string, string)>();
        Add(lines, value, "", "", "", "");
        return lines;
    }

    internal static string Text(JsonValue value) => string.Concat(Lines(value).Select(line => line.Text + "\n"));

    private static void Add(List<(string, string)> lines, JsonValue value, string indent, string before, string behind, string pointer)
    {
        switch (value)
        {
            case JsonObject { Members.IsEmpty: false } json:
                lines.Add(($"{indent}{before}{{", pointer));
                for (var i = 0; i < json.Members.Length; i++)
                {
                    var (name, member) = json.Members[i];
                    var token = Encoding.UTF8.GetString(name.Token);
                    Add(lines, member, indent + "  ", token + ": ", Comma(i, json.Members.Length), JsonPointer.Member(pointer, name.AsText()));
                }
                lines.Add(($"{indent}}}{behind}", pointer));
                break;
            case JsonArray { Items.IsEmpty: false } array:
                lines.Add(($"{indent}{before}[", pointer));
                for (var i = 0; i < array.Items.Length; i++)
                {
                    Add(lines, array.Items[i], indent + "  ", "", Comma(i, array.Items.Length), JsonPointer.Item(pointer, i));
                }
                lines.Add(($"{indent}]{behind}", pointer));
                break;
            default:
                var text = value switch { JsonObject => "{}", JsonArray => "[]", var scalar => Encoding.UTF8.GetString(((JsonScalar)scalar).Token) };
                lines.Add((indent + before + text + behind, pointer));
                break;
        }
    }

    private static string Comma(int index, int count) => index < count - 1 ? "," : "";
}
