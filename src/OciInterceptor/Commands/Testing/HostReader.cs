using System.Runtime.InteropServices;
using System.Text;
using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Schema;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Spec.Features;

namespace OciInterceptor.Commands.Testing;

/// <summary>Reads the "host" of a test: the machine that its policy sees. A member of the test replaces that of the file.</summary>
/// <param name="test">The test's own; null for none.</param>
/// <param name="file">That of its file; null for none.</param>
/// <param name="read">Reads a file that the description names, relative to the test file.</param>
internal sealed class HostReader(ObjectReader? test, ObjectReader? file, Func<string, byte[]> read)
{
    private static readonly ImmutableArray<Member> _content =
    [
        new("from", Shape.Text, "A file with the content, relative to the test file."),
        new("json", Shape.Any, "The content as JSON."),
    ];

    private static readonly ImmutableArray<Member> _program =
    [
        new("refused", Shape.Text, "Why it may not be run; left out if it may."),
        new("change", Shape.AnyObject, "What it does as a filter: a JSON Merge Patch for the document."),
        new("fails", Shape.Text, "Why it fails as a filter."),
    ];

    /// <summary>The members of "host".</summary>
    internal static ImmutableArray<Member> Members { get; } =
    [
        new("name", Shape.Text, "Its host name."),
        new("kernel", Shape.Text, "The kernel's version, by default 6.1."),
        new("architecture", new Shape.Word("amd64", "arm64"), "Its processor, by default amd64."),
        new("cgroupVersion", Shape.Integer, "1 or 2, the default."),
        new("capabilities", Shape.Texts, "The capabilities that a container can have, by default all."),
        new("bundle", Shape.Text, "The bundle's directory, by default /run/bundle."),
        new("runtime", Shape.Text, "The runtime's path."),
        new("features", new Shape.Either(Shape.Text, Shape.AnyObject), "The runtime's features document: a file, or the document itself."),
        new("devices", new Shape.MapOf(DescribedDevice.Shape), "Device nodes by path, as \"c 10:232\", \"c 10:232 0660\" or described."),
        new("links", Shape.TextMap, "Symbolic links: where each path leads, absolute or relative to its directory."),
        new("paths", Shape.Texts, "Other paths that exist."),
        new("files", new Shape.MapOf(new Shape.Either(Shape.Text, new Shape.Record(_content))), "Files by path: their content."),
        new("mounts", new Shape.ListOf(new Shape.Record(DescribedMounts.Members)), "What is mounted besides an ext4 at /, proc, sysfs and devtmpfs."),
        new("changeable", Shape.Texts, "Directories in which users other than root can replace what is in them."),
        new("programs", new Shape.MapOf(new Shape.Record(_program)), "Programs by path."),
        new("docker", new Shape.Record(DescribedDocker.Members), "What Docker recorded of the container."),
    ];

    /// <summary>The shape of "host".</summary>
    internal static Shape Shape { get; } = new Shape.Named("host", static () => new Shape.Record(Members));

    /// <summary>The "host" of a test or of a file; null if it has none.</summary>
    internal static ObjectReader? Of(ObjectReader members) => members.Record("host", Members);

    /// <param name="containerId">The container's, for Docker's record of it.</param>
    /// <exception cref="InterceptorException">A member is malformed, or names a file that cannot be read; the message names the place.</exception>
    internal DescribedHost Read(string containerId)
    {
        var links = With("links") is { } linked ? linked.TextMap("links") : [];
        foreach (var (path, target) in links)
        {
            RequirePath(path, With("links")!, "links");
            _ = target.Length > 0 ? target : throw With("links")!.Error("links", path, "a link must lead somewhere");
        }
        var paths = new DescribedPaths(links, [.. TextsOf("changeable")], Bundle);
        var devices = Entries("devices").Map(entry => KeyValuePair.Create(entry.Key, DescribedDevice.Read(entry)));
        var files = Entries("files").Map(entry => KeyValuePair.Create(entry.Key, Content(entry)));
        files = With("docker")?.Record("docker", DescribedDocker.Members) is { } docker ? files.AddRange(DescribedDocker.Read(docker, containerId)) : files;
        return new DescribedHost(paths, DescribedMounts.Read(With("mounts")?.Records("mounts", DescribedMounts.Members) ?? []), devices, files, TextsOf("paths"))
        {
            HostName = With("name")?.Text("name"),
            Kernel = Kernel,
            Architecture = With("architecture")?.Word("architecture") == "arm64" ? Architecture.Arm64 : Architecture.X64,
            HasCgroup2 = HasCgroup2,
            BoundingSet = With("capabilities") is null ? CapabilityNames.All : TextsOf("capabilities").Map(Capability),
            RuntimeOfCall = Runtime,
            Programs = Entries("programs").Map(entry => KeyValuePair.Create(entry.Key, Program(entry))),
        };
    }

