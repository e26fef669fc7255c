using System.Text;
using FsCheck;
using FsCheck.Fluent;
using OciInterceptor.Collections;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Json.Patching;

public sealed class JsonPatchTests
{
    // RFC 6902, appendix A.
    [Theory]
    [InlineData("A.1", """{"foo":"bar"}""", """[{"op":"add","path":"/baz","value":"qux"}]""", """{"baz":"qux","foo":"bar"}""")]
    [InlineData("A.2", """{"foo":["bar","baz"]}""", """[{"op":"add","path":"/foo/1","value":"qux"}]""", """{"foo":["bar","qux","baz"]}""")]
    [InlineData("A.3", """{"baz":"qux","foo":"bar"}""", """[{"op":"remove","path":"/baz"}]""", """{"foo":"bar"}""")]
    [InlineData("A.4", """{"foo":["bar","qux","baz"]}""", """[{"op":"remove","path":"/foo/1"}]""", """{"foo":["bar","baz"]}""")]
    [InlineData("A.5", """{"baz":"qux","foo":"bar"}""", """[{"op":"replace","path":"/baz","value":"boo"}]""", """{"baz":"boo","foo":"bar"}""")]
    [InlineData("A.6", """{"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}}""", """[{"op":"move","from":"/foo/waldo","path":"/qux/thud"}]""", """{"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}}""")]
    [InlineData("A.7", """{"foo":["all","grass","cows","eat"]}""", """[{"op":"move","from":"/foo/1","path":"/foo/3"}]""", """{"foo":["all","cows","eat","grass"]}""")]
    [InlineData("A.8", """{"baz":"qux","foo":["a",2,"c"]}""", """[{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/foo/1","value":2}]""", """{"baz":"qux","foo":["a",2,"c"]}""")]
    [InlineData("A.10", """{"foo":"bar"}""", """[{"op":"add","path":"/child","value":{"grandchild":{}}}]""", """{"foo":"bar","child":{"grandchild":{}}}""")]
    [InlineData("A.11", """{"foo":"bar"}""", """[{"op":"add","path":"/baz","value":"qux","xyz":123}]""", """{"foo":"bar","baz":"qux"}""")]
    [InlineData("A.14", """{"/":9,"~1":10}""", """[{"op":"test","path":"/~01","value":10}]""", """{"/":9,"~1":10}""")]
    [InlineData("A.16", """{"foo":["bar"]}""", """[{"op":"add","path":"/foo/-","value":["abc","def"]}]""", """{"foo":["bar",["abc","def"]]}""")]
    public void Passes_the_examples_of_the_RFC(string example, string document, string patch, string expected) =>
        JsonComparison.AreEqual(Apply(document, patch), Sample.Value(expected)).Should().BeTrue(example);

    [Theory]
    [InlineData("A.9", """{"baz":"qux"}""", """[{"op":"test","path":"/baz","value":"bar"}]""", "operation 1 (test \"/baz\"): the document's value differs")]
    [InlineData("A.12", """{"foo":"bar"}""", """[{"op":"add","path":"/baz/bat","value":"qux"}]""", "operation 1 (add \"/baz/bat\"): /baz/bat has no parent object or list")]
    [InlineData("A.13", """{"foo":"bar"}""", """[{"op":"add","path":"/baz","value":"qux","op":"remove"}]""", "config.json:1:42: the member \"op\" is ambiguous*")]
    [InlineData("A.15", """{"/":9,"~1":10}""", """[{"op":"test","path":"/~01","value":"10"}]""", "operation 1 (test \"/~01\"): the document's value differs")]
    public void Refuses_the_examples_of_the_RFC_that_are_errors(string example, string document, string patch, string message)
    {
        var apply = () => Apply(document, patch);

        apply.Should().Throw<InterceptorException>(example).WithMessage(message);
    }

