using System.Text;
using Fuzz.Models;
using Fuzz.Mutation;
using Fuzz.Oracles;
using OciInterceptor.Collections;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Rules;
using OciInterceptor.Rules.Cdi;
using OciInterceptor.Spec;

namespace Fuzz.Targets;

/// <summary>Spec files of the Container Device Interface: as YAML, and as JSON, of which every text is YAML too.</summary>
internal sealed class CdiTarget(Repository repository) : ITarget
{
    private readonly byte[][] _documents = [repository.Document("podman-4.3-run.json"), "{}"u8.ToArray()];

    public string Name => "cdi";

    public int InputsARound => 850;

    public IReadOnlyList<IMutator> Mutators { get; } =
        [.. MutatorSet.OfLines(repository.Words("yaml")), .. MutatorSet.OfJson(repository.Words("json"))];

    public bool Run(byte[] input)
    {
        var yaml = Attempt(() => YamlText.Parse(input, "/etc/cdi/a.yaml"));
        var json = Attempt(() => CommentedJson.Parse(input, "/etc/cdi/a.json"));
        if (yaml is not null)
        {
            CheckYaml(yaml);
        }
        if (yaml is not null && json is not null && StrictJson.Accepts(input, CommentedJson.MaxDepth) && !HasOldLineBreak(input))
        {
            Compare(json, yaml);
        }
        return (yaml is JsonObject one && CheckSpec("/etc/cdi/a.yaml", input, one)) | (json is JsonObject other && CheckSpec("/etc/cdi/a.json", input, other));
    }

    // YAML 1.1, which the parser and Go's follow there, breaks lines at U+0085, U+2028 and U+2029; JSON and YAML 1.2 do not.
    private static bool HasOldLineBreak(ReadOnlySpan<byte> input) => input.IndexOf("\u0085"u8) >= 0 || input.IndexOf("\u2028"u8) >= 0 || input.IndexOf("\u2029"u8) >= 0;

    // What YAML is read as is JSON, and JSON is YAML for the same.
    private static void CheckYaml(JsonValue yaml)
    {
        var written = Change.Written(yaml);
        OracleException.Require(StrictJson.Accepts(written, JsonText.MaxDepth), () => $"YAML is read as what is not JSON: {Encoding.UTF8.GetString(written)}");
        if (!HasOldLineBreak(written) && Attempt(() => YamlText.Parse(written, "again")) is { } again)
        {
            Compare(yaml, again);
        }
    }

    private static void Compare(JsonValue json, JsonValue yaml)
    {
        var (one, other) = (Meaning(json), Meaning(yaml));
        OracleException.Require(one == other, () => $"JSON is read as {one}, and as YAML the same text as {other}");
    }

    // The spelling of strings may differ.
    private static string Meaning(JsonValue value) => value switch
    {
        JsonObject json => $"{{{string.Join(",", json.Members.Select(member => $"{Meaning(member.Name)}:{Meaning(member.Value)}"))}}}",
        JsonArray array => $"[{string.Join(",", array.Items.Select(Meaning))}]",
        JsonScalar { Kind: JsonKind.String } text => $"\"{text.AsText().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"",
        _ => ((JsonScalar)value).AsText(),
    };

    private bool CheckSpec(string path, byte[] content, JsonObject json)
    {
        var kind = Attempt(() => CdiSpecReader.KindOf(json)) ?? "";
        var host = new FuzzHost();
        host.Files[path] = content;
        if (Attempt(() => CdiSpecReader.Read(path, CdiSpecReader.Parse(path, content, []), host)) is not { } spec)
        {
            return false;
        }
        foreach (var document in _documents)
        {
            foreach (var device in spec.Devices)
            {
                Apply(new CdiRule { Devices = [$"{kind}={device.Key}"], Host = host }, document);
            }
        }
        return true;
    }

    private static void Apply(CdiRule rule, byte[] document)
    {
        var root = (JsonObject)JsonText.Parse(document, "config.json");
        if (Attempt(() => rule.Apply(new RuntimeSpec(root)).Json) is { } once)
        {
            _ = Change.Check(document, root, once);
            var twice = Attempt(() => rule.Apply(new RuntimeSpec(once)).Json);
            OracleException.Require(twice is not null && JsonValue.Same(once, twice), () =>
                $"the device changes its own result {Encoding.UTF8.GetString(Change.Written(once))}: {(twice is null ? "a refusal" : Encoding.UTF8.GetString(Change.Written(twice)))}");
        }
    }

    private static T? Attempt<T>(Func<T> read)
        where T : class?
    {
        try
        {
            return read();
        }
        catch (InterceptorException)
        {
            return null;
        }
    }
}
