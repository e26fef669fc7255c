using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Fuzz.Models;
using OciInterceptor.Collections;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;

namespace OciInterceptor.Tests.Json.Patching;

/// <summary>The difference of two documents, as operations and as edits. Law 3: lossless, whatever was changed.</summary>
public sealed class DocumentPatchTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":2}""", "replace /a 2")]
    [InlineData("""{"a":1}""", """{"a":1,"b":[]}""", "add /b []")]
    [InlineData("""{"a":1,"b":2}""", """{"b":2}""", "remove /a")]
    [InlineData("""{"b":2,"a":1}""", """{"a":1,"b":2}""", "")]
    [InlineData("""{"a":[]}""", """{"a":["x"]}""", "add /a/0 \"x\"")]
    [InlineData("""{"a":["x","y","z"]}""", """{"a":["y","z"]}""", "remove /a/0")]
    [InlineData("""{"a":["x","y","z"]}""", """{"a":["x","y"]}""", "remove /a/2")]
    [InlineData("""{"a":["x","y","z"]}""", """{"a":["x","z"]}""", "remove /a/1")]
    [InlineData("""{"a":["x","y"]}""", """{"a":["w","x","y"]}""", "add /a/0 \"w\"")]
    [InlineData("""{"a":["x","y"]}""", """{"a":["x","y","z"]}""", "add /a/2 \"z\"")]
    [InlineData("""{"a":["x"]}""", """{"a":[]}""", "remove /a/0")]
    [InlineData("""{"a":["x","x"]}""", """{"a":["x","x","x"]}""", "add /a/2 \"x\"")]
    [InlineData("""{"a":[{"b":1},{"c":1}]}""", """{"a":[{"b":2},{"c":1},{"d":1}]}""", "replace /a/0/b 2, add /a/2 {\"d\":1}")]
    [InlineData("""[1,2,3,4]""", """[2,4,5]""", "remove /0, remove /1, add /2 5")]
    [InlineData("""{"a":["x","y","z"]}""", """{"a":["x","y","w","z"]}""", "add /a/2 \"w\"")]
    [InlineData("""{"a":["x","y","z"]}""", """{"a":["w"]}""", "replace /a/0 \"w\", remove /a/1, remove /a/1")]
    [InlineData("""{"a":["x","y","z"]}""", """{"a":["v","w","y"]}""", "replace /a/0 \"v\", replace /a/1 \"w\", replace /a/2 \"y\"")]
    [InlineData("""{"a~b":{"c/d":1}}""", """{"a~b":{"c/d":null}}""", "replace /a~0b/c~1d null")]
    [InlineData("""{"a":null}""", """{"a":{}}""", "replace /a {}")]
    [InlineData("""{"a":1.0}""", """{"a":1.0}""", "")]
    [InlineData("""{"a":"A"}""", """{"a":"A"}""", "")]
    public void Names_each_difference_by_the_smallest_operation(string before, string after, string operations)
    {
        var patch = DocumentPatch.Between(Parse(before), Parse(after));
        string.Join(", ", patch.Operations.Select(o => $"{o.Op} {o.Path} {(o.Value is null ? "" : Text(o.Value))}".TrimEnd())).Should().Be(operations);
    }

    [Theory]
    [InlineData("{ \"a\" : [ 1 , 2 ] }\n", "{\"a\":[1]}", "{ \"a\" : [ 1 ] }\n")]
    [InlineData("{ \"a\" : [ 1 , 2 ] }\n", "{\"a\":[2]}", "{ \"a\" : [ 2 ] }\n")]
    [InlineData("{ \"a\" : [ 1 , 2 ] }\n", "{\"a\":[]}", "{ \"a\" : [  ] }\n")]
    [InlineData("{ \"a\" : [ ] }\n", "{\"a\":[1,2]}", "{ \"a\" : [1,2 ] }\n")]
    [InlineData("{ \"a\" : 1 , \"b\" : 2 }", "{\"c\":3}", "{ \"c\":3 }")]
    [InlineData("{ \"a\" : 1 , \"b\" : 2 , \"c\" : 3 }", "{\"b\":2}", "{ \"b\" : 2 }")]
    [InlineData("{ \"a\" : 1 , \"b\" : 2 , \"c\" : 3 }", "{\"a\":1,\"c\":3,\"d\":4}", "{ \"a\" : 1 , \"c\" : 3,\"d\":4 }")]
    [InlineData("[ 1 , 2 , 3 ]", "[ 0 , 2 , 9 , 3 , 4 ]", "[ 0 , 2,9 , 3,4 ]")]
    [InlineData("[ 1 , 2 ]", "[ 0 , 0 , 1 , 2 ]", "[ 0,0,1 , 2 ]")]
    [InlineData("[ 1 , 2 ]", "[ 8 , 9 , 1 , 2 ]", "[ 8,9,1 , 2 ]")]
    [InlineData("[ 1 , 2 ]", "[ 1 , 2 , 8 , 9 ]", "[ 1 , 2,8,9 ]")]
    [InlineData("{ \"c\" : 2 , \"a\" : [ 1 , 2 ] }", "{\"a\":[8,9,1,2],\"d\":4,\"e\":5}", "{ \"a\" : [ 8,9,1 , 2 ],\"d\":4,\"e\":5 }")]
    [InlineData("[ [ 1 ] , 2 , [ 3 ] ]", "[ [ 8 , 9 , 1 ] , 2 , [ 3 , 4 , 5 ] , 6 , 7 ]", "[ [ 8,9,1 ] , 2 , [ 3,4,5 ],6,7 ]")]
    [InlineData("[ 1 , 2 , 3 ]", "[ 2 , 3 ]", "[ 2 , 3 ]")]
    [InlineData("[ 1 , 2 , 3 ]", "[ 3 ]", "[ 3 ]")]
    [InlineData("[ 1 , 2 , 3 ]", "[ 1 ]", "[ 1 ]")]
    [InlineData("[ 1 , 2 , 3 , 4 ]", "[ 2 , 5 , 4 ]", "[ 2 , 5 , 4 ]")]
    [InlineData("[ {} , 2 ]", "[ 2 , {} ]", "[ 2 , {} ]")]
    [InlineData("[ { } ]", "[ {\"a\":1} ]", "[ {\"a\":1 } ]")]
    [InlineData("{ \"a\" : { \"b\" : 1 } , \"c\" : 2 }", "{\"a\":{\"b\":2,\"d\":3}}", "{ \"a\" : { \"b\" : 2,\"d\":3 } }")]
    [InlineData("{ \"z\" : 0 , \"a\" : { \"y\" : 0 , \"b\" : { \"x\" : 0 , \"c\" : 1 } } }", "{\"a\":{\"b\":{\"c\":2}}}", "{ \"a\" : { \"b\" : { \"c\" : 2 } } }")]
    public void Leaves_every_byte_around_a_change_alone(string before, string after, string expected)
    {
        var patch = DocumentPatch.Between(Parse(before), Parse(after));
        Encoding.UTF8.GetString(patch.Splice(Encoding.UTF8.GetBytes(before))).Should().Be(expected);
    }

    [Fact]
    public void Any_document_can_be_made_of_any_other()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var before = Distinct(Parse(new RandomDocument(random).WriteAny()));
            var bytes = Encoding.UTF8.GetBytes(Text(before));
            before = JsonText.Parse(bytes, "before");
            var after = random.Next(3) == 0 ? Distinct(Parse(new RandomDocument(random).WriteAny())) : Mutate(before, random);

            var patch = DocumentPatch.Between(before, after);

            var result = JsonText.Parse(patch.Splice(bytes), "result");
            DocumentPatch.Between(result, after).Operations.Should().BeEmpty("the result says what was wanted");
            if (patch.Operations.All(o => o.Path.Length > 0))
            {
                var expected = ReferenceTree.Parse(bytes);
                foreach (var o in patch.Operations)
                {
                    expected.Apply(o.Op, o.Path, o.Value is null ? null : ReferenceTree.Parse(Encoding.UTF8.GetBytes(Text(o.Value))));
                }
                ReferenceTree.Parse(Encoding.UTF8.GetBytes(Text(result))).Tokens().Should().Be(expected.Tokens(), "operations and edits are one change");
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000).WithQuietOnSuccess(true));
    }

    private static JsonValue Parse(string json) => JsonText.Parse(Encoding.UTF8.GetBytes(json), "test");

    private static string Text(JsonValue value)
    {
        var output = new ArrayBufferWriter<byte>();
        value.WriteTo(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    // A pointer cannot tell members of one name apart, so this test has none; and names as an added member spells them.
    private static JsonValue Distinct(JsonValue value) => value switch
    {
        JsonObject o => new JsonObject([.. o.Members.DistinctBy(m => m.Name.AsText()).Select(m => new JsonMember(JsonScalar.Of(m.Name.AsText()), Distinct(m.Value)))]),
        JsonArray a => new JsonArray([.. a.Items.Select(Distinct)]),
        _ => value,
    };

    private static JsonValue Mutate(JsonValue value, Random random)
    {
        if (random.Next(6) == 0)
        {
            return Distinct(Parse(new RandomDocument(random).WriteAny()));
        }
        return value switch
        {
            JsonObject o => new JsonObject(Shake(o.Members, random, m => m with { Value = Mutate(m.Value, random) }, i => new JsonMember(JsonScalar.Of($"new{i}"), JsonScalar.True))),
            JsonArray a => new JsonArray(Shake(a.Items, random, item => Mutate(item, random), i => JsonScalar.OfNumber(i))),
            _ => value,
        };
    }

    private static ImmutableArray<T> Shake<T>(ImmutableArray<T> items, Random random, Func<T, T> change, Func<int, T> make)
    {
        var result = ImmutableArray.CreateBuilder<T>();
        foreach (var item in items)
        {
            var what = random.Next(8);
            if (what == 0)
            {
                result.Add(make(result.Count));
            }
            if (what != 1)
            {
                result.Add(what == 2 ? change(item) : item);
            }
        }
        if (random.Next(3) == 0)
        {
            result.Add(make(result.Count));
        }
        return result.DrainToImmutable();
    }
}
