using System.Text;
using OciInterceptor.Conditions;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Docker;

/// <summary>
/// dockerd's configuration, daemon.json, and the changes that register a runtime in it. It is strict JSON, without comments.
/// What is not ours stays token for token.
/// </summary>
internal sealed class DaemonConfiguration
{
    /// <summary>The runtime that comes with dockerd, and the default unless another is set.</summary>
    internal const string Stock = "runc";

    private readonly ReadOnlyMemory<byte> _bytes;

    private DaemonConfiguration(ReadOnlyMemory<byte> bytes, JsonObject root)
    {
        _bytes = bytes;
        Root = root;
    }

    internal JsonObject Root { get; }

    internal ReadOnlyMemory<byte> Bytes => _bytes;

    /// <param name="content">The file's bytes; an empty file, white space and "null" are read as an empty object, and a byte order mark is left out.</param>
    /// <param name="path">The file's name in errors.</param>
    /// <exception cref="InterceptorException">Some release of dockerd could not read it.</exception>
    internal static DaemonConfiguration Parse(ReadOnlyMemory<byte> content, string path)
    {
        // Without its mark every release reads the file.
        content = DaemonText.Of(content.Span);
        var value = JsonText.Parse(content.ToArray(), path);
        if (value.Kind == JsonKind.Null)
        {
            // Replaced in place, so that the text around it is kept.
            byte[] emptied = [.. content.Span[..value.Start], .. "{}"u8, .. content.Span[value.End..]];
            return Parse(emptied, path);
        }
        return new DaemonConfiguration(content, value as JsonObject ?? throw value.Error("want a JSON object"));
    }

    /// <summary>The runtimes; empty if the member is missing.</summary>
    internal JsonObject Runtimes => Root.Field("runtimes"u8) switch
    {
        null or { Kind: JsonKind.Null } => JsonObject.Empty,
        JsonObject runtimes => runtimes,
        var other => throw other.Mismatch("runtimes"u8, "an object"),
    };

    internal string? DefaultRuntime => Text("default-runtime"u8);

    /// <summary>A member that is a string; null when it is missing or null.</summary>
    internal string? Text(ReadOnlySpan<byte> name) => Root.Field(name) switch
    {
        null or { Kind: JsonKind.Null } => null,
        JsonScalar { Kind: JsonKind.String } text => text.AsText(),
        var other => throw other.Mismatch(name, "a string"),
    };

    /// <summary>The members of a list of strings; none when it is missing.</summary>
    internal ImmutableArray<string> Texts(ReadOnlySpan<byte> name) => Root.Field(name) switch
    {
        null or { Kind: JsonKind.Null } => [],
        JsonArray list when list.Items.All(item => item.Kind == JsonKind.String) => [.. list.Items.Select(item => ((JsonScalar)item).AsText())],
        var other => throw other.Mismatch(name, "a list of strings"),
    };

    /// <summary>The configuration with a runtime added, which has the other members of <paramref name="like"/>.</summary>
    /// <exception cref="InterceptorException">It has members that the removal could not read.</exception>
    internal DaemonConfiguration WithRuntime(string name, string path, ImmutableArray<string> arguments, DockerDefault? like = null)
    {
        _ = DefaultRuntime is { } before ? Runtimes.Entry(before) : null;
        var runtime = (like ?? DockerDefault.Stock).Like(path, arguments);
        var insertion = new MemberInsertion(Root);
        return Root.Field("runtimes"u8) is JsonObject runtimes
            ? Again(insertion.Set(runtimes, 1, name, runtime))
            : Again(insertion.Set(Root, 0, "runtimes", JsonBuilder.Object((name, runtime))));
    }

    internal DaemonConfiguration WithDefaultRuntime(string name) => Again(new MemberInsertion(Root).Set(Root, 0, "default-runtime", JsonScalar.Of(name)));

    /// <summary>The configuration without a runtime that was put into <paramref name="before"/> to make <paramref name="made"/>.</summary>
    internal DaemonConfiguration WithoutRuntime(string name, DaemonConfiguration before, DaemonConfiguration made)
    {
        var after = Root;
        if (Root.Field("runtimes"u8) is JsonObject runtimes)
        {
            var rest = runtimes.WithEntry(name, null);
            after = after.WithField("runtimes"u8, rest.Members.IsEmpty && before.Runtimes.Members.IsEmpty ? before.Root.Field("runtimes"u8) : rest);
        }
        // ExplicitConfiguration names the stock runtime while dockerd drops ours; a kill at that moment leaves it there.
        if (DefaultRuntime == name || (DefaultRuntime == Stock && made.DefaultRuntime == name))
        {
            // A default that has been removed in the meantime would keep dockerd from starting.
            var isGone = before.DefaultRuntime is { } old && before.Runtimes.Entry(old) is not null && Runtimes.Entry(old) is null;
            after = after.WithField("default-runtime"u8, isGone ? null : before.Root.Field("default-runtime"u8));
        }
        return Again(DocumentPatch.Between(Root, after).Splice(_bytes));
    }

    private static DaemonConfiguration Again(byte[] bytes) => Parse(bytes, "the changed daemon.json");

    /// <summary>For messages.</summary>
    public override string ToString() => Encoding.UTF8.GetString(_bytes.Span);
}
