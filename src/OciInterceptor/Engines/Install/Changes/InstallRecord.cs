using System.Text;
using System.Text.Unicode;
using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Install.Changes;

/// <summary>What an installation did, kept so that it can be undone: each file as it was and as it was made, in the order of the changes.</summary>
internal sealed record InstallRecord(string Engine, string Name, string Target, ImmutableArray<FileChange> Changes)
{
    /// <summary>What was asked for; null in a record of a version that did not note it.</summary>
    internal RecordedRequest? Request { get; init; }

    /// <summary>
    /// The changes of the earlier installation of the name, while they are being replaced: an installation that was killed meanwhile
    /// has left some files as that one made them.
    /// </summary>
    internal ImmutableArray<FileChange> Replaced { get; init; } = [];

    /// <summary>The record that fits the files of an installation that may have been killed.</summary>
    /// <exception cref="InterceptorException">A file cannot be read.</exception>
    internal InstallRecord Settled()
    {
        var left = Replaced.Where(was => !was.IsEmpty && FileState.Read(was.Path) == was.After).ToImmutableArray();
        return this with
        {
            Changes = left.Where(was => ChangeOf(was.Path) is null).Concat(Changes.Select(change =>
                left.Any(was => was.Path == change.Path) ? change with { After = FileState.Read(change.Path) } : change)).ToImmutableArray(),
            Replaced = [],
        };
    }

    /// <summary>The links that it made: running containers are called through them.</summary>
    internal ImmutableArray<string> Links => Changes.Where(change => change.After.Target is not null).Select(change => change.Path).ToImmutableArray();

    internal FileChange? ChangeOf(string path)
    {
        foreach (var change in Changes)
        {
            if (change.Path == path)
            {
                return change;
            }
        }
        return null;
    }

    internal byte[] ToJson() => Encoding.UTF8.GetBytes(IndentedJson.Text(JsonBuilder.Object(
        ("engine", JsonScalar.Of(Engine)),
        ("name", JsonScalar.Of(Name)),
        ("target", JsonScalar.Of(Target)),
        ("request", Request?.ToJson()),
        ("changes", Json(Changes)),
        ("replaced", Replaced.IsEmpty ? null : Json(Replaced)))));

    /// <exception cref="InterceptorException">The text is not a valid record.</exception>
    internal static InstallRecord Parse(byte[] bytes, string path)
    {
        var value = JsonText.Parse(bytes, path);
        return new InstallRecord(Text(value, "engine"u8), Text(value, "name"u8), Text(value, "target"u8), Items(value, "changes"u8).Select(Change).ToImmutableArray())
        {
            Replaced = (value as JsonObject)?.Field("replaced"u8) is null ? [] : Items(value, "replaced"u8).Select(Change).ToImmutableArray(),
            Request = RecordedRequest.Parse((value as JsonObject)?.Field("request"u8)),
        };
    }

    private static JsonArray Json(ImmutableArray<FileChange> changes) => JsonBuilder.List(changes.Select(change => JsonBuilder.Object(
        ("path", JsonScalar.Of(change.Path)),
        ("before", Json(change.Before)),
        ("after", Json(change.After)))));

    private static JsonValue Json(FileState state) => state switch
    {
        { Target: { } target } => JsonBuilder.Object(("link", JsonScalar.Of(target))),
        { Content: { } content } when Utf8.IsValid(content.Span) => JsonBuilder.Object(("text", JsonScalar.Of(Encoding.UTF8.GetString(content.Span)))),
        { Content: { } content } => JsonBuilder.Object(("base64", JsonScalar.Of(Convert.ToBase64String(content.Span)))),
        _ => JsonScalar.Null,
    };

    private static FileChange Change(JsonValue value) => new(Text(value, "path"u8), State(value, "before"u8), State(value, "after"u8));

    private static FileState State(JsonValue value, ReadOnlySpan<byte> name)
    {
        var state = Field(value, name);
        if (state.Kind == JsonKind.Null)
        {
            return FileState.Absent;
        }
        if (state is JsonObject { Members: [var member] } && member.Value is JsonScalar { Kind: JsonKind.String } text)
        {
            switch (member.Name.AsText())
            {
                case "link":
                    return FileState.LinkTo(text.AsText());
                case "text":
                    return FileState.Of(Encoding.UTF8.GetBytes(text.AsText()));
                case "base64":
                    return FileState.Of(Base64(text));
            }
        }
        throw state.Error("invalid file state");
    }

    private static byte[] Base64(JsonScalar text)
    {
        try
        {
            return Convert.FromBase64String(text.AsText());
        }
        catch (FormatException e)
        {
            throw new InterceptorException(text.Error("invalid base64").Message, e);
        }
    }

    private static ImmutableArray<JsonValue> Items(JsonValue value, ReadOnlySpan<byte> name) =>
        Field(value, name) is JsonArray list ? list.Items : throw value.Error($"\"{Encoding.UTF8.GetString(name)}\" must be a list");

    private static string Text(JsonValue value, ReadOnlySpan<byte> name)
    {
        var field = Field(value, name);
        return field is JsonScalar { Kind: JsonKind.String } text ? text.AsText() : throw field.Mismatch(name, "a string");
    }

    private static JsonValue Field(JsonValue value, ReadOnlySpan<byte> name) =>
        (value as JsonObject ?? throw value.Error("want an object")).Field(name)
        ?? throw value.Error($"missing member \"{Encoding.UTF8.GetString(name)}\"");
}
