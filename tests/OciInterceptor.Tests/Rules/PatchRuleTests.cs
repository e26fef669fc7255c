using System.Text;
using FsCheck;
using FsCheck.Fluent;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Messages;
using OciInterceptor.Rules;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Json;

namespace OciInterceptor.Tests.Rules;

public sealed class PatchRuleTests
{
    [Theory]
    [InlineData("""{"op":"add","path":"/a/-","value":"x"}""", """{"a":["w"]}""", """{"a":["w","x"]}""")]
    [InlineData("""{"op":"add","path":"/a/0","value":"x"}""", """{"a":["w"]}""", """{"a":["x","w"]}""")]
    [InlineData("""{"op":"add","path":"/a/0","value":"x"},{"op":"add","path":"/a/1","value":"y"}""", """{"a":["w"]}""", """{"a":["x","y","w"]}""")]
    [InlineData("""{"op":"add","path":"/a/0","value":"x"},{"op":"replace","path":"/a/1","value":"y"}""", """{"a":["w"]}""", """{"a":["x","y"]}""")]
    [InlineData("""{"op":"add","path":"/a","value":[]},{"op":"add","path":"/a/-","value":1}""", "{}", """{"a":[1]}""")]
    [InlineData("""{"op":"remove","path":"/a"}""", """{"a":1,"b":2}""", """{"b":2}""")]
    [InlineData("""{"op":"remove","path":"/a"},{"op":"add","path":"/a","value":2}""", """{"a":1,"b":2}""", """{"b":2,"a":2}""")]
    [InlineData("""{"op":"replace","path":"/a","value":2}""", """{"a":1}""", """{"a":2}""")]
    [InlineData("""{"op":"move","from":"/a","path":"/b"}""", """{"a":1}""", """{"b":1}""")]
    [InlineData("""{"op":"move","from":"/a","path":"/l/-"}""", """{"a":1,"l":[]}""", """{"l":[1]}""")]
    [InlineData("""{"op":"copy","from":"/a","path":"/b"}""", """{"a":1}""", """{"a":1,"b":1}""")]
    [InlineData("""{"op":"copy","from":"/a/0","path":"/a/-"}""", """{"a":[1,2]}""", """{"a":[1,2,1]}""")]
    [InlineData("""{"op":"test","path":"/a/1/n","value":"y"},{"op":"remove","path":"/a/1"}""", """{"a":[{"n":"x"},{"n":"y"},{"n":"z"}]}""", """{"a":[{"n":"x"},{"n":"z"}]}""")]
    [InlineData("""{"op":"remove","path":"/a/0"}""", """{"a":[1]}""", """{"a":[]}""")]
    [InlineData("""{"op":"add","path":"","value":{"b":1}}""", """{"a":1}""", """{"b":1}""")]
    [InlineData("""{"op":"add","path":"/a","value":null}""", "{}", """{"a":null}""")]
    [InlineData("""{"op":"replace","path":"/a","value":null}""", """{"a":1}""", """{"a":null}""")]
    [InlineData("""{"op":"add","path":"/a/-","value":null}""", """{"a":[1]}""", """{"a":[1,null]}""")]
    [InlineData("""{"op":"test","path":"/a","value":null},{"op":"add","path":"/b","value":null}""", """{"a":null}""", """{"a":null,"b":null}""")]
    [InlineData("""{"op":"remove","path":"/a","value":null}""", """{"a":1}""", "{}")]
    public void Changes_a_document_once(string operations, string document, string expected)
    {
        var rule = Read(operations);

        var once = rule.Apply(Spec(document));

        Sample.Text(once.Json).Should().Be(expected);
        rule.Apply(once).Should().BeSameAs(once);
        var reread = Spec(expected);
        rule.Apply(reread).Should().BeSameAs(reread);
    }

    [Theory]
    [InlineData("""{"op":"add","path":"/a/0","value":{"x":1,"y":[]}}""", """{"a":[1,{"y":[],"x":1.0}]}""")]
    [InlineData("""{"op":"add","path":"/a","value":1}""", """{"a":1e0}""")]
    [InlineData("""{"op":"remove","path":"/a/b/c"}""", """{"a":{}}""")]
    [InlineData("""{"op":"remove","path":"/a/5"}""", """{"a":[1]}""")]
    [InlineData("""{"op":"test","path":"/a/0","value":7},{"op":"remove","path":"/a/0"}""", """{"a":[1]}""")]
    [InlineData("""{"op":"test","path":"/x","value":1},{"op":"add","path":"/a","value":1}""", """{"a":1}""")]
    [InlineData("""{"op":"test","path":"/a","value":1}""", """{"a":1}""")]
    [InlineData("", """{"a":1}""")]
    public void Leaves_a_document_alone_that_is_what_it_leaves_behind(string operations, string document)
    {
        var spec = Spec(document);

        Read(operations).Apply(spec).Should().BeSameAs(spec);
    }