    [Theory]
    [InlineData("""{"a":1,"b":2}""", """[{"op":"add","path":"/a","value":3}]""", """{"a":3,"b":2}""")]
    [InlineData("""{"a":1}""", """[{"op":"add","path":"","value":{"b":2}}]""", """{"b":2}""")]
    [InlineData("""{"a":1}""", """[{"op":"replace","path":"","value":[]}]""", "[]")]
    [InlineData("""{"a":1}""", """[{"op":"add","path":"/a","value":null}]""", """{"a":null}""")]
    [InlineData("""{"a":null}""", """[{"op":"test","path":"/a","value":null}]""", """{"a":null}""")]
    [InlineData("""{"a":{"x":1}}""", """[{"op":"copy","from":"/a","path":"/b"},{"op":"replace","path":"/a/x","value":2}]""", """{"a":{"x":2},"b":{"x":1}}""")]
    [InlineData("""{"a":{"x":1}}""", """[{"op":"copy","from":"/a","path":"/a/y"}]""", """{"a":{"x":1,"y":{"x":1}}}""")]
    [InlineData("""{"a":{"x":1}}""", """[{"op":"copy","from":"","path":"/b"}]""", """{"a":{"x":1},"b":{"a":{"x":1}}}""")]
    [InlineData("""{"a":{"x":1}}""", """[{"op":"move","from":"/a","path":""}]""", """{"x":1}""")]
    [InlineData("""{"a":{"x":1}}""", """[{"op":"move","from":"/a/x","path":"/a"}]""", """{"a":1}""")]
    [InlineData("""{"a":1,"b":2}""", """[{"op":"move","from":"/a","path":"/a"}]""", """{"a":1,"b":2}""")]
    [InlineData("""{"a":[1,2,3]}""", """[{"op":"move","from":"/a/0","path":"/a/-"}]""", """{"a":[2,3,1]}""")]
    [InlineData("""{"a":[1]}""", """[{"op":"add","path":"/a/1","value":2}]""", """{"a":[1,2]}""")]
    [InlineData("""{"a":[1,2]}""", """[{"op":"replace","path":"/a/1","value":3},{"op":"remove","path":"/a/0"}]""", """{"a":[3]}""")]
    [InlineData("""{"a":{"b":1},"c":[{"d":2}]}""", """[{"op":"test","path":"","value":{"c":[{"d":2.0}],"a":{"b":1e0}}}]""", """{"a":{"b":1},"c":[{"d":2}]}""")]
    [InlineData("""{"0":1}""", """[{"op":"replace","path":"/0","value":2},{"op":"add","path":"/-","value":3}]""", """{"0":2,"-":3}""")]
    [InlineData("[1]", """[{"op":"add","path":"/0","value":0}]""", "[0,1]")]
    [InlineData("1", "[]", "1")]
    public void Applies_operations_in_their_order(string document, string patch, string expected) =>
        Sample.Text(Apply(document, patch)).Should().Be(expected);

    [Theory]
    [InlineData("""[{"op":"add","path":"/l/3","value":0}]""", "operation 1 (add \"/l/3\"): invalid list index \"3\": the list's length is 2")]
    [InlineData("""[{"op":"add","path":"/l/01","value":0}]""", "operation 1 (add \"/l/01\"): invalid list index \"01\": the list's length is 2")]
    [InlineData("""[{"op":"add","path":"/l/x","value":0}]""", "operation 1 (add \"/l/x\"): invalid list index \"x\": the list's length is 2")]
    [InlineData("""[{"op":"add","path":"/s/x","value":0}]""", "operation 1 (add \"/s/x\"): /s/x has no parent object or list")]
    [InlineData("""[{"op":"test","path":"/s","value":"t"},{"op":"remove","path":"/x"}]""", "operation 2 (remove \"/x\"): there is nothing at /x")]
    [InlineData("""[{"op":"remove","path":"/l/2"}]""", "operation 1 (remove \"/l/2\"): there is nothing at /l/2")]
    [InlineData("""[{"op":"remove","path":"/l/-"}]""", "operation 1 (remove \"/l/-\"): invalid list index \"-\": it is the place after the last item, to which something can only be added")]
    [InlineData("""[{"op":"replace","path":"/x","value":0}]""", "operation 1 (replace \"/x\"): there is nothing at /x")]
    [InlineData("""[{"op":"move","from":"/x","path":"/y"}]""", "operation 1 (move \"/y\"): there is nothing at /x")]
    [InlineData("""[{"op":"copy","from":"/l/2","path":"/y"}]""", "operation 1 (copy \"/y\"): there is nothing at /l/2")]
    [InlineData("""[{"op":"test","path":"/x","value":null}]""", "operation 1 (test \"/x\"): there is nothing at /x")]
    [InlineData("""[{"op":"move","from":"/l","path":"/l/x/y"}]""", "*cannot move the value at \"/l\" into itself")]
    [InlineData("""[{"op":"add","path":"/l/00","value":0}]""", "operation 1 (add \"/l/00\"): invalid list index \"00\": the list's length is 2")]
    [InlineData("""[{"op":"replace","path":"/l/00","value":0}]""", "operation 1 (replace \"/l/00\"): invalid list index \"00\": the list's length is 2")]
    [InlineData("""[{"op":"replace","path":"/l/-","value":0}]""", "operation 1 (replace \"/l/-\"): invalid list index \"-\": it is *")]
    [InlineData("""[{"op":"replace","path":"/l/2","value":0}]""", "operation 1 (replace \"/l/2\"): there is nothing at /l/2")]
    [InlineData("""[{"op":"add","path":"/l/2/x","value":0}]""", "operation 1 (add \"/l/2/x\"): /l/2/x has no parent object or list")]
    [InlineData("""[{"op":"replace","path":"/x/y","value":0}]""", "operation 1 (replace \"/x/y\"): /x/y has no parent object or list")]
    [InlineData("""[{"op":"remove","path":"/x/y"}]""", "operation 1 (remove \"/x/y\"): /x/y has no parent object or list")]
    [InlineData("""[{"op":"replace","path":"/l/2/x","value":0}]""", "operation 1 (replace \"/l/2/x\"): /l/2/x has no parent object or list")]
    [InlineData("""[{"op":"remove","path":"/s/x"}]""", "operation 1 (remove \"/s/x\"): there is nothing at /s/x")]
    public void Refuses_an_operation_that_cannot_be_applied(string patch, string message)
    {
        var apply = () => Apply("""{"l":[1,2],"s":"t"}""", patch);

        apply.Should().Throw<InterceptorException>().WithMessage(message);
    }

