using System.Text;
using OciInterceptor.Json;

namespace OciInterceptor.Tests.Json;

public sealed class JsonObjectTests
{
    [Theory]
    [InlineData("""{"mounts":1,"mounts":2}""", 13, "\"mounts\"")]
    [InlineData("""{"mounts":1,"Mounts":2}""", 13, "\"Mounts\"")]
    [InlineData("""{"MOUNTS":1}""", 2, "\"MOUNTS\"")]
    [InlineData("""{"mounts":1,"\u006dounts":2}""", 13, "\"\\u006dounts\"")]
    [InlineData("""{"\u004dounts":1}""", 2, "\"\\u004dounts\"")]
    [InlineData("""{"mountſ":1}""", 2, "\"mountſ\"")]
    [InlineData("""{"mount\u017f":1}""", 2, "\"mount\\u017f\"")]
    public void Refuses_a_field_that_runtimes_could_read_in_two_ways(string text, int column, string name)
    {
        var read = Sample.Object(text);
        var cause = $"config.json:1:{column}: the member {name} is ambiguous: runtimes differ in how they read repeated names and other letter case";

        read.Invoking(o => o.Field("mounts"u8)).Should().Throw<JsonFormatException>().WithMessage(cause);
        read.Invoking(o => o.WithField("mounts"u8, JsonScalar.True)).Should().Throw<JsonFormatException>().WithMessage(cause);
        read.Invoking(o => o.WithField("mounts"u8, null)).Should().Throw<JsonFormatException>().WithMessage(cause);
    }

    [Fact]
    public void Refuses_the_Kelvin_sign_for_a_k() =>
        Sample.Object("{\"mas\u212AedPaths\":[]}").Invoking(o => o.Field("maskedPaths"u8))
            .Should().Throw<JsonFormatException>().WithMessage("config.json:1:2: the member \"mas\u212AedPaths\" is ambiguous*");

    [Theory]
    [InlineData("""{"mounts":1}""")]
    [InlineData("""{"\u006dounts":1}""")]
    [InlineData("""{"mount":2,"mountss":3,"mounts":1,"mount\u0073s":4,"m\u00f6nts":5,"möunts":6,"":7,"other":8,"Other":9,"other":10}""")]
    public void Finds_a_field_among_others_even_if_those_are_repeated(string text) =>
        Sample.Text(Sample.Object(text).Field("mounts"u8)!).Should().Be("1");

    /// <summary>The names that were asked for singly are found in another way than after all members were.</summary>
    [Fact]
    public void A_field_is_the_same_before_and_after_all_members_were_asked_for()
    {
        string[] names = ["a", "A", "ab", "abc", "a\\u0062", "\\u0061b", "\\u0061", "äb", "aſ", "as", "a\\nb", "abcdefghijklmnop", "abcdefghijklmnopq", "ab\\u0000", ""];
        string[] values = ["1", "\"x\"", "[ 1 , 2 ]", "{ \"a\" : 1 }", "null", "true", "-1.5e3"];
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var text = "{ " + string.Join(" , ", Enumerable.Range(0, random.Next(6)).Select(_ => $"\"{names[random.Next(names.Length)]}\" : {values[random.Next(values.Length)]}")) + "}";
            var name = Encoding.UTF8.GetBytes(names[random.Next(4)]);
            var whole = Sample.Object(text);
            _ = whole.Members.Length;

            Answer(() => Sample.Object(text).Field(name)).Should().Be(Answer(() => whole.Field(name)), text);
        }

