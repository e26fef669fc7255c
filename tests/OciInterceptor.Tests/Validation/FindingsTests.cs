using OciInterceptor.Json;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Json;
using OciInterceptor.Validation;

namespace OciInterceptor.Tests.Validation;

public sealed class FindingsTests
{
    private readonly Findings _all = new();

    private SectionFindings Section => _all.In(Reference.Linux("Devices"));

    private IEnumerable<string> Found => _all.All.Select(finding => $"{finding.Column} {finding.Message}");

    [Theory]
    [InlineData("""{"a":1,"b":2}""", "")]
    [InlineData("""{"a":1}""", "b")]
    [InlineData("""{"b":1,"x":1}""", "a")]
    [InlineData("""{"x":1}""", "a b")]
    [InlineData("{}", "a b")]
    [InlineData("""{"a":null,"b":false}""", "a")]
    [InlineData("""{"a":0,"b":null,"x":1}""", "b")]
    [InlineData("""{"A":1,"b":""}""", "a")]
    public void A_member_that_must_be_there_is_there_and_not_null(string document, string missing)
    {
        Section.Require(new RuntimeSpec(Sample.Object(document)), "a", "b");

        Found.Should().Equal(missing.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => $"1 missing member \"{name}\""));
    }

    [Fact]
    public void Of_a_map_of_texts_each_is_read()
    {
        var spec = Spec("""{"annotations":{"a":1,"b":"x","c":2}}""");

        Section.Texts(() => spec.Annotations);

        Found.Should().SatisfyRespectively(
            finding => finding.Should().StartWith("21 \"a\" must be a string"),
            finding => finding.Should().StartWith("35 \"c\" must be a string"));
    }

    [Fact]
    public void Of_a_map_of_records_those_that_can_be_read_are_given()
    {
        var linux = Spec("""{"linux":{"netDevices":{"a":1,"b":{},"c":2,"d":{"name":"x"}}}}""").Linux!;

        Section.Map(() => linux.NetDevices).Select(entry => (entry.Name, entry.Value.Name)).ToList().Should().Equal(("b", null), ("d", "x"));

        Found.Select(finding => finding[..3]).Should().Equal("29 ", "42 ");
    }

    [Theory]
    [InlineData("{}", 0)]
    [InlineData("""{"linux":{}}""", 0)]
    [InlineData("""{"linux":{"netDevices":1}}""", 1)]
    public void A_map_that_is_none_has_no_records(string document, int errors)
    {
        var spec = Spec(document);

        Section.Map(() => spec.Linux?.NetDevices).ToList().Should().BeEmpty();
        Section.Texts(() => spec.Annotations);

        Section.Count.Should().Be(errors);
    }

    [Fact]
    public void A_list_that_is_absent_or_none_is_empty()
    {
        Section.List(() => Spec("{}").Mounts).Should().BeEmpty();
        Section.Count.Should().Be(0);

        Section.List(() => Spec("""{"mounts":1}""").Mounts).Should().BeEmpty();
        Found.Should().ContainSingle().Which.Should().StartWith("11 \"mounts\" must be a list");
    }

    [Theory]
    [InlineData("x", 6)]
    [InlineData("y", 12)]
    [InlineData("z", 1)]
    public void The_place_of_a_member_that_is_missing_is_its_objects(string name, int column)
    {
        Section.Error(SectionFindings.At(Spec("""{"x":1,"y":[2,3]}"""), name), "here");

        Found.Should().Equal($"{column} here");
    }

    [Theory]
    [InlineData("y", 0, 13)]
    [InlineData("y", 1, 15)]
    [InlineData("x", 0, 1)]
    [InlineData("z", 0, 1)]
    public void An_item_has_its_own_place_where_there_is_a_list(string name, int index, int column)
    {
        Section.Error(SectionFindings.At(Spec("""{"x":1,"y":[2,3]}"""), name, index), "here");

        Found.Should().Equal($"{column} here");
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("one", true)]
    [InlineData("two", true)]
    [InlineData("", false)]
    [InlineData("One", false)]
    public void A_word_is_one_of_those_that_are_known(string? word, bool isKnown)
    {
        Section.Word(Spec("""{"x":1}"""), "x", word, "one", "two");

        Section.Count.Should().Be(isKnown ? 0 : 1);
        Found.All(finding => finding.StartsWith($"6 \"x\" must be one of one, two, not \"{word}\"", StringComparison.Ordinal)).Should().BeTrue();
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(1L, true)]
    [InlineData(3L, true)]
    [InlineData(0L, false)]
    [InlineData(4L, false)]
    public void A_range_has_both_its_ends(long? value, bool isWithin)
    {
        Section.Range(Spec("""{"x":1}"""), "x", value, 1, 3);

        string[] wanted = isWithin ? [] : ["6 \"x\" must be between 1 and 3"];
        Found.Should().Equal(wanted);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("/", true)]
    [InlineData("/a", true)]
    [InlineData("a/", false)]
    [InlineData("", false)]
    public void An_absolute_path_begins_at_the_root(string? path, bool isAbsolute)
    {
        Section.Absolute(Spec("""{"x":1}"""), "x", path);

        string[] wanted = isAbsolute ? [] : ["6 \"x\" must be an absolute path"];
        Found.Should().Equal(wanted);
    }

    [Fact]
    public void Of_paths_each_that_is_not_absolute_is_told()
    {
        Section.Absolute(Spec("""{"x":[1,2,3]}"""), "x", ["a", "/b", "c"]);

        Found.Should().Equal("7 \"x\" must have absolute paths only", "11 \"x\" must have absolute paths only");
    }

    [Fact]
    public void What_repeats_a_key_is_given_and_what_has_none_is_not() =>
        SectionFindings.Repeated<string, string>(["a1", "b1", "", "a2", "", "a3"], text => text.Length == 0 ? null : text[..1])
            .Should().Equal(("a2", "a"), ("a3", "a"));

    [Fact]
    public void Files_come_in_the_order_in_which_they_were_checked()
    {
        foreach (var (file, member) in new[] { ("z", 1), ("a", 0), ("z", 0), ("m", 0), ("a", 1) })
        {
            _all.Error(((JsonObject)JsonText.Parse("{\"a\":1,\"b\":2}"u8.ToArray(), file)).Members[member].Value, "x");
        }

        _all.All.Select(finding => $"{finding.File}{finding.Column}").Should().Equal("z6", "z12", "a6", "a12", "m6");
    }

    private static RuntimeSpec Spec(string document) => new(Sample.Object(document));
}