    [Theory]
    [InlineData("""{"op":"remove","path":"/a/0"}""")]
    [InlineData("""{"op":"move","from":"/a/0","path":"/a/1"}""")]
    [InlineData("""{"op":"move","from":"/a/0","path":"/b"}""")]
    [InlineData("""{"op":"copy","from":"/o","path":"/p"},{"op":"replace","path":"/o","value":5}""")]
    [InlineData("""{"op":"move","from":"/o","path":"/p"},{"op":"add","path":"/o","value":5}""")]
    [InlineData("""{"op":"add","path":"/a/-","value":{"x":1}},{"op":"replace","path":"/a/3/x","value":2}""")]
    [InlineData("""{"op":"test","path":"/a/0","value":1},{"op":"replace","path":"/o","value":7},{"op":"remove","path":"/a/1"}""")]
    public void Refuses_a_patch_that_would_change_its_own_result(string operations)
    {
        var apply = () => Read(operations).Apply(Spec("""{"a":[1,2,3],"o":4}"""));

        apply.Should().Throw<InterceptorException>().WithMessage("the patch would change its own result again, *");
    }

    [Theory]
    [InlineData("""{"op":"add","path":"/process/env/-","value":"A=1"}""", """{"process":null}""", "operation 1 (add \"/process/env/-\"): /process/env/- has no parent object or list")]
    [InlineData("""{"op":"test","path":"/a","value":2},{"op":"add","path":"/b","value":1}""", """{"a":1}""", "operation 1 (test \"/a\"): the document's value differs")]
    [InlineData("""{"op":"test","path":"/a","value":2}""", """{"a":1}""", "operation 1 (test \"/a\"): the document's value differs")]
    [InlineData("""{"op":"remove","path":"/a/01"}""", """{"a":[1,2]}""", "operation 1 (remove \"/a/01\"): invalid list index \"01\": the list's length is 2")]
    [InlineData("""{"op":"remove","path":"/a/1e0"}""", """{"a":[1,2]}""", "operation 1 (remove \"/a/1e0\"): invalid list index \"1e0\": the list's length is 2")]
    [InlineData("""{"op":"remove","path":"/a/-1/b"}""", """{"a":[1,2]}""", "operation 1 (remove \"/a/-1/b\"): invalid list index \"-1\": the list's length is 2")]
    [InlineData("""{"op":"remove","path":"/a/-"}""", """{"a":[1,2]}""", "operation 1 (remove \"/a/-\"): invalid list index \"-\": it is the place after the last item, to which something can only be added")]
    [InlineData("""{"op":"move","from":"/a/x","path":"/b"}""", """{"a":[1],"b":2}""", "operation 1 (move \"/b\"): invalid list index \"x\": the list's length is 1")]
    [InlineData("""{"op":"test","path":"/a/00","value":1},{"op":"add","path":"/b","value":2}""", """{"a":[1],"b":2}""", "operation 1 (test \"/a/00\"): invalid list index \"00\": the list's length is 1")]
    [InlineData("""{"op":"replace","path":"","value":[]}""", "{}", "the result of the patch must be an object")]
    [InlineData("""{"op":"add","path":"/a/b","value":1}""", """{"a":{},"a":{}}""", "config.json:1:9: the member \"a\" is ambiguous*")]
    [InlineData("""{"op":"add","path":"/a/b","value":1}""", """{"a":{},"A":{}}""", "config.json:1:9: the member \"A\" is ambiguous*")]
    [InlineData("""{"op":"add","path":"/a/b","value":1}""", """{"a":{"B":2}}""", "config.json:1:7: the member \"B\" is ambiguous*")]
    [InlineData("""{"op":"add","path":"/a/b","value":1}""", """{"a":{"b\u0000":2}}""", "config.json:1:7: the member \"b\\u0000\" is ambiguous*")]
    [InlineData("""{"op":"add","path":"/annotations/b","value":"1"}""", """{"annotations":{"b\u0000":"2"}}""", "config.json:1:17: the member \"b\\u0000\" is ambiguous*")]
    [InlineData("""{"op":"add","path":"/mounts/0/type","value":"1"}""", """{"mounts":[{"Type":"2"}]}""", "config.json:1:13: the member \"Type\" is ambiguous*")]
    [InlineData("""{"op":"copy","from":"/o","path":"/p"},{"op":"add","path":"/p/b","value":1}""", """{"o":{"B":2}}""", "*the member \"B\" is ambiguous*")]
    [InlineData("""{"op":"move","from":"/o","path":"/p"},{"op":"add","path":"/p/b","value":1}""", """{"o":{"B":2}}""", "*the member \"B\" is ambiguous*")]
    [InlineData("""{"op":"move","from":"/x","path":"/c"},{"op":"add","path":"/c/b","value":2}""", """{"x":{"B":1}}""", "the member \"B\" is ambiguous*")]
    [InlineData("""{"op":"move","from":"/a/b","path":"/c"}""", """{"a":{"B":1,"b":2}}""", "is ambiguous: *")]
    [InlineData("""{"op":"remove","path":"/A"}""", """{"a":{},"A":{}}""", "config.json:1:2: the member \"a\" is ambiguous*")]
    [InlineData("""{"op":"remove","path":"/a/B"}""", """{"a":{"B":1,"b":2}}""", "config.json:1:13: the member \"b\" is ambiguous*")]
    public void Refuses_the_container_when_it_cannot_be_applied(string operations, string document, string message)
    {
        var apply = () => Read(operations).Apply(Spec(document));

        apply.Should().Throw<InterceptorException>().WithMessage("*" + message);
    }

