using OciInterceptor.Json;

namespace OciInterceptor.Engines.Install;

/// <summary>What an operator asked for when a name was installed, kept in the record: an installation under the same name goes on from there.</summary>
/// <param name="Flags">Our flags, each with its value as one argument.</param>
internal sealed record RecordedRequest(ImmutableArray<string> Flags)
{
    /// <summary>--default.</summary>
    internal bool IsDefault { get; init; }

    /// <summary>--args.</summary>
    internal bool UsesArguments { get; init; }

    /// <summary>--link-dir; null when it was not given.</summary>
    internal string? LinkDirectory { get; init; }

    /// <summary>The script that was registered; null without --wrapper-dir.</summary>
    internal string? Wrapper { get; init; }

    internal static RecordedRequest Of(RegistrationRequest request, bool isDefault) => new(RegisteredArguments.Of(request.Options, request.RuntimePath))
    {
        IsDefault = isDefault,
        UsesArguments = request.UsesArguments,
        LinkDirectory = request.LinkDirectory,
        Wrapper = request.Wrapper,
    };

    internal JsonObject ToJson() => JsonBuilder.Object(
        ("flags", JsonBuilder.Texts(Flags)),
        ("default", IsDefault ? JsonScalar.True : null),
        ("args", UsesArguments ? JsonScalar.True : null),
        ("linkDirectory", JsonBuilder.Text(LinkDirectory)),
        ("wrapper", JsonBuilder.Text(Wrapper)));

    /// <summary>Null for what is not a request.</summary>
    internal static RecordedRequest? Parse(JsonValue? value) => value is not JsonObject json || json.Field("flags"u8) is not JsonArray flags
        ? null
        : new RecordedRequest([.. flags.Items.OfType<JsonScalar>().Select(flag => flag.AsText())])
        {
            IsDefault = json.Field("default"u8)?.Kind == JsonKind.True,
            UsesArguments = json.Field("args"u8)?.Kind == JsonKind.True,
            LinkDirectory = (json.Field("linkDirectory"u8) as JsonScalar)?.AsText(),
            Wrapper = (json.Field("wrapper"u8) as JsonScalar)?.AsText(),
        };
}
