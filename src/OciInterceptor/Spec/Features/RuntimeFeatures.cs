using OciInterceptor.Json;

namespace OciInterceptor.Spec.Features;

/// <summary>What a runtime tells about itself: its features document (runtime-spec features.md). What is absent or null there is not told.</summary>
internal sealed class RuntimeFeatures
{
    private readonly JsonObject _json;
    private readonly string? _program;
    private readonly string? _release;
    private readonly string _maximum;

    private RuntimeFeatures(JsonObject json, string maximum)
    {
        (_json, _maximum) = (json, maximum);
        var annotations = Part.Find(json, "annotations");
        (_program, _release) = JsonScalar.TextOf(Part.Find(annotations, "run.oci.crun.version")) is { } crun ? ("crun", crun)
            : JsonScalar.TextOf(Part.Find(annotations, "org.opencontainers.runc.version")) is { } runc ? ("runc", runc)
            : (null, null);
    }

    /// <summary>The document; null if the value is not one.</summary>
    internal static RuntimeFeatures? Of(JsonValue? value) =>
        value is JsonObject json && JsonScalar.TextOf(Part.Find(json, "ociVersionMax")) is { Length: > 0 } maximum ? new RuntimeFeatures(json, maximum) : null;

    /// <summary>The document itself.</summary>
    internal JsonObject Json => _json;

    /// <summary>The program and its release, as "runc 1.1.5+ds1"; null if the document does not name them.</summary>
    internal string? Name => _program is null ? null : $"{_program} {_release}";

    /// <summary>The newest version of the runtime specification that it knows.</summary>
    internal string Specification => _maximum;

    /// <summary>The annotations of a container that may steer it in unsafe ways; one that ends with a dot stands for all names that begin so.</summary>
    internal ImmutableArray<string> UnsafeAnnotations => Part.Texts(Part.Find(_json, "potentiallyUnsafeConfigAnnotations")).ToImmutableArray();

    /// <summary>Whether the runtime knows something; null if it does not tell.</summary>
    /// <param name="claim">What is asked.</param>
    /// <param name="cause">Why it does not know it, as "it came with runc 1.2.0".</param>
    internal bool? Knows(Claim claim, out string cause)
    {
        cause = "";
        var told = Told(claim, ref cause);
        if (told == true || claim.Since is not { } since)
        {
            return told;
        }
        if (_program is not null && since.In(_program) is { } first && Number(_release) is { } release)
        {
            // Lists are not complete: crun's has no time namespace, and runc's no idmap.
            cause = $"it came with {_program} {first}";
            return release.CompareTo(Number(first)) >= 0;
        }
        // crun implements newer versions than it names.
        if (told is null && _program != "crun" && Number(_maximum) is { } maximum && maximum.CompareTo(Number(since.Specification)) < 0)
        {
            cause = $"it came with version {since.Specification} of the specification, and the runtime's is {_maximum}";
            return false;
        }
        return told;
    }

    private bool? Told(Claim claim, ref string cause)
    {
        if (claim.Entry is null)
        {
            return null;
        }
        switch (Part.FindPath(_json, claim.Entry))
        {
            case JsonArray list when claim.Word is not null:
                cause = $"it is not in {claim.Entry} of its features";
                return Part.Texts(list).Any(word => word == claim.Word);
            case { Kind: JsonKind.True or JsonKind.False } flag when claim.Word is null:
                cause = $"{claim.Entry} is false in its features";
                return flag.Kind == JsonKind.True;
            default:
                return null;
        }
    }

    // The numbers with which a version begins: of "1.4.0-rc.2" 1.4.0, which has what the release has.
    private static Version? Number(string? text)
    {
        var length = 0;
        while (length < text?.Length && (char.IsAsciiDigit(text[length]) || text[length] == '.'))
        {
            length++;
        }
        return Version.TryParse(text?[..length].TrimEnd('.'), out var number) ? new Version(number.Major, number.Minor, Math.Max(number.Build, 0)) : null;
    }
}
