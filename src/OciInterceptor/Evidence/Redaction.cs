using System.Buffers;
using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Messages;

namespace OciInterceptor.Evidence;

/// <summary>
/// Removes secrets from the audit trail: the values of environment variables, every value under a name that looks like a
/// secret's, and texts that look as if they hold a secret. "sha256:" and the hash replace them, so that equal values can be recognized.
/// </summary>
internal static class Redaction
{
    /// <summary>An operation without its secrets; <paramref name="after"/> is the document after the whole difference.</summary>
    internal static PatchOperation Of(PatchOperation operation, JsonValue after)
    {
        if (operation.Value is not { } value)
        {
            return operation;
        }
        var steps = JsonPointer.Parse(operation.Path);
        if (steps.Any(SecretName.Is) || FollowsOption(value, operation.Path, steps, after))
        {
            return operation with { Value = Hash(value) };
        }
        // A whole environment, or one entry of it.
        var isEnvironment = (steps.Length > 0 && IsEnvironment(steps[^1])) || (steps.Length > 1 && IsEnvironment(steps[^2]));
        return operation with { Value = Redact(value, isEnvironment) };
    }

    /// <summary>A value without its secrets.</summary>
    internal static JsonValue Of(JsonValue value) => Redact(value, isEnvironment: false);

    // The container's, an exec's, and those of hooks.
    private static bool IsEnvironment(string name) => name.Equals("env", StringComparison.OrdinalIgnoreCase);

    // The argument after an option with a secret's name is the secret.
    private static ImmutableArray<JsonValue> Redact(ImmutableArray<JsonValue> items, bool isEnvironment)
    {
        var redacted = ImmutableArray.CreateBuilder<JsonValue>(items.Length);
        for (var i = 0; i < items.Length; i++)
        {
            redacted.Add(i > 0 && Follows(items[i - 1], items[i]) ? Hash(items[i]) : Redact(items[i], isEnvironment));
        }
        return redacted.DrainToImmutable();
    }

    private static JsonValue Redact(JsonValue value, bool isEnvironment) => value switch
    {
        JsonObject json => new JsonObject(json.Members.Map(Redact)),
        JsonArray array => new JsonArray(Redact(array.Items, isEnvironment)),
        JsonScalar { Kind: JsonKind.String } text => RedactText(text, isEnvironment),
        _ => value,
    };

    // "--password", "secret": two arguments. A difference walks a list from its start, so the items before
    // an operation's index are already final.
    private static bool FollowsOption(JsonValue value, string path, ImmutableArray<string> steps, JsonValue after)
    {
        if (steps.IsEmpty || JsonPointer.Index(steps[^1]) is not { } index)
        {
            return false;
        }
        try
        {
            return index > 0 && JsonTree.ArrayAround(after, path) is { } array && index <= array.Items.Length && Follows(array.Items[index - 1], value);
        }
        catch (InterceptorException)
        {
            // Of two members of one name, which one is meant is unknown.
            return true;
        }
    }

    private static bool Follows(JsonValue option, JsonValue argument) =>
        option is JsonScalar { Kind: JsonKind.String } text
        && (argument is JsonScalar { Kind: JsonKind.String } next ? SecretText.Follows(text.AsText(), next.AsText()) : SecretText.IsOption(text.AsText()));

    private static JsonMember Redact(JsonMember member)
    {
        var name = member.Name.AsText();
        return member with { Value = SecretName.Is(name) ? Hash(member.Value) : Redact(member.Value, IsEnvironment(name)) };
    }

    // Mount options and arguments give passwords as "NAME=value", too. The name is kept if it is only a name.
    private static JsonScalar RedactText(JsonScalar text, bool isEnvironment)
    {
        var entry = text.AsText();
        var end = entry.IndexOf('=', StringComparison.Ordinal);
        if (end >= 0 && (isEnvironment || (SecretName.Is(entry[..end]) && SecretText.IsName(entry[..end]))))
        {
            return JsonScalar.Of($"{entry[..end]}={Hash(Encoding.UTF8.GetBytes(entry[(end + 1)..]))}");
        }
        return isEnvironment || SecretText.Is(entry) ? Hash(text) : text;
    }

    private static JsonScalar Hash(JsonValue value)
    {
        if (value is JsonScalar { Kind: JsonKind.String } text)
        {
            return JsonScalar.Of(Hash(Encoding.UTF8.GetBytes(text.AsText())));
        }
        var output = new ArrayBufferWriter<byte>();
        value.WriteTo(output);
        return JsonScalar.Of(Hash(output.WrittenSpan));
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => "sha256:" + Sha256.Hex(bytes);
}