    private ObjectReader? With(string name) => test?.Has(name) == true ? test : file?.Has(name) == true ? file : null;

    private ImmutableArray<string> TextsOf(string name) => With(name) is not { } members ? [] : name == "capabilities" ? members.Texts(name)
        : members.Texts(name).Map(path => RequirePath(path, members, name));

    private ImmutableArray<KeyValuePair<string, JsonValue>> Entries(string name) => With(name) is not { } members ? []
        : members.Entries(name).Map(entry => KeyValuePair.Create(RequirePath(entry.Key, members, name), entry.Value));

    private static string RequirePath(string path, ObjectReader members, string name) =>
        path.StartsWith('/') ? path : throw members.Error(name, path, $"\"{path}\" must be an absolute path");

    private string Bundle => With("bundle")?.Text("bundle") is not { } path ? "/run/bundle" : RequirePath(path, With("bundle")!, "bundle");

    private Version Kernel => With("kernel")?.Text("kernel") is not { } text ? new Version(6, 1)
        : Version.TryParse(text.Length > 0 && text.All(char.IsAsciiDigit) ? $"{text}.0" : text, out var version) ? version
        : throw With("kernel")!.Error("kernel", $"kernel must be a version such as \"6.1\", not \"{text}\"");

    private bool HasCgroup2 => With("cgroupVersion")?.Number<long>("cgroupVersion") switch
    {
        null or 2 => true,
        1 => false,
        _ => throw With("cgroupVersion")!.Error("cgroupVersion", "cgroupVersion must be 1 or 2"),
    };

    private string Capability(string name) => CapabilityNames.Known(name) ?? throw With("capabilities")!.Error("capabilities", name, CapabilityNames.Unknown(name));

    private RuntimeAnswer Runtime
    {
        get
        {
            var path = With("runtime")?.Text("runtime");
            if (With("features") is not { } members)
            {
                return path is null ? RuntimeAnswer.None : new RuntimeAnswer(path, null, "the test describes no features of it");
            }
            var raw = members.Raw("features")!;
            var document = raw is JsonScalar { Kind: JsonKind.String } name ? JsonText.Parse(Content(name), name.AsText()) : raw;
            return RuntimeFeatures.Of(document) is { } features
                ? new RuntimeAnswer(path ?? "/usr/bin/runc", features, null)
                : throw raw.Error("features must be a features document, which has ociVersionMax");
        }
    }

    private Func<byte[]> Content(KeyValuePair<string, JsonValue> entry)
    {
        if (entry.Value is JsonScalar { Kind: JsonKind.String } text)
        {
            return () => Encoding.UTF8.GetBytes(text.AsText());
        }
        var content = new ObjectReader(entry.Value as JsonObject ?? throw entry.Value.Error($"the file {entry.Key} must be a string or an object"), _content, NoHost);
        return content.IsPresent("from") == content.IsPresent("json") ? throw content.Error($"the file {entry.Key} needs one of \"from\" and \"json\"")
            : content.Text("from") is not null ? () => Content((JsonScalar)content.Raw("from")!)
            : () => JsonBuilder.Line(((JsonObject)entry.Value).Entry("json")!).ToArray();
    }

    // The file is named in the test file, so that an error has its place there.
    private byte[] Content(JsonScalar name)
    {
        try
        {
            return read(name.AsText());
        }
        catch (InterceptorException e) when (e is not JsonFormatException)
        {
            throw name.Error(e.Message, e);
        }
    }

    private static DescribedProgram Program(KeyValuePair<string, JsonValue> entry)
    {
        var program = new ObjectReader(entry.Value as JsonObject ?? throw entry.Value.Error($"the program {entry.Key} must be an object"), _program, NoHost);
        return new DescribedProgram(program.Text("refused"), program.Text("fails"), program.Object("change"));
    }

    /// <summary>A machine for readers that ask it nothing.</summary>
    internal static IHost NoHost { get; } = new DescribedHost(new DescribedPaths([], [], "/"), DescribedMounts.Read([]), [], [], []);
}
