using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Schema;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Cdi;

/// <summary>Reads spec files of the Container Device Interface, 0.3.0 to 1.1.0.</summary>
internal static class CdiSpecReader
{
    private static readonly ImmutableArray<Member> _file =
    [
        new("cdiVersion", Shape.Text, "The version that the file follows.", IsRequired: true),
        new("kind", Shape.Text, "Vendor and class.", IsRequired: true),
        new("annotations", Shape.TextMap, "For people who read the file."),
        new("devices", new Shape.ListOf(Shape.AnyObject), "The devices.", IsRequired: true),
        new("containerEdits", Shape.AnyObject, "What comes with each of them."),
    ];

    private static readonly ImmutableArray<Member> _device =
    [
        new("name", Shape.Text, "Its name in this kind.", IsRequired: true),
        new("annotations", Shape.TextMap, "For people who read the file."),
        new("containerEdits", Shape.AnyObject, "What comes with it.", IsRequired: true),
    ];

    /// <summary>Reads a file as far as its kind: JSON with comments, or YAML, which the reference implementation reads under any name.</summary>
    /// <remarks>What is tolerated is added to <paramref name="notes"/>.</remarks>
    /// <exception cref="InterceptorException">It is neither, or has no kind; the message names the place.</exception>
    internal static JsonObject Parse(string path, byte[] content, List<string> notes)
    {
        var value = path.EndsWith(".json", StringComparison.Ordinal) ? ParseJson(path, content, notes) : YamlText.Parse(content, path, notes);
        var json = value as JsonObject ?? throw value.Error("a CDI spec must be an object");
        _ = KindOf(json);
        return json;
    }

    /// <summary>A file's kind, such as vendor.com/class.</summary>
    /// <exception cref="InterceptorException">It has none.</exception>
    internal static string KindOf(JsonObject file) => file.Entry("kind") is JsonScalar { Kind: JsonKind.String } text
        ? text.AsText()
        : throw (file.Entry("kind") ?? file).Error("\"kind\" must be a string");

    /// <summary>Reads the whole file strictly, but as the reference's reader, sigs.k8s.io/yaml, takes what has no quotes for a string where one is wanted.</summary>
    /// <exception cref="InterceptorException">The file is invalid; the message names the place.</exception>
    internal static CdiSpec Read(string path, JsonObject file, IHost host)
    {
        var unquoted = new UnquotedText();
        return Read(path, new ObjectReader(file, _file, host, takesNull: true, unquoted: unquoted)) with { Notes = unquoted.Notes };
    }

    // What begins as JSON does is told what is wrong with it as JSON.
    private static JsonValue ParseJson(string path, byte[] content, List<string> notes)
    {
        try
        {
            return CommentedJson.Parse(content, path);
        }
        catch (InterceptorException json)
        {
            try
            {
                var octals = new List<string>();
                var value = YamlText.Parse(content, path, octals);
                notes.AddRange([$"{path}: read as YAML despite its name, as in the reference implementation", .. octals]);
                return value;
            }
            catch (InterceptorException) when (content.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'/', ..])
            {
                throw json;
            }
        }
    }

    private static CdiSpec Read(string path, ObjectReader file)
    {
        var version = CdiVersion.Read(file);
        var kind = file.Text("kind")!;
        var hasDot = kind[(kind.IndexOf('/', StringComparison.Ordinal) + 1)..].Contains('.', StringComparison.Ordinal);
        version.Require("0.6.0", hasDot, file, "kind", "a dot in the class");
        version.Require("0.6.0", !file.TextMap("annotations").IsEmpty, file, "annotations");
        var devices = file.Records("devices", _device).Select(device => ReadDevice(version, device)).ToImmutableArray();
        return devices.IsEmpty ? throw file.Error("devices", "devices must not be empty")
            : devices.FirstRepeated(device => device.Key) is { } twice ? throw file.Error("devices", $"two devices are named {twice}")
            : new CdiSpec(path, CdiEditsReader.Read(version, file), devices);
    }

    private static KeyValuePair<string, CdiEdits> ReadDevice(CdiVersion version, ObjectReader device)
    {
        var name = device.Text("name")!;
        if (!CdiName.IsDevice(name))
        {
            throw device.Error("name", $"invalid device name \"{name}\": want letters and digits, with _ - . : inside");
        }
        version.Require("0.5.0", char.IsAsciiDigit(name[0]), device, "name", "a name that begins with a digit");
        version.Require("0.6.0", !device.TextMap("annotations").IsEmpty, device, "annotations");
        var edits = CdiEditsReader.Read(version, device);
        return edits.IsEmpty
            ? throw device.Error("containerEdits", $"the device {name} has no edits")
            : KeyValuePair.Create(name, edits);
    }
}
