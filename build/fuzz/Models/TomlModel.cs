using System.Globalization;
using Tomlyn;
using Tomlyn.Model;

namespace Fuzz.Models;

/// <summary>A TOML file as Tomlyn reads it.</summary>
internal static class TomlModel
{
    /// <summary>The values by their whole key, in an order of their own; null if Tomlyn does not take the text.</summary>
    internal static SortedDictionary<string, string>? Read(string text)
    {
        try
        {
            var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
            Add(values, "", TomlSerializer.Deserialize<TomlTable>(text)!);
            return values;
        }
        catch (TomlException)
        {
            return null;
        }
    }

    /// <summary>A key of that dictionary: a name cannot have the separator.</summary>
    internal static string Key(params IEnumerable<string> names) => string.Concat(names.Select(name => "\n" + name));

    private static void Add(SortedDictionary<string, string> values, string key, object? value)
    {
        switch (value)
        {
            case TomlTable table:
                values[key] = "table";
                foreach (var (name, member) in table)
                {
                    Add(values, key + Key(name), member);
                }
                break;
            case TomlTableArray tables:
                AddItems(values, key, tables);
                break;
            case TomlArray array:
                AddItems(values, key, array!);
                break;
            case string text:
                values[key] = "\"" + text;
                break;
            default:
                values[key] = string.Create(CultureInfo.InvariantCulture, $"{value}");
                break;
        }
    }

    private static void AddItems(SortedDictionary<string, string> values, string key, IEnumerable<object?> items)
    {
        values[key] = "array";
        var index = 0;
        foreach (var item in items)
        {
            Add(values, string.Create(CultureInfo.InvariantCulture, $"{key}[{index++}]"), item);
        }
    }
}
