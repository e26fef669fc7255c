using OciInterceptor.Engines.Install;
using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Docker;

/// <summary>Docker's default runtime, and what a runtime in its place has in common with it.</summary>
/// <param name="Runtime">Its name and program.</param>
/// <param name="Entry">Its entry; null for none.</param>
/// <param name="Fault">Why its program cannot be replaced; null if it can.</param>
internal sealed record DockerDefault(EngineRuntime Runtime, JsonObject? Entry, string? Fault)
{
    /// <summary>Whether dockerd does not know the name, and does not start with it.</summary>
    internal bool IsMissing { get; private init; }

    /// <summary>The shim that calls a program as runc is called; its options name it.</summary>
    internal const string Shim = "io.containerd.runc.v2";

    /// <summary>runc, which needs no entry.</summary>
    internal static DockerDefault Stock { get; } = new(EngineRuntime.Stock, null, null);

    /// <summary>Whether its entry names a shim of containerd's, and the program in the shim's options.</summary>
    internal bool IsShim => Entry?.Field("runtimeType"u8) is JsonScalar { Kind: JsonKind.String } type && type.AsText().Length > 0;

    /// <param name="configuration">daemon.json.</param>
    /// <param name="path">Its path.</param>
    /// <param name="name">The default's name.</param>
    internal static DockerDefault Of(DaemonConfiguration configuration, string path, string name)
    {
        if (configuration.Runtimes.Entry(name) is not JsonObject entry)
        {
            return name is EngineRuntime.Runc or Shim ? Stock
                : ShimName.ProgramOf(name) is not { } shim ? Missing($"{path} has no entry for the default runtime {name}")
                : new DockerDefault(EngineRuntime.Stock, null, Reason(path, name, $"it is the shim {shim}"));
        }
        if (Text(entry, "runtimeType"u8) is { Length: > 0 } type)
        {
            var program = entry.Field("options"u8) is JsonObject options ? options.Entry("BinaryName") : null;
            return type == Shim
                ? new DockerDefault(program is JsonScalar { Kind: JsonKind.String } named && named.AsText().Length > 0 ? new EngineRuntime(name, named.AsText(), path) : new EngineRuntime(name, EngineRuntime.Runc, path), entry, null)
                : new DockerDefault(EngineRuntime.Stock, null, Reason(path, name, $"its runtimeType is {type}"));
        }
        return Text(entry, "path"u8) is { Length: > 0 } file ? new DockerDefault(new EngineRuntime(name, file, path) { Arguments = ArgumentsOf(entry) }, entry, null)
            : Missing($"{path}: the entry of the default runtime {name} has neither a path nor a runtimeType");
    }

    /// <summary>An entry like it, for another program.</summary>
    internal JsonObject Like(string path, ImmutableArray<string> arguments)
    {
        if (IsShim)
        {
            var options = (Entry!.Field("options"u8) as JsonObject ?? JsonObject.Empty).WithEntry("BinaryName", JsonScalar.Of(path));
            return Entry.WithField("options"u8, options);
        }
        var made = JsonBuilder.Object(
            ("path", JsonScalar.Of(path)),
            ("runtimeArgs", arguments.IsEmpty ? null : JsonBuilder.Texts(arguments)));
        foreach (var member in Entry?.Members ?? [])
        {
            made = member.Name.AsText() is var name && name is "path" or "runtimeArgs" ? made : made.WithEntry(name, member.Value);
        }
        return made;
    }

    private static DockerDefault Missing(string fault) => new(EngineRuntime.Stock, null, fault) { IsMissing = true };

    private static ImmutableArray<string> ArgumentsOf(JsonObject entry) =>
        entry.Field("runtimeArgs"u8) is JsonArray list ? [.. list.Items.OfType<JsonScalar>().Where(item => item.Kind == JsonKind.String).Select(item => item.AsText())] : [];

    private static string Reason(string path, string name, string cause) =>
        $"{path}: the default runtime {name} cannot be replaced, because {cause}, which calls no runtime that the interceptor could become";

    private static string? Text(JsonObject entry, ReadOnlySpan<byte> name) => entry.Field(name) switch
    {
        null or { Kind: JsonKind.Null } => null,
        JsonScalar { Kind: JsonKind.String } text => text.AsText(),
        var other => throw other.Mismatch(name, "a string"),
    };
}
