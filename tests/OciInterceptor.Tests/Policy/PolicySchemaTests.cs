using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Policy;
using OciInterceptor.Tests.Json;

namespace OciInterceptor.Tests.Policy;

/// <summary>How each shape of a value is written in the JSON Schema; that a validator takes what the reader takes, build/check-schema.sh shows.</summary>
public sealed class PolicySchemaTests
{
    [Theory]
    [InlineData("/properties/rules", """{"description":"The rules, in the order in which they apply.","type":"array","items":{"$ref":"#/$defs/rule"}}""")]
    [InlineData("/properties/profiles", """{"description":"Profiles whose rules follow those of the policy files.","type":"array","items":{"type":"string"}}""")]
    [InlineData("/properties/log",
        """{"description":"Our own log.","type":"object","properties":{"file":{"description":"The file that our own log is appended to, an absolute path.","type":"string"},"level":{"description":"The minimum level of the messages that are logged.","enum":["Verbose","Debug","Information","Warning","Error","Fatal"]}},"additionalProperties":false}""")]
    [InlineData("/$defs/rule-umask/properties/value", """{"description":"The mode bits that new files do not get: an octal string from \"0000\" to \"0777\".","type":"string","pattern":"^0*[0-7]{1,3}$"}""")]
    [InlineData("/$defs/rule-umask/properties/mode", """{"description":"\"enforce\", the default, applies the rule; \"warn\" records what it would have done and changes nothing; \"off\" leaves it out.","enum":["enforce","warn","off"]}""")]
    [InlineData("/$defs/rule-umask/properties/when", """{"description":"When the rule applies: every condition must hold. By default always.","$ref":"#/$defs/when"}""")]
    [InlineData("/$defs/rule-umask/properties/type", """{"const":"umask"}""")]
    [InlineData("/$defs/rule-umask/required", """["type","value"]""")]
    [InlineData("/$defs/rule-deny/required", """["type","when"]""")]
    [InlineData("/$defs/rule-env/properties/default", """{"description":"Variables to set unless the container sets them; an empty value is a value.","type":"object","additionalProperties":{"type":"string"}}""")]
    [InlineData("/$defs/rule-tmpfs-size/properties/sizes/additionalProperties", """{"anyOf":[{"type":"integer"},{"type":"string"}]}""")]
    [InlineData("/$defs/when/minProperties", "1")]
    [InlineData("/$defs/when/properties/mountSource",
        """{"description":"Host paths: holds when a mount or the root file system exposes one of them, by any name, link or parent. Controlled by the engine's user.","anyOf":[{"type":"array","items":{"type":"string"},"minItems":1},{"type":"object","properties":{"paths":{"description":"Host paths and globs for them.","type":"array","items":{"type":"string"},"minItems":1},"strict":{"description":"Refuse a source that goes through a directory in which users other than root can replace the next name.","type":"boolean"},"unknown":{"description":"Whether a source that cannot be judged, such as one on a file system of an unknown type, passes; without it the container is refused.","enum":["refuse","allow"]}},"required":["paths"],"additionalProperties":false}]}""")]
    [InlineData("/$defs/when/properties/env",
        """{"description":"Environment variables and the globs their values must match. Controlled by the container's author.","type":"object","additionalProperties":{"anyOf":[{"type":"string"},{"type":"array","items":{"type":"string"},"minItems":1}]},"minProperties":1}""")]
    [InlineData("/$defs/when/properties/privileged/type", "\"boolean\"")]
    [InlineData("/$defs/when/properties/not", """{"description":"Holds when these conditions do not all hold.","$ref":"#/$defs/when"}""")]
    [InlineData("/$defs/when/properties/any", """{"description":"Holds when one of these holds.","type":"array","items":{"$ref":"#/$defs/when"},"minItems":1}""")]
    [InlineData("/$defs/rule-cpu-affinity/properties/value/minProperties", "1")]
    [InlineData("/$defs/rule-memory-policy/properties/value/required", """["mode"]""")]
    [InlineData("/$defs/rule-merge-patch/properties/document",
        """{"description":"Members to set; null removes one, an object goes deeper, a list replaces the whole list.","type":"object"}""")]
    [InlineData("/$defs/rule-user/anyOf",
        """[{"properties":{"uid":true},"required":["uid"]},{"properties":{"gid":true},"required":["gid"]},{"properties":{"additionalGids":true},"required":["additionalGids"]}]""")]
    [InlineData("/$defs/rule/required", """["type"]""")]
    [InlineData("/$defs/rule/type", "\"object\"")]
    [InlineData("/$defs/rule-umask/type", "\"object\"")]
    [InlineData("/$defs/rule-umask/additionalProperties", "false")]
    [InlineData("/type", "\"object\"")]
    [InlineData("/additionalProperties", "false")]
    [InlineData("/$schema", "\"https://json-schema.org/draft/2020-12/schema\"")]
    [InlineData("/title", "\"Policy of oci-interceptor\"")]
    [InlineData("/properties/cloneRuntime/type", "\"boolean\"")]
    [InlineData("/$defs/rule-resources/properties/ceiling/properties/cpus/type", "\"number\"")]
    [InlineData("/$defs/rule-seccomp/properties/deny/items/anyOf/1/properties/errno/anyOf/0", """{"type":"integer"}""")]
    [InlineData("/$defs/rule/allOf/0", """{"if":{"properties":{"type":{"const":"readonly-networking-mounts"}},"required":["type"]},"then":{"$ref":"#/$defs/rule-readonly-networking-mounts"}}""")]
    [InlineData("/$defs/operation/anyOf/0/properties/value", """{"description":"What to add, to put in place, or to expect: required for add, replace and test."}""")]
    [InlineData("/$defs/operation/anyOf/0/properties/op", """{"description":"The operation.","enum":["add","replace","test"]}""")]
    [InlineData("/$defs/operation/anyOf/0/required", """["op","path","value"]""")]
    [InlineData("/$defs/operation/anyOf/1/anyOf/0/required", """["op","path","from"]""")]
    [InlineData("/$defs/operation/anyOf/1/anyOf/1/required", """["op","path"]""")]
    [InlineData("/$defs/rule-devices/properties/add/items/anyOf/1/properties/fileMode/pattern", "\"^0*[0-7]{1,4}$\"")]
    [InlineData("/$defs/rule-devices/description", "\"Adds and removes device nodes, with their rules in the device cgroup.\"")]
    public void A_shape_is_written_as_the_standard_has_it(string place, string schema) => Sample.Text(JsonTree.Get(PolicySchema.Make(), place)).Should().Be(schema);

    [Theory]
    [InlineData("/required")]
    [InlineData("/$defs/rule-env/anyOf")]
    [InlineData("/$defs/when/required")]
    [InlineData("/properties/log/required")]
    public void What_says_nothing_is_left_out(string place) => JsonTree.Find(PolicySchema.Make(), place).Should().BeNull();

    [Fact]
    public void The_parts_come_in_their_order()
    {
        var schema = PolicySchema.Make();
        schema.Members.Select(member => member.Name.AsText()).Should().Equal("$schema", "title", "type", "properties", "additionalProperties", "$defs");
        ((JsonObject)JsonTree.Get(schema, "/$defs")).Members.Select(member => member.Name.AsText()).Should()
            .BeEquivalentTo(new[] { "rule", "when", "operation" }.Concat(RuleTypes.All.Select(type => "rule-" + type.Name)), "each is defined once");
        ((JsonArray)JsonTree.Get(schema, "/$defs/rule/properties/type/enum")).Items.Should().HaveCount(RuleTypes.All.Length);
        ((JsonArray)JsonTree.Get(schema, "/$defs/rule/allOf")).Items.Should().HaveCount(RuleTypes.All.Length);
    }
}
