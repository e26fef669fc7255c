using OciInterceptor.Json;
using OciInterceptor.Policy.Reading;

namespace OciInterceptor.Policy;

/// <summary>Makes the JSON Schema (draft 2020-12) of a policy, from the very declarations by which a policy is read.</summary>
internal sealed class PolicySchema
{
    private const string Rules = "rules";

    private readonly List<(string Name, JsonValue? Schema)> _definitions = [];

    private PolicySchema()
    {
    }

    internal static JsonObject Make() => new PolicySchema().Policy();

    private JsonObject Policy()
    {
        var properties = PolicyFileReader.Members.Select(member => member.Name == Rules
            ? (member.Name, WithHelp(member.Help, ("type", JsonScalar.Of("array")), ("items", Reference("rule"))))
            : (member.Name, Property(member)));
        var schema = Object(properties, []);
        _definitions.Add(("rule", Rule()));
        foreach (var type in RuleTypes.All)
        {
            _definitions.Add((NameOf(type), RuleOf(type)));
        }
        return MadeJson.Object(
            [
                ("$schema", JsonScalar.Of("https://json-schema.org/draft/2020-12/schema")),
                ("title", JsonScalar.Of("Policy of oci-interceptor")),
                .. schema,
                ("$defs", MadeJson.Object([.. _definitions])),
            ]);
    }

    // The type alone decides what else may stand in a rule, so that an editor complains of what is wrong with that type.
    private static JsonObject Rule() => MadeJson.Object(
        ("type", JsonScalar.Of("object")),
        ("required", MadeJson.Texts(["type"])),
        ("properties", MadeJson.Object(("type", MadeJson.Object(("enum", MadeJson.Texts(RuleTypes.All.Select(type => type.Name))))))),
        ("allOf", MadeJson.List(RuleTypes.All.Select(type => MadeJson.Object(
            ("if", MadeJson.Object(
                ("properties", MadeJson.Object(("type", Const(type)))),
                ("required", MadeJson.Texts(["type"])))),
            ("then", Reference(NameOf(type))))))));

    private JsonObject RuleOf(RuleType type)
    {
        ImmutableArray<Member> members = [.. PolicyFileReader.RuleMembers, .. type.Members];
        var properties = members.Select(member => member.Name == "type" ? (member.Name, Const(type)) : (member.Name, Property(member)));
        string[] needed = type.NeedsCondition ? ["when"] : [];
        var required = members.Where(member => member.IsRequired).Select(member => member.Name).Concat(needed);
        var choice = type.NeedsOneOf.Select(name => MadeJson.Object(("properties", MadeJson.Object((name, JsonScalar.True))), ("required", MadeJson.Texts([name])))).ToImmutableArray();
        return MadeJson.Object([("description", JsonScalar.Of(type.Summary)), .. Object(properties, required), ("anyOf", choice.IsEmpty ? null : MadeJson.List(choice.Select(JsonValue (one) => one)))]);
    }

    private JsonObject Property(Member member) => Of(member.Shape) is var schema && schema.Members.IsEmpty
        ? WithHelp(member.Help)
        : MadeJson.Object([("description", JsonScalar.Of(member.Help)), .. schema.Members.Select(part => (part.Name.AsText(), (JsonValue?)part.Value))]);

    private JsonObject Of(Shape shape) => shape switch
    {
        Shape.Plain { SchemaType: { } type, Pattern: var pattern } => MadeJson.Object(("type", JsonScalar.Of(type)), ("pattern", MadeJson.Text(pattern))),
        Shape.Filled filled => Of(filled.Inner).WithEntry(filled.Inner is Shape.ListOf ? "minItems" : "minProperties", JsonScalar.OfNumber(1)),
        Shape.Word word => MadeJson.Object(("enum", MadeJson.Texts(word.Words))),
        Shape.ListOf list => MadeJson.Object(("type", JsonScalar.Of("array")), ("items", Of(list.Item))),
        Shape.MapOf map => MadeJson.Object(("type", JsonScalar.Of("object")), ("additionalProperties", Of(map.Value))),
        Shape.Record record => MadeJson.Object([.. Object(
            record.Members.Select(member => (member.Name, Property(member))),
            record.Members.Where(member => member.IsRequired).Select(member => member.Name))]),
        Shape.Either either => MadeJson.Object(("anyOf", MadeJson.List([Of(either.One), Of(either.Other)]))),
        Shape.Named named => Define(named),
        _ => JsonObject.Empty,
    };

    // A shape that contains itself is defined before what it contains, so that it ends.
    private JsonObject Define(Shape.Named named)
    {
        if (!_definitions.Exists(known => known.Name == named.Name))
        {
            var place = _definitions.Count;
            _definitions.Add((named.Name, null));
            _definitions[place] = (named.Name, Of(named.Definition()));
        }
        return Reference(named.Name);
    }

    private static (string Name, JsonValue? Value)[] Object(IEnumerable<(string Name, JsonObject Schema)> properties, IEnumerable<string> required)
    {
        var needed = MadeJson.Texts(required);
        return
        [
            ("type", JsonScalar.Of("object")),
            ("properties", MadeJson.Object([.. properties.Select(property => (property.Name, (JsonValue?)property.Schema))])),
            ("required", needed.Items.IsEmpty ? null : needed),
            ("additionalProperties", JsonScalar.False),
        ];
    }

    private static JsonObject WithHelp(string help, params ReadOnlySpan<(string Name, JsonValue? Value)> rest) =>
        MadeJson.Object([("description", JsonScalar.Of(help)), .. rest]);

    private static JsonObject Const(RuleType type) => MadeJson.Object(("const", JsonScalar.Of(type.Name)));

    private static JsonObject Reference(string definition) => MadeJson.Object(("$ref", JsonScalar.Of($"#/$defs/{definition}")));

    private static string NameOf(RuleType type) => $"rule-{type.Name}";
}
