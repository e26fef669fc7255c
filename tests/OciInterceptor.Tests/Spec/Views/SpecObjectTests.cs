using OciInterceptor.Json;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Json;

namespace OciInterceptor.Tests.Spec.Views;

public sealed class SpecObjectTests
{
    [Fact]
    public void A_wrong_type_is_reported_with_member_line_and_column()
    {
        var spec = new RuntimeSpec(Sample.Object("{\n  \"hostname\": \"x\",\n  \"process\": { \"env\": [\"A=1\",\n    2] } }"));

        spec.Process!.Invoking(process => process.Env).Should().Throw<JsonFormatException>()
            .WithMessage("config.json:4:5: \"env\" must be a list of strings, not a number");
    }

    [Theory]
    [InlineData("""{"mounts":[{},null]}""", "\"mounts\" must be a list of objects, not null")]
    [InlineData("""{"mounts":[{},[]]}""", "\"mounts\" must be a list of objects, not a list")]
    public void A_list_of_records_holds_objects_only(string text, string cause) =>
        new RuntimeSpec(Sample.Object(text)).Invoking(spec => spec.Mounts).Should().Throw<JsonFormatException>().WithMessage($"config.json:1:15: {cause}");

    [Theory]
    [InlineData("\"5\"", "\"additionalGids\" must be a list of numbers, not a string")]
    [InlineData("-1", "\"additionalGids\" must be a whole number within its range, not -1")]
    [InlineData("4294967296", "\"additionalGids\" must be a whole number within its range, not 4294967296")]
    public void A_list_of_IDs_holds_IDs_only(string item, string cause) =>
        new User(Sample.Object($"{{\"additionalGids\":[0,{item}]}}")).Invoking(user => user.AdditionalGids)
            .Should().Throw<JsonFormatException>().WithMessage($"config.json:1:22: {cause}");

    [Fact]
    public void A_value_of_another_kind_is_not_replaced_unread() =>
        new RuntimeSpec(Sample.Object("""{"hostname":1}""")).Invoking(spec => spec with { Hostname = "x" })
            .Should().Throw<JsonFormatException>().WithMessage("config.json:1:13: \"hostname\" must be a string, not a number");

    [Theory]
    [InlineData("0", 0UL)]
    [InlineData("18446744073709551615", ulong.MaxValue)]
    public void An_unsigned_number_has_its_whole_width(string token, ulong value)
    {
        var rlimit = new PosixRlimit(Sample.Object($"{{\"hard\":{token}}}"));

        rlimit.Hard.Should().Be(value);
        Sample.Text((new PosixRlimit(JsonObject.Empty) with { Hard = value }).Json).Should().Be($"{{\"hard\":{token}}}");
    }

    [Theory]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-1", -1L)]
    public void A_signed_number_has_its_whole_width(string token, long value)
    {
        new LinuxMemory(Sample.Object($"{{\"swap\":{token}}}")).Swap.Should().Be(value);
        Sample.Text((new LinuxMemory(JsonObject.Empty) with { Swap = value }).Json).Should().Be($"{{\"swap\":{token}}}");
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("18446744073709551616")]
    [InlineData("1e3")]
    [InlineData("1E0")]
    [InlineData("1.0")]
    [InlineData("1.5")]
    public void A_number_that_does_not_fit_is_refused_as_Go_refuses_it(string token) =>
        new PosixRlimit(Sample.Object($"{{\"hard\":{token}}}")).Invoking(rlimit => rlimit.Hard)
            .Should().Throw<JsonFormatException>().WithMessage($"config.json:1:9: \"hard\" must be a whole number within its range, not {token}");

    [Theory]
    [InlineData("65535", true)]
    [InlineData("65536", false)]
    public void A_weight_has_16_bits(string token, bool fits)
    {
        var read = () => new LinuxBlockIo(Sample.Object($"{{\"weight\":{token}}}")).Weight;

        if (fits)
        {
            read().Should().Be(ushort.MaxValue);
        }
        else
        {
            read.Should().Throw<JsonFormatException>();
        }
    }

    [Theory]
    [InlineData("-2147483648", true)]
    [InlineData("2147483648", false)]
    public void A_score_has_32_bits(string token, bool fits)
    {
        var read = () => new Process(Sample.Object($"{{\"oomScoreAdj\":{token}}}")).OomScoreAdj;

        if (fits)
        {
            read().Should().Be(int.MinValue);
        }
        else
        {
            read.Should().Throw<JsonFormatException>();
        }
    }

    [Fact]
    public void An_odd_spelling_stays_when_another_member_changes()
    {
        var rlimit = new PosixRlimit(Sample.Object("""{ "type":"RLIMIT_\u0043ORE", "soft" : 1e3, "hard":null }"""));

        Sample.Text((rlimit with { Hard = 5 }).Json).Should().Be("""{"type":"RLIMIT_\u0043ORE","soft":1e3,"hard":5}""");
    }

    [Fact]
    public void Absent_null_and_empty_lists_are_told_apart_when_they_are_set()
    {
        var absent = new Process(Sample.Object("""{"cwd":"/"}"""));
        var empty = new Process(Sample.Object("""{"env":[],"cwd":"/"}"""));

        absent.Env.IsDefault.Should().BeTrue();
        empty.Env.IsDefault.Should().BeFalse();
        empty.Env.Should().BeEmpty();
        Sample.Text((absent with { Env = [] }).Json).Should().Be("""{"cwd":"/","env":[]}""");
        Sample.Text((empty with { Env = default }).Json).Should().Be("""{"cwd":"/"}""");
        (empty with { Env = [] }).Json.Should().BeSameAs(empty.Json);
    }

    [Fact]
    public void An_empty_string_is_not_an_absent_one()
    {
        new RuntimeSpec(Sample.Object("""{"hostname":""}""")).Hostname.Should().BeEmpty();
        Sample.Text((new RuntimeSpec(JsonObject.Empty) with { Hostname = "" }).Json).Should().Be("""{"hostname":""}""");
    }

    [Fact]
    public void A_list_of_strings_keeps_the_tokens_of_those_that_stay()
    {
        var process = new Process(Sample.Object("""{"env":["A=\u0031","B=2","C=\/","A=\u0031","D=\u0034"]}"""));

        var changed = process with { Env = ["A=1", "C=/", "new=\n", "D=4", "B=2"] };

        Sample.Text(changed.Json).Should().Be("""{"env":["A=\u0031","C=\/","new=\n","D=\u0034","B=2"]}""");
        changed.Env.Should().Equal("A=1", "C=/", "new=\n", "D=4", "B=2");
    }

    [Fact]
    public void A_list_of_records_keeps_the_records_that_stay()
    {
        var spec = new RuntimeSpec(Sample.Object("""{"mounts":[{ "destination" : "/a" },{ "destination" : "/b" , "x":1e3 }]}"""));

        var changed = spec with { Mounts = spec.Mounts.SetItem(0, spec.Mounts[0] with { Destination = "/c" }) };

        Sample.Text(changed.Json).Should().Be("""{"mounts":[{"destination":"/c"},{ "destination" : "/b" , "x":1e3 }]}""");
    }

    [Fact]
    public void A_record_of_an_unread_object_is_the_same_for_the_same_object()
    {
        var json = Sample.Object("{}");

        new Mount(json).Should().Be(new Mount(json));
        new Mount(json).Should().NotBe(new Mount(json) with { Type = "bind" });
    }
}
