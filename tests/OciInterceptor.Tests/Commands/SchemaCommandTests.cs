using System.Text.Json.Nodes;
using OciInterceptor.Commands;
using OciInterceptor.Commands.Testing;
using OciInterceptor.Policy;
using OciInterceptor.Rules;

namespace OciInterceptor.Tests.Commands;

/// <summary>What the schema takes and refuses is for build/check-schema.sh.</summary>
public sealed class SchemaCommandTests
{
    private static readonly JsonNode _schema = Schema();

    public static TheoryData<string> Types => [.. RuleTypes.All.Select(type => type.Name)];

    [Fact]
    public void The_policy_has_the_members_that_are_read()
    {
        _schema["$schema"]!.GetValue<string>().Should().Be("https://json-schema.org/draft/2020-12/schema");
        NamesOf(_schema["properties"]!).Should().Equal(PolicyFileReader.Members.Select(member => member.Name));
        _schema["additionalProperties"]!.GetValue<bool>().Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_type_of_rule_has_the_members_that_are_read(string name)
    {
        var type = RuleTypes.Find(name)!;
        var rule = _schema["$defs"]!["rule-" + name]!;

        NamesOf(rule["properties"]!).Should().Equal(PolicyFileReader.RuleMembers.Concat(type.Members).Select(member => member.Name));
        rule["properties"]!["type"]!["const"]!.GetValue<string>().Should().Be(name);
        rule["additionalProperties"]!.GetValue<bool>().Should().BeFalse();
        rule["required"]!.AsArray().Select(required => required!.GetValue<string>()).Should().Equal(
            [.. PolicyFileReader.RuleMembers.Concat(type.Members).Where(member => member.IsRequired).Select(member => member.Name), .. type.NeedsCondition ? (string[])["when"] : []]);
    }

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        var references = References(_schema).Distinct().ToList();

        references.Should().Contain("#/$defs/when").And.Contain("#/$defs/rule");
        references.Should().OnlyContain(reference => _schema["$defs"]![reference.Replace("#/$defs/", "", StringComparison.Ordinal)] != null);
    }

    [Fact]
    public void A_test_file_has_the_members_that_are_read()
    {
        var schema = Schema("test");

        NamesOf(schema["properties"]!).Should().Equal(TestFileReader.Members.Select(member => member.Name));
        schema["additionalProperties"]!.GetValue<bool>().Should().BeFalse();
        schema["required"]!.AsArray().Select(name => name!.GetValue<string>()).Should().Equal("tests");
        NamesOf(schema["$defs"]!["host"]!["properties"]!).Should().Equal(HostReader.Members.Select(member => member.Name));
        var expect = schema["properties"]!["tests"]!["items"]!["properties"]!["expect"]!;
        NamesOf(expect["properties"]!).Should().Equal(ExpectationReader.Members.Select(member => member.Name));
        expect["minProperties"]!.GetValue<int>().Should().Be(1);
        References(schema).Should().OnlyContain(reference => reference == "#/$defs/host");
    }

    private static JsonNode Schema(params string[] kind)
    {
        using var run = new CommandRun();
        return JsonNode.Parse(run.Run(new SchemaCommand(), kind).Text())!;
    }

    private static IEnumerable<string> NamesOf(JsonNode node) => node.AsObject().Select(member => member.Key);

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject json => json.SelectMany(member => member.Key == "$ref" ? [member.Value!.GetValue<string>()] : References(member.Value)),
        JsonArray array => array.SelectMany(References),
        _ => [],
    };
}