    [Theory]
    [InlineData("""[1]""", "1:2: an operation must be an object")]
    [InlineData("""[{"path":"/a"}]""", "1:2: missing member \"op\"")]
    [InlineData("""[{"op":"remove"}]""", "1:2: missing member \"path\"")]
    [InlineData("""[{"op":"add","path":"/a"}]""", "1:2: missing member \"value\"")]
    [InlineData("""[{"op":"test","path":"/a"}]""", "1:2: missing member \"value\"")]
    [InlineData("""[{"op":"move","path":"/a"}]""", "1:2: missing member \"from\"")]
    [InlineData("""[{"op":"spam","path":"/a"}]""", "1:8: unknown operation \"spam\": want add, remove, replace, move, copy or test")]
    [InlineData("""[{"op":"Add","path":"/a","value":1}]""", "1:8: unknown operation \"Add\": *")]
    [InlineData("""[{"op":null,"path":"/a"}]""", "1:8: \"op\" must be a string, not null")]
    [InlineData("""[{"op":"remove","path":1}]""", "1:24: \"path\" must be a string, not a number")]
    [InlineData("""[{"op":"remove","path":"a"}]""", "1:24: invalid JSON Pointer \"a\": *")]
    [InlineData("""[{"op":"copy","path":"/a","from":"/b~"}]""", "1:34: invalid JSON Pointer \"/b~\": *")]
    [InlineData("""[{"op":"remove","path":""}]""", "1:24: the whole document cannot be removed")]
    [InlineData("""[{"op":"move","from":"/a","path":"/a/b"}]""", "1:34: cannot move the value at \"/a\" into itself")]
    [InlineData("""[{"op":"move","from":"","path":"/b"}]""", "1:32: cannot move the value at \"\" into itself")]
    [InlineData("""[{"op":"add","path":"/a","value":{"x":1,"x":2}}]""", "1:41: the member \"x\" is ambiguous*")]
    public void Refuses_what_is_no_operation_and_names_the_place(string patch, string message)
    {
        var read = () => Read(patch);

        read.Should().Throw<InterceptorException>().WithMessage("config.json:" + message);
    }

    // Without the check the item behind it would be changed: it has the index of the one that was taken out.
    [Theory]
    [InlineData("/a/0", "/a/0/x")]
    [InlineData("/a", "/a/1")]
    [InlineData("", "/b")]
    public void A_value_is_not_moved_into_itself(string from, string path)
    {
        var apply = () => JsonPatch.Apply(Sample.Value("""{"a":[{},{}]}"""), [new PatchOperation("move", path, null) { From = from }]);

        apply.Should().Throw<InterceptorException>().WithMessage($"operation 1 (move \"{path}\"): cannot move the value at \"{from}\" into itself");
    }

    [Fact]
    public void What_is_not_touched_is_shared()
    {
        var document = Sample.Object("""{"a":{"b":1},"c":[{},{}]}""");

        var after = (JsonObject)JsonPatch.Apply(document, Read("""[{"op":"replace","path":"/c/0","value":1}]"""));

        after.Entry("a").Should().BeSameAs(document.Entry("a"));
        ((JsonArray)after.Entry("c")!).Items[1].Should().BeSameAs(((JsonArray)document.Entry("c")!).Items[1]);
    }

    [Fact]
    public void An_error_does_not_tell_what_the_document_holds()
    {
        var apply = () => Apply("""{"password":"hunter2"}""", """[{"op":"test","path":"/password","value":"swordfish"}]""");

        apply.Should().Throw<InterceptorException>().Which.Message.Should().NotContainAny("hunter2", "swordfish");
    }

    [Fact]
    public void The_operations_of_a_difference_make_the_one_document_of_the_other() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var before = Reread(Distinct(Sample.Value(new RandomDocument(random).Write())));
            var after = random.Next(2) == 0
                ? Distinct(Sample.Value(new RandomDocument(random).Write()))
                : Distinct(Sample.Value(new RandomDocument(random).WriteAny()));

            var result = JsonPatch.Apply(before, DocumentPatch.Between(before, after).Operations);

            JsonComparison.AreEqual(result, after).Should().BeTrue();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000).WithQuietOnSuccess(true));

    private static JsonValue Apply(string document, string patch) => JsonPatch.Apply(Sample.Value(document), Read(patch));

    private static ImmutableArray<PatchOperation> Read(string patch) => PatchReader.Read(((JsonArray)Sample.Value(patch)).Items);

    private static JsonValue Reread(JsonValue value) => JsonText.Parse(Encoding.UTF8.GetBytes(Sample.Text(value)), "before");

    // A pointer cannot tell members of one name apart.
    private static JsonValue Distinct(JsonValue value) => value switch
    {
        JsonObject json => new JsonObject([.. json.Members.DistinctBy(member => member.Name.AsText()).Select(member => member with { Value = Distinct(member.Value) })]),
        JsonArray array => new JsonArray([.. array.Items.Select(Distinct)]),
        _ => value,
    };
}
