using OciInterceptor.Json;
using OciInterceptor.Spec.Views;
using OciInterceptor.Tests.Json;

namespace OciInterceptor.Tests.Spec;

/// <summary>What holds for every property of every record.</summary>
public sealed class SpecPropertyTests
{
    public static TheoryData<string, string> Properties
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var property in SpecProperty.All)
            {
                data.Add(property.RecordName, property.Name);
            }
            return data;
        }
    }

    public static TheoryData<string> Records => [.. SpecProperty.Records.Select(record => record.Name)];

    [Fact]
    public void Are_found() => SpecProperty.All.Should().HaveCountGreaterThan(150);

    [Theory]
    [MemberData(nameof(Records))]
    public void Stand_for_one_member_each(string record) => SpecProperty.All.Where(property => property.RecordName == record)
        .Should().NotBeEmpty().And.OnlyHaveUniqueItems(property => property.Member.ToUpperInvariant());

    [Theory]
    [MemberData(nameof(Properties))]
    public void Are_called_as_their_member_is(string record, string name) =>
        SpecProperty.Find(record, name).Member.Should().BeEquivalentTo(name, "letter case aside");

    [Theory]
    [MemberData(nameof(Properties))]
    public void Read_an_absent_member_and_null_as_nothing(string record, string name)
    {
        var property = SpecProperty.Find(record, name);

        SampleValue.IsDefault(property.Get(property.Record(JsonObject.Empty))).Should().BeTrue();
        SampleValue.IsDefault(property.Get(property.Record(Sample.Object($"{{\"{property.Member}\":null}}")))).Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Properties))]
    public void Add_a_member_read_it_back_and_leave_the_others_as_they_stood(string record, string name)
    {
        var property = SpecProperty.Find(record, name);
        var before = property.Record(Sample.Object("""{ "x-1" : 1e3, "\u0078-2" :null , "x-1" : [ 1 , {} ] }"""));
        var value = SampleValue.Of(property.Type);

        var after = property.Record(before.Json);
        property.Set(after, value);

        SampleValue.Text(property.Get(after)).Should().Be(SampleValue.Text(value));
        after.Json.Members[..3].Should().Equal(before.Json.Members);
        after.Json.Members.Should().HaveCount(4);
        Sample.Text(after.Json).Should().StartWith("""{"x-1":1e3,"\u0078-2":null,"x-1":[ 1 , {} ],""");
    }

    [Theory]
    [MemberData(nameof(Properties))]
    public void Change_a_member_at_its_place(string record, string name)
    {
        var property = SpecProperty.Find(record, name);
        var old = property.Type == typeof(bool?) ? "false"
            : Nullable.GetUnderlyingType(property.Type) is not null ? "7"
            : property.Type == typeof(string) ? "\"old\""
            : property.Type.Name.StartsWith("Immutable", StringComparison.Ordinal) ? "[]" : "{}";
        var json = Sample.Object($"{{ \"x-1\" : 1e3, \"{property.Member}\" : {old} , \"x-2\":\"\\u0041\" }}");
        var value = SampleValue.Of(property.Type);

        var after = property.Record(json);
        property.Set(after, value);

        SampleValue.Text(property.Get(after)).Should().Be(SampleValue.Text(value));
        after.Json.Members.Should().HaveCount(3);
        after.Json.Members[0].Should().Be(json.Members[0]);
        after.Json.Members[1].Name.Should().BeSameAs(json.Members[1].Name);
        after.Json.Members[2].Should().Be(json.Members[2]);
    }

    [Theory]
    [MemberData(nameof(Properties))]
    public void Remove_a_member_when_set_to_nothing(string record, string name)
    {
        var property = SpecProperty.Find(record, name);
        var after = property.Record(Sample.Object("""{ "x-1" : 1e3 }"""));
        property.Set(after, SampleValue.Of(property.Type));

        property.Set(after, SampleValue.Default(property.Type));

        Sample.Text(after.Json).Should().Be("""{"x-1":1e3}""");
    }

    [Theory]
    [MemberData(nameof(Properties))]
    public void Keep_the_object_when_set_to_what_they_read(string record, string name)
    {
        var property = SpecProperty.Find(record, name);
        var made = property.Record(JsonObject.Empty);
        property.Set(made, SampleValue.Of(property.Type));
        string[] documents = ["{ }", $"{{ \"{property.Member}\" : null }}", Sample.Text(made.Json)];

        foreach (var document in documents)
        {
            var json = Sample.Object(document);
            var after = property.Record(json);
            property.Set(after, property.Get(after));

            after.Json.Should().BeSameAs(json);
        }
    }

    [Theory]
    [MemberData(nameof(Properties))]
    public void Refuse_a_value_of_another_kind_and_name_its_place(string record, string name)
    {
        var property = SpecProperty.Find(record, name);
        var made = property.Record(JsonObject.Empty);
        property.Set(made, SampleValue.Of(property.Type));
        var right = made.Json.Members[0].Value.Kind;

        foreach (var (kind, text, noun) in _kinds.Where(wrong => wrong.Kind != right && !(right == JsonKind.True && wrong.Kind == JsonKind.False)))
        {
            var wrong = property.Record(Sample.Object($"{{\n  \"{property.Member}\": {text}}}"));

            property.Invoking(p => p.Get(wrong)).Should().Throw<JsonFormatException>($"{kind} is not {right}")
                .WithMessage($"config.json:2:{property.Member.Length + 7}: \"{property.Member}\" must be *, not {noun}");
        }
    }

    [Theory]
    [MemberData(nameof(Properties))]
    public void Refuse_a_member_that_runtimes_could_read_in_two_ways(string record, string name)
    {
        var property = SpecProperty.Find(record, name);
        var member = property.Member;
        string[] documents =
        [
            $"{{ \"{member}\" : null, \"{member}\" : null }}",
            $"{{ \"{member.ToUpperInvariant()}\" : null }}",
            $"{{ \"{member}\" : null, \"\\u{(int)member[0]:x4}{member[1..]}\" : null }}",
        ];

        foreach (var document in documents)
        {
            var ambiguous = property.Record(Sample.Object(document));

            property.Invoking(p => p.Get(ambiguous)).Should().Throw<JsonFormatException>().WithMessage("config.json:1:*ambiguous*");
            property.Invoking(p => p.Set(ambiguous, SampleValue.Of(p.Type))).Should().Throw<JsonFormatException>().WithMessage("config.json:1:*ambiguous*");
        }
    }

    private static readonly (JsonKind Kind, string Text, string Noun)[] _kinds =
    [
        (JsonKind.Object, "{}", "an object"),
        (JsonKind.Array, "[]", "a list"),
        (JsonKind.String, "\"x\"", "a string"),
        (JsonKind.Number, "1", "a number"),
        (JsonKind.True, "true", "a boolean"),
        (JsonKind.False, "false", "a boolean"),
    ];
}
