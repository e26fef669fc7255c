using System.Text;
using OciInterceptor.Collections;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Schema;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Schema;

public sealed class ObjectReaderTests
{
    private static readonly Member[] _declared =
    [
        new("text", Shape.Text, ""),
        new("flag", Shape.Flag, ""),
        new("texts", Shape.Texts, ""),
        new("map", Shape.TextMap, ""),
        new("number", Shape.Integer, ""),
        new("size", Shape.Size, ""),
        new("mode", Shape.Mode, ""),
        new("word", new Shape.Word("enforce", "warn", "off"), ""),
        new("object", Shape.AnyObject, ""),
        new("record", new Shape.Record(new Member("inner", Shape.Text, "", IsRequired: true)), ""),
        new("records", new Shape.ListOf(new Shape.Record(new Member("inner", Shape.Text, ""))), ""),
    ];

    [Fact]
    public void Reads_each_shape()
    {
        var members = Read("""
            { "text": "a\u0062", "flag": true, "texts": ["x", "y"], "map": {"k": "v"}, "number": -5, "size": "64k", "mode": "0660",
              "word": "warn", "object": {"any": 1}, "record": {"inner": "i"}, "records": [{"inner": "1"}, {}] }
            """);

        members.Text("text").Should().Be("ab");
        members.Flag("flag").Should().BeTrue();
        members.Texts("texts").Should().Equal("x", "y");
        members.TextMap("map").Select(entry => (entry.Key, entry.Value)).Should().Equal(("k", "v"));
        members.Number<int>("number").Should().Be(-5);
        members.Size("size").Should().Be(65536);
        members.Mode("mode").Should().Be(0x1B0);
        members.Word("word").Should().Be("warn");
        members.Object("object")!.Members.Should().ContainSingle();
        members.Record("record", Inner("record"))!.Text("inner").Should().Be("i");
        members.Records("records", Inner("records")).Select(record => record.Text("inner")).Should().Equal("1", null);
        members.Globs("texts", forPaths: true).Should().OnlyContain(glob => glob.IsForPaths);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"text":null,"flag":null,"texts":null,"map":null,"number":null,"size":null,"mode":null,"word":null,"object":null,"record":null,"records":null}""")]
    public void Takes_null_for_nothing_where_other_programs_write_it(string json)
    {
        var members = Read(json, takesNull: true);

        members.Has("text").Should().BeFalse();
        members.Text("text").Should().BeNull();
        members.Flag("flag").Should().BeFalse();
        members.Texts("texts").Should().BeEmpty();
        members.TextMap("map").IsEmpty.Should().BeTrue();
        members.Number<ulong>("number").Should().BeNull();
        members.Size("size").Should().BeNull();
        members.Mode("mode").Should().BeNull();
        members.Word("word").Should().BeNull();
        members.Object("object").Should().BeNull();
        members.Record("record", Inner("record")).Should().BeNull();
        members.Records("records", Inner("records")).Should().BeEmpty();
    }

    [Theory]
    [InlineData("""{"flag":true,"text":null}""", "1:21: text must not be null: leave it out")]
    [InlineData("{\n  \"txet\": 1\n}", "2:3: unknown member \"txet\", did you mean \"text\"?")]
    [InlineData("{\"unheard of\":1}", "1:2: unknown member \"unheard of\"")]
    [InlineData("{\"Text\":\"a\"}", "1:2: unknown member \"Text\", did you mean \"text\"?")]
    [InlineData("{\"text\":\"a\",\n\"text\":\"b\"}", "2:1: the member \"text\" is ambiguous*")]
    public void Refuses_members_that_are_unknown_or_repeated(string json, string message) =>
        Refuses(() => Read(json), message);

    [Theory]
    [InlineData("text", "1", "text must be a string")]
    [InlineData("texts", "\"a\"", "texts must be a list")]
    [InlineData("flag", "\"true\"", "flag must be true or false")]
    [InlineData("flag", "0", "flag must be true or false")]
    [InlineData("map", "[]", "map must be an object")]
    [InlineData("number", "1.0", "number must be a whole number from -2147483648 to 2147483647")]
    [InlineData("number", "1e3", "number must be a whole number from -2147483648 to 2147483647")]
    [InlineData("number", "2147483648", "number must be a whole number from -2147483648 to 2147483647")]
    [InlineData("number", "\"1\"", "number must be a whole number from -2147483648 to 2147483647")]
    [InlineData("size", "\"64x\"", "size must be a size such as 65536 or \"64m\"")]
    [InlineData("size", "-1", "size must be a size such as 65536 or \"64m\"")]
    [InlineData("size", "1.5", "size must be a size such as 65536 or \"64m\"")]
    [InlineData("size", "[]", "size must be a size such as 65536 or \"64m\"")]
    [InlineData("size", "true", "size must be a size such as 65536 or \"64m\"")]
    [InlineData("mode", "\"0888\"", "mode must be an octal string such as \"0660\"")]
    [InlineData("mode", "\"\"", "mode must be an octal string such as \"0660\"")]
    [InlineData("mode", "\"10000\"", "mode must be an octal string such as \"0660\"")]
    [InlineData("mode", "\"777777777777\"", "mode must be an octal string such as \"0660\"")]
    [InlineData("mode", "\"0o660\"", "mode must be an octal string such as \"0660\"")]
    [InlineData("mode", "432", "mode must be a string")]
    [InlineData("word", "\"wran\"", "word must be one of enforce, warn, off, not \"wran\", did you mean \"warn\"?")]
    [InlineData("word", "\"Warn\"", "word must be one of enforce, warn, off, not \"Warn\", did you mean \"warn\"?")]
    [InlineData("word", "true", "word must be a string")]
    [InlineData("object", "[]", "object must be an object")]
    [InlineData("records", "{}", "records must be a list")]
    public void Refuses_a_value_of_another_shape(string name, string value, string message) =>
        Refuses(() => ReadAs(Read($"{{\n \"{name}\": {value}}}"), name), $"2:{name.Length + 6}: {message}");

    [Theory]
    [InlineData("texts", "[\"a\",\n1]", "2:1: texts must be a list of strings")]
    [InlineData("map", "{\"k\":\n1}", "2:1: k must be a string")]
    [InlineData("map", "{\"k\":\"1\",\n\"k\":\"2\"}", "2:1: the member \"k\" is ambiguous*")]
    [InlineData("records", "[{},\nnull]", "2:1: records must be a list of objects")]
    [InlineData("records", "[{\n\"iner\":1}]", "2:1: unknown member \"iner\", did you mean \"inner\"?")]
    [InlineData("record", "\n{}", "2:1: missing member \"inner\"")]
    [InlineData("record", "\n{\"inner\":null}", "2:1: missing member \"inner\"")]
    public void Names_the_place_inside_a_value(string name, string value, string message) =>
        Refuses(() => ReadAs(Read($"{{\"{name}\":{value}}}"), name), message);

    [Fact]
    public void Names_a_members_place_or_the_objects()
    {
        var members = Read("{\n\"text\": \"x\",\n \"flag\": true}");

        members.Error("text", "cause").Message.Should().Be("policy.json:2:9: cause");
        members.Error("flag", "cause").Message.Should().Be("policy.json:3:10: cause");
        members.Error("size", "cause").Message.Should().Be("policy.json:1:1: cause");
        members.Error("cause").Message.Should().Be("policy.json:1:1: cause");
    }

    private static object? ReadAs(ObjectReader members, string name) => name switch
    {
        "text" => members.Text(name),
        "flag" => members.Flag(name),
        "texts" => members.Texts(name),
        "map" => members.TextMap(name),
        "number" => members.Number<int>(name),
        "size" => members.Size(name),
        "mode" => members.Mode(name),
        "word" => members.Word(name),
        "object" => members.Object(name),
        "record" => members.Record(name, Inner(name)),
        _ => members.Records(name, Inner(name)),
    };

    private static ImmutableArray<Member> Inner(string name) => _declared.Single(member => member.Name == name).Shape switch
    {
        Shape.Record record => record.Members,
        Shape.ListOf { Item: Shape.Record record } => record.Members,
        _ => [],
    };

    private static void Refuses(Func<object?> read, string message) =>
        read.Should().Throw<InterceptorException>().WithMessage($"policy.json:{message}");

    private static ObjectReader Read(string json, bool takesNull = false) =>
        new((JsonObject)CommentedJson.Parse(Encoding.UTF8.GetBytes(json), "policy.json"), [.. _declared], new FakeHost(), takesNull);
}