        static string Answer(Func<JsonValue?> field)
        {
            try
            {
                return field() is { } value ? Sample.Text(value) : "absent";
            }
            catch (JsonFormatException e)
            {
                return e.Message;
            }
        }
    }

    [Fact]
    public void A_value_is_always_the_same_instance()
    {
        var read = Sample.Object("""{"a":{"x":1},"b":[2],"c":"3"}""");

        var (c, a) = (read.Field("c"u8), read.Field("a"u8));

        read.Field("c"u8).Should().BeSameAs(c);
        read.Members.Select(member => member.Value).Should().HaveCount(3).And.StartWith(a!).And.EndWith(c!);
        read.Members[0].Value.Should().BeSameAs(a);
        read.Members[2].Value.Should().BeSameAs(c);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"mount":1,"mounts ":2,"\u006dount":3}""")]
    public void Finds_no_field_that_is_not_there(string text) => Sample.Object(text).Field("mounts"u8).Should().BeNull();

    [Theory]
    [InlineData("mounts\\u0000")]
    [InlineData("Mounts\\u0000x")]
    public void A_name_that_C_would_read_as_another_is_ambiguous(string name) =>
        Sample.Object($"{{\"{name}\":1}}").Invoking(o => o.Field("mounts"u8))
            .Should().Throw<JsonFormatException>().WithMessage("*is ambiguous*");

    [Fact]
    public void Sets_a_field_at_its_place_and_leaves_its_name_as_it_was_spelled()
    {
        var read = Sample.Object("""{"a":1,"\u0062":2,"c":3}""");

        Sample.Text(read.WithField("b"u8, JsonScalar.False)).Should().Be("""{"a":1,"\u0062":false,"c":3}""");
    }

    [Fact]
    public void Adds_a_field_at_the_end() =>
        Sample.Text(Sample.Object("""{"a":1}""").WithField("b"u8, JsonScalar.Of("x"))).Should().Be("""{"a":1,"b":"x"}""");

    [Fact]
    public void Removes_a_field() =>
        Sample.Text(Sample.Object("""{"a":1,"b":2,"c":3}""").WithField("b"u8, null)).Should().Be("""{"a":1,"c":3}""");

    [Theory]
    [InlineData("\"x\\/y\"")]
    [InlineData("\"\\u0078/y\"")]
    public void Is_the_same_object_when_a_field_is_set_to_what_it_says_already(string spelling)
    {
        var read = Sample.Object($"{{\"a\":{spelling}}}");

        read.WithField("a"u8, JsonScalar.Of("x/y")).Should().BeSameAs(read);
        read.WithField("b"u8, null).Should().BeSameAs(read);
    }

    [Fact]
    public void Is_another_object_when_a_number_is_spelled_in_another_way()
    {
        var read = Sample.Object("""{"a":1e3}""");

        Sample.Text(read.WithField("a"u8, JsonScalar.OfNumber(1000))).Should().Be("""{"a":1000}""");
    }

    [Theory]
    [InlineData("""{"a":[1,{"b":"c"}]}""", """{ "a" : [ 1, { "b":"\u0063" } ] }""", true)]
    [InlineData("""{"a":1,"b":2}""", """{"b":2,"a":1}""", false)]
    [InlineData("""{"a":1}""", """{"a":1,"b":2}""", false)]
    [InlineData("[1,2]", "[1]", false)]
    [InlineData("[1]", "[2]", false)]
    [InlineData("1", "1.0", false)]
    [InlineData("1", "\"1\"", false)]
    [InlineData("true", "false", false)]
    [InlineData("null", "null", true)]
    [InlineData("[]", "{}", false)]
    public void Compares_what_values_say(string a, string b, bool same)
    {
        JsonValue.Same(Sample.Value(a), Sample.Value(b)).Should().Be(same);
        JsonValue.Same(Sample.Value(b), Sample.Value(a)).Should().Be(same);
    }

    [Fact]
    public void Tells_names_that_are_data_apart_by_letter_case()
    {
        var read = Sample.Object("""{"a":1,"A":2,"\u00e9":3}""");

        Sample.Text(read.Entry("A")!).Should().Be("2");
        Sample.Text(read.Entry("é")!).Should().Be("3");
        read.Entry("E").Should().BeNull();
    }

    [Fact]
    public void Refuses_a_name_that_is_data_when_it_is_asked_for_and_stands_there_twice()
    {
        var read = Sample.Object("{\"a\":1,\n\"b\":2,\n\"\\u0061\":3}");

        read.Invoking(o => o.Entry("a")).Should().Throw<JsonFormatException>().WithMessage("config.json:3:1: the member \"\\u0061\" is ambiguous*");
        read.Invoking(o => o.WithEntry("a", null)).Should().Throw<JsonFormatException>();
        Sample.Text(read.Entry("b")!).Should().Be("2");
        Sample.Text(read.WithEntry("b", null)).Should().Be("""{"a":1,"\u0061":3}""");
    }

    // Half of a surrogate pair: Go reads U+FFFD, other readers something else.
    [Fact]
    public void Refuses_a_malformed_name_where_the_replacement_character_is_asked_for()
    {
        Sample.Object("""{"\ud800":1}""").Invoking(o => o.Entry("\uFFFD")).Should().Throw<JsonFormatException>().WithMessage("config.json:1:2: the member \"\\ud800\" is ambiguous*");
        Sample.Text(Sample.Object("""{"\ufffd":1}""").Entry("\uFFFD")!).Should().Be("1");
    }
}
