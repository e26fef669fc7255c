using OciInterceptor.Json;
using OciInterceptor.Rules;
using OciInterceptor.Schema;

namespace OciInterceptor.Policy;

/// <summary>Makes the JSON Schema (draft 2020-12) of a policy, from the declarations by which a policy is read.</summary>
internal sealed class PolicySchema
{
    private const string Rules = "rules";

    private readonly List<(string Name, JsonValue? Schema)> _definitions = [];

    private PolicySchema()
    {
    }

    internal static JsonObject Make() => new PolicySchema().Policy();

    /// <summary>The schema of another kind of file that is read by declarations.</summary>
    internal static JsonObject Of(string title, ImmutableArray<Member> members)
    {
        var schema = new PolicySchema();
        return schema.File(title, schema.Object(members));
    }

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
        return File("Policy of oci-interceptor", schema);
    }

    private JsonObject File(string title, (string Name, JsonValue? Value)[] schema) => JsonBuilder.Object(
        [
            ("$schema", JsonScalar.Of("https://json-schema.org/draft/2020-12/schema")),
            ("title", JsonScalar.Of(title)),
            .. schema,
            ("$defs", JsonBuilder.Object([.. _definitions])),
        ]);

    // The type alone decides which other members a rule may have, so that an editor reports errors for that type only.
    private static JsonObject Rule() => JsonBuilder.Object(
        ("type", JsonScalar.Of("object")),
        ("required", JsonBuilder.Texts(["type"])),
        ("properties", JsonBuilder.Object(("type", JsonBuilder.Object(("enum", JsonBuilder.Texts(RuleTypes.All.Select(type => type.Name))))))),
        ("allOf", JsonBuilder.List(RuleTypes.All.Select(type => JsonBuilder.Object(
            ("if", JsonBuilder.Object(
                ("properties", JsonBuilder.Object(("type", Const(type)))),
                ("required", JsonBuilder.Texts(["type"])))),
            ("then", Reference(NameOf(type))))))));

    private JsonObject RuleOf(RuleType type)
    {
        ImmutableArray<Member> members = [.. PolicyFileReader.RuleMembers, .. type.Members];
        var properties = members.Select(member => member.Name == "type" ? (member.Name, Const(type)) : (member.Name, Property(member)));
        string[] needed = type.NeedsCondition ? ["when"] : [];
        var required = members.Where(member => member.IsRequired).Select(member => member.Name).Concat(needed);
        var choice = type.NeedsOneOf.Select(name => JsonBuilder.Object(("properties", JsonBuilder.Object((name, JsonScalar.True))), ("required", JsonBuilder.Texts([name])))).ToImmutableArray();
        return JsonBuilder.Object([("description", JsonScalar.Of(type.Summary)), .. Object(properties, required), ("anyOf", choice.IsEmpty ? null : JsonBuilder.List(choice.Select(JsonValue (one) => one)))]);
    }

    private JsonObject Property(Member member) => Of(member.Shape) is var schema && schema.Members.IsEmpty
        ? WithHelp(member.Help)
        : JsonBuilder.Object([("description", JsonScalar.Of(member.Help)), .. schema.Members.Select(part => (part.Name.AsText(), (JsonValue?)part.Value))]);

    private JsonObject Of(Shape shape) => shape switch
    {
        Shape.Plain { SchemaType: { } type, Pattern: var pattern } => JsonBuilder.Object(("type", JsonScalar.Of(type)), ("pattern", JsonBuilder.Text(pattern))),
        Shape.Filled filled => Of(filled.Inner).WithEntry(filled.Inner is Shape.ListOf ? "minItems" : "minProperties", JsonScalar.OfNumber(1)),
        Shape.Word word => JsonBuilder.Object(("enum", JsonBuilder.Texts(word.Words))),
        Shape.WordFrom words => JsonBuilder.Object(("enum", JsonBuilder.Texts(words.Words()))),
        Shape.ListOf list => JsonBuilder.Object(("type", JsonScalar.Of("array")), ("items", Of(list.Item))),
        Shape.MapOf map => JsonBuilder.Object(("type", JsonScalar.Of("object")), ("additionalProperties", Of(map.Value))),
        Shape.Record record => JsonBuilder.Object([.. Object(record.Members)]),
        Shape.Either either => JsonBuilder.Object(("anyOf", JsonBuilder.List([Of(either.One), Of(either.Other)]))),
        Shape.Named named => Define(named),
        _ => JsonObject.Empty,
    };

    // A recursive shape is registered before its parts are defined, so that the recursion ends.
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

    private (string Name, JsonValue? Value)[] Object(ImmutableArray<Member> members) => Object(
        members.Select(member => (member.Name, Property(member))),
        members.Where(member => member.IsRequired).Select(member => member.Name));

    private static (string Name, JsonValue? Value)[] Object(IEnumerable<(string Name, JsonObject Schema)> properties, IEnumerable<string> required)
    {
        var needed = JsonBuilder.Texts(required);
        return
        [
            ("type", JsonScalar.Of("object")),
            ("properties", JsonBuilder.Object([.. properties.Select(property => (property.Name, (JsonValue?)property.Schema))])),
            ("required", needed.Items.IsEmpty ? null : needed),
            ("additionalProperties", JsonScalar.False),
        ];
    }

    private static JsonObject WithHelp(string help, params ReadOnlySpan<(string Name, JsonValue? Value)> rest) =>
        JsonBuilder.Object([("description", JsonScalar.Of(help)), .. rest]);

    private static JsonObject Const(RuleType type) => JsonBuilder.Object(("const", JsonScalar.Of(type.Name)));

    private static JsonObject Reference(string definition) => JsonBuilder.Object(("$ref", JsonScalar.Of($"#/$defs/{definition}")));

    private static string NameOf(RuleType type) => $"rule-{type.Name}";
}