    [Theory]
    [InlineData("""{"op":"remove","path":"/procces"}""", "operation 1 (remove \"/procces\"): nothing is there")]
    [InlineData("""{"op":"remove","path":"/a/7"}""", "operation 1 (remove \"/a/7\"): nothing is there")]
    [InlineData("""{"op":"remove","path":"/a/99999999999"}""", "operation 1 (remove \"/a/99999999999\"): nothing is there")]
    [InlineData("""{"op":"move","from":"/a/99999999999","path":"/b"}""", "operation 1 (move \"/b\"): nothing is at /a/99999999999")]
    [InlineData("""{"op":"add","path":"/b","value":2},{"op":"remove","path":"/b/c"},{"op":"remove","path":"/c"}""",
        "operation 2 (remove \"/b/c\"): nothing is there; operation 3 (remove \"/c\"): nothing is there")]
    [InlineData("""{"op":"move","from":"/c","path":"/b"}""", "operation 1 (move \"/b\"): nothing is at /c")]
    [InlineData("""{"op":"test","path":"/a/0","value":7},{"op":"remove","path":"/a/0"}""", "operation 2 (remove \"/a/0\"): nothing is there that passes the test before it")]
    [InlineData("""{"op":"add","path":"/b","value":2}""", null)]
    [InlineData("""{"op":"remove","path":"/a"}""", null)]
    [InlineData("""{"op":"add","path":"/x/y","value":2}""", null)]
    public void Says_where_nothing_is_and_refuses_that_on_demand(string operations, string? note)
    {
        var spec = Spec("""{"a":[1],"b":2}""");
        var strict = RuleRun.Read($"{{\"type\":\"patch\",\"missing\":\"error\",\"operations\":[{operations}]}}");

        Read(operations).NoteOn(spec.Json).Should().Be(note);
        if (note is not null)
        {
            Read(operations).Apply(spec).Should().BeSameAs(spec);
            strict.Invoking(rule => rule.Apply(spec)).Should().Throw<InterceptorException>().WithMessage(note.Split("; ")[0]);
        }
    }

    [Theory]
    [InlineData("""{"op":"remove","path":"/a"}""", """{"b":2}""")]
    [InlineData("""{"op":"add","path":"/b","value":2}""", """{"a":[1],"b":2}""")]
    public void Is_applied_where_something_is_whatever_is_said_of_nothing(string operations, string expected) =>
        Sample.Text(RuleRun.Read($"{{\"type\":\"patch\",\"missing\":\"error\",\"operations\":[{operations}]}}").Apply(Spec("""{"a":[1],"b":2}""")).Json).Should().Be(expected);

