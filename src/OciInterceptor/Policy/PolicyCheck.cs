using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Rules;
using OciInterceptor.Validation;

namespace OciInterceptor.Policy;

/// <summary>Checks a whole policy file, past the first error at which a call would stop.</summary>
/// <remarks>Findings call the file <paramref name="path"/>.</remarks>
internal sealed class PolicyCheck(string path, IHost host, Findings findings)
{
    private readonly Dictionary<string, JsonValue> _names = [];

    private bool _isShadow;

    /// <returns>The profiles that the file names, each with its place, and whether it is only to be tried out.</returns>
    internal IReadOnlyList<(string Name, JsonValue At, bool IsShadow)> Check(byte[] content)
    {
        if (findings.Read(() => CommentedJson.Parse(content, path)) is not { } value)
        {
            return [];
        }
        if (value is not JsonObject json)
        {
            findings.Error(value, "a policy must be a JSON object");
            return [];
        }
        // Rules are read one by one; an error of the list itself is found with the other members.
        var isListed = findings.Read(() => json.Entry("rules")) is JsonArray;
        var rest = isListed ? json.WithEntry("rules", null) : json;
        var file = ReadInParts(json, rest, part => PolicyFileReader.Read(path, content, part, host));
        _isShadow = file?.IsShadow == true;
        if (isListed)
        {
            foreach (var rule in ((JsonArray)json.Entry("rules")!).Items)
            {
                CheckRule(rule);
            }
        }
        // Of the members that could be read: the file may have the name twice.
        return file is null ? [] : [.. NamesIn(file, "profiles", file.IsShadow), .. NamesIn(file, "shadow", isShadow: true)];
    }

    private static IEnumerable<(string Name, JsonValue At, bool IsShadow)> NamesIn(PolicyFile file, string member, bool isShadow) =>
        file.Members.Items(member).OfType<JsonScalar>().Where(name => name.Kind == JsonKind.String).Select(name => (name.AsText(), (JsonValue)name, isShadow));

    private void CheckRule(JsonValue item)
    {
        if (item is not JsonObject json)
        {
            findings.Error(item, "a rule must be a JSON object");
            return;
        }
        var before = findings.Count;
        if (ReadInParts(json, json, part => PolicyFileReader.ReadRule(part, path, host)) is not { } rule || findings.Count > before)
        {
            return;
        }
        if (rule.Fault is { } fault)
        {
            findings.Error(fault is JsonFormatException ? fault : json.Error(fault.Message));
        }
        else
        {
            Warn(json, rule);
        }
    }

    private void Warn(JsonObject json, PolicyRule rule)
    {
        if (rule is { When.IsAuthorControlled: true, Rule.Grants: true })
        {
            findings.Warning(json.Entry("when")!, $"a rule of type {rule.Type} may grant something, and the container's author alone decides whether this condition holds");
        }
        foreach (var member in rule.When is { IsAuthorControlled: false } ? [] : rule.Rule.MembersForAuthors)
        {
            findings.Warning(json.Entry(member)!, $"a rule of type {rule.Type} may grant something, and with \"{member}\" the container's author alone chooses what");
        }
        new LiteralFacts(RuleTypes.Find(rule.Type)!, findings).Check(json);
        new PatchCheck(path, findings).Check(json, rule.Rule);
        new SyscallCheck(host, findings).Check(json, rule.Rule);
        if (_isShadow && rule is { RunsProgram: true, Mode: not Mode.Off })
        {
            findings.Warning(json, $"a rule of type {rule.Type} that runs a program is not evaluated in mode warn of the file");
        }
        if (rule is { Type: "deny", SkipOnError: true })
        {
            findings.Warning(json.Entry("onError")!, "\"onError\" has no effect on a denial, which is not an error");
        }
        foreach (var note in findings.Read(() => new Notes(rule.Rule.Notes))?.Texts ?? [])
        {
            findings.Warning(json, note);
        }
        if (RuleProbe.Notes(rule, () => host.RuntimeOfCall) is { } unknown)
        {
            findings.Warning(json, rule.OnUnsupported == OnUnsupported.Refuse && !unknown.Unsupported.IsEmpty ? $"{unknown.Message}: the rule refuses each container that it would change" : unknown.Message);
        }
        if (json.Entry("name") is { } name && !_names.TryAdd(rule.Name, name))
        {
            findings.Warning(name, $"duplicate rule name \"{rule.Name}\": messages cannot tell the two rules apart");
        }
    }

    private sealed record Notes(ImmutableArray<string> Texts);

    // After an error, the part is read again without the member at fault, until no error is left. A later error
    // without a place, such as a missing member, follows from that and is not reported.
    private T? ReadInParts<T>(JsonObject whole, JsonObject part, Func<JsonObject, T> read)
        where T : class
    {
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                return read(part);
            }
            catch (InterceptorException e)
            {
                // An error in a file that the policy names has its place in that file.
                var offset = e is JsonFormatException format && format.Document == path ? format.Offset : -1;
                if (isFirst || offset >= 0)
                {
                    findings.Error(e is JsonFormatException ? e : whole.Error(e.Message));
                }
                if (offset < 0 || Without(part, offset) is not JsonObject rest)
                {
                    return null;
                }
                part = rest;
            }
        }
    }

    /// <summary>The value without the smallest member or item that holds the offset; null when that is the value itself.</summary>
    private static JsonValue? Without(JsonValue value, int offset) => value switch
    {
        JsonObject json when IndexOf(json, offset) is var index and >= 0 => new JsonObject(
            offset > json.Members[index].Name.Start && Without(json.Members[index].Value, offset) is { } inner
                ? json.Members.SetItem(index, json.Members[index] with { Value = inner })
                : json.Members.RemoveAt(index)),
        JsonArray array when IndexOf(array, offset) is var index and >= 0 => new JsonArray(
            Without(array.Items[index], offset) is { } inner ? array.Items.SetItem(index, inner) : array.Items.RemoveAt(index)),
        _ => null,
    };

    private static int IndexOf(JsonObject json, int offset)
    {
        for (var i = 0; i < json.Members.Length; i++)
        {
            if (json.Members[i].Name.Start == offset || Holds(json.Members[i].Value, offset))
            {
                return i;
            }
        }
        return -1;
    }

    private static int IndexOf(JsonArray array, int offset)
    {
        for (var i = 0; i < array.Items.Length; i++)
        {
            if (Holds(array.Items[i], offset))
            {
                return i;
            }
        }
        return -1;
    }

    // A rebuilt value has no place of its own, but its parts have theirs.
    private static bool Holds(JsonValue value, int offset) => value switch
    {
        { Text: not null } => offset >= value.Start && offset < value.End,
        JsonObject json => IndexOf(json, offset) >= 0,
        JsonArray array => IndexOf(array, offset) >= 0,
        _ => false,
    };
}
