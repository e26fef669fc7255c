using System.Collections;
using OciInterceptor.Json;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Tests.Spec;

/// <summary>Walks a document and the records together.</summary>
internal static class SpecDocument
{
    internal static RuntimeSpec Read(string file) =>
        new((JsonObject)JsonText.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "TestData", file)), file));

    /// <summary>Every record that can be reached from one, itself included, with its path.</summary>
    internal static IEnumerable<(string Path, SpecObject Record)> Walk(SpecObject record, string path = "")
    {
        yield return (path, record);
        foreach (var property in SpecProperty.All.Where(property => property.RecordName == record.GetType().Name))
        {
            var inner = $"{path}/{property.Member}";
            foreach (var found in Reach(property.Get(record)).SelectMany(child => Walk(child.Record, inner + child.Path)))
            {
                yield return found;
            }
        }
    }

    // The other kinds of property were read on the way here; a map's values are read now.
    private static IEnumerable<(string Path, SpecObject Record)> Reach(object? value)
    {
        switch (value)
        {
            case SpecObject record:
                return [("", record)];
            case StringMap map:
                map.Names.Select(name => map[name]).Should().NotContainNulls();
                return [];
            case SpecMap map:
                return map.Names.Select(name => ("/" + name, (SpecObject)map.GetType().GetProperty("Item", SpecProperty.Hidden)!.GetValue(map, [name])!));
            case IEnumerable list and not string when !SampleValue.IsDefault(list):
                return list.Cast<object>().Select((item, index) => ($"/{index}", item)).Where(child => child.item is SpecObject).Select(child => (child.Item1, (SpecObject)child.item));
            default:
                return [];
        }
    }
}