    [Theory]
    [InlineData("\"operations\":[{\"op\":\"ad\",\"path\":\"/a\",\"value\":1}]", "unknown operation \"ad\": want add, remove, replace, move, copy or test")]
    [InlineData("\"operations\":[{\"op\":\"add\",\"path\":\"/a\",\"vaule\":1}]", "unknown member \"vaule\", did you mean \"value\"?")]
    [InlineData("\"operations\":[{\"op\":\"add\",\"path\":\"/a\"}]", "missing member \"value\"")]
    [InlineData("\"operations\":[{\"op\":\"remove\",\"path\":\"a\"}]", "invalid JSON Pointer \"a\": it must be empty or begin with a slash")]
    [InlineData("\"operations\":[{\"path\":\"/a\"}]", "missing member \"op\"")]
    [InlineData("\"operations\":{}", "operations must be a list")]
    [InlineData("\"operations\":[{\"op\":\"move\",\"from\":\"/a/b\",\"path\":\"/a/b/c\"}]", "cannot move the value at \"/a/b\" into itself")]
    [InlineData("\"operations\":[{\"op\":\"move\",\"from\":\"\",\"path\":\"/a\"}]", "cannot move the value at \"\" into itself")]
    [InlineData("\"operations\":[{\"op\":\"move\",\"from\":\"/a/b\",\"path\":\"/a/bc\"}]", "")]
    [InlineData("\"operations\":[{\"op\":\"move\",\"from\":\"/a/b\",\"path\":\"/a\"}]", "")]
    [InlineData("\"operations\":[{\"op\":\"move\",\"from\":\"/a/b\",\"path\":\"/a/b\"}]", "")]
    [InlineData("\"operations\":[{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/a/b\"}]", "")]
    [InlineData("\"operations\":[{\"op\":\"move\",\"path\":\"/a\"}]", "missing member \"from\"")]
    [InlineData("\"operations\":[{\"op\":\"copy\",\"path\":\"/a\"}]", "missing member \"from\"")]
    [InlineData("\"operations\":[{\"op\":\"copy\",\"from\":\"a\",\"path\":\"/a\"}]", "invalid JSON Pointer \"a\": it must be empty or begin with a slash")]
    [InlineData("\"operations\":[{\"op\":\"remove\",\"path\":\"\"}]", "the whole document cannot be removed")]
    [InlineData("\"operations\":[{\"op\":\"replace\",\"path\":\"/a\"}]", "missing member \"value\"")]
    [InlineData("\"operations\":[{\"op\":\"test\",\"path\":\"/a\"}]", "missing member \"value\"")]
    [InlineData("\"operations\":[{\"op\":\"add\",\"path\":\"/a\",\"value\":{\"b\":1,\"b\":1}}]", "the member \"b\" is ambiguous: runtimes differ in how they read repeated names and other letter case")]
    [InlineData("\"operations\":[1]", "operations must be a list of objects")]
    [InlineData("\"operations\":null", "missing member \"operations\"")]
    [InlineData("\"name\":\"x\"", "missing member \"operations\"")]
    [InlineData("\"operations\":[],\"missing\":\"errors\"", "missing must be one of pass, error, not \"errors\", did you mean \"error\"?")]
    [InlineData("\"operations\":[{\"op\":\"remove\",\"path\":\"/a\",\"from\":null}]", "from must not be null: leave it out")]
    public void Refuses_a_policy_with_a_malformed_patch(string members, string message)
    {
        RuleRun.ErrorOf($"{{\"type\":\"patch\",{members}}}").Should().Be(message);
    }

    [Fact]
    public void Puts_values_in_without_the_policys_comments_and_line_breaks()
    {
        var rule = Read("{\"op\":\"add\",\"path\":\"/a\",\"value\": { // why\n  \"b\": [ 1.0, /* also */ 2, ], } }");

        Sample.Text(rule.Apply(Spec("{}")).Json).Should().Be("{\"a\":{\"b\":[1.0,2]}}");
    }

    [Fact]
    public void Any_patch_either_is_refused_or_changes_nothing_in_its_own_result()
    {
        int applied = 0, refused = 0;
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var rule = new PatchRule { Operations = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Operation(random))] };
            RuntimeSpec once;
            try
            {
                once = rule.Apply(Spec("""{"a":[1,2,{"a":3}],"b":{"a":[1],"b":{}},"c":1}"""));
                applied++;
            }
            catch (InterceptorException)
            {
                refused++;
                return;
            }
            rule.Apply(once).Should().BeSameAs(once);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000).WithQuietOnSuccess(true));
        applied.Should().BePositive();
        refused.Should().BePositive();
    }

    private static PatchOperation Operation(Random random)
    {
        var op = new[] { "add", "remove", "replace", "move", "copy", "test" }[random.Next(6)];
        var isMove = op is "move" or "copy";
        var value = isMove || op == "remove" ? null : Sample.Value(new[] { "1", "2", "{}", "[1]", "{\"a\":1}" }[random.Next(5)]);
        return new PatchOperation(op, Pointer(random), value) { From = isMove ? Pointer(random) : null };
    }

    private static string Pointer(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => "/" + new[] { "a", "b", "c", "0", "1", "-" }[random.Next(6)]));

    private static IRule Read(string operations) => RuleRun.Read($"{{\"type\":\"patch\",\"operations\":[{operations}]}}");

    private static RuntimeSpec Spec(string document) => new(Sample.Object(document));
}
