using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Views;
using OciInterceptor.Tests.Json;

namespace OciInterceptor.Tests.Spec.Views;

public sealed class SpecMapTests
{
    private static StringMap Map(string text) => new(Sample.Object(text));

    [Fact]
    public void Names_keep_their_order()
    {
        var map = Map("""{"z":"1","a":"2","\u00e9":"3","A":"4","":"5"}""");

        map.Names.Should().Equal("z", "a", "é", "A", "");
        map.Names.Select(name => map[name]).Should().Equal("1", "2", "3", "4", "5");
        map.Contains("a").Should().BeTrue();
        map.Contains("b").Should().BeFalse();
    }

    [Theory]
    [InlineData("""{"a\u0000":"1","b":"2"}""")]
    [InlineData("""{"a\u0000x":"1","b":"2"}""")]
    [InlineData("""{"\u0061\u0000x":"1","a":"3","b":"2"}""")]
    [InlineData("""{"a":"3","a\u0000":"1","b":"2"}""")]
    public void A_name_that_C_would_read_as_another_is_ambiguous(string text)
    {
        var map = Map(text);

        map.Invoking(one => one["a"]).Should().Throw<InterceptorException>().WithMessage("*is ambiguous*");
        map.Invoking(one => one.Contains("a")).Should().Throw<InterceptorException>();
        map.Invoking(one => one.With("a", "4")).Should().Throw<InterceptorException>();
        map.Invoking(one => one.Names).Should().Throw<InterceptorException>().WithMessage("*U+0000 is ambiguous*");
        map.Invoking(one => one.Without(static _ => true)).Should().Throw<InterceptorException>();
        map["b"].Should().Be("2");
    }

    [Theory]
    [InlineData("""{"a\ud800":"1"}""")]
    [InlineData("""{"a\udc00b":"1"}""")]
    public void A_name_that_is_not_text_is_ambiguous(string text)
    {
        Map(text).Invoking(map => map["b"]).Should().Throw<InterceptorException>().WithMessage("*is ambiguous*");
        Map(text).Invoking(map => map.Names).Should().Throw<InterceptorException>().WithMessage("*is ambiguous*");
    }

    [Fact]
    public void A_replacement_character_is_a_character() => Map("""{"a\ufffd":"\ufffd"}""")["a\uFFFD"].Should().Be("\uFFFD");

    [Fact]
    public void A_value_with_a_NUL_is_ambiguous() =>
        Map("""{"a":"b\u0000"}""").Invoking(map => map["a"]).Should().Throw<InterceptorException>().WithMessage("*U+0000 is ambiguous*");

    [Fact]
    public void By_its_place_a_value_is_found_without_a_search()
    {
        var map = Map("""{"a":"1","b":"2","a":"3","c":4}""");

        map.At(0).Should().Be("1");
        map.At(2).Should().Be("3");
        map.Invoking(one => one.At(3)).Should().Throw<InterceptorException>().WithMessage("*\"c\" must be a string, not a number");
    }

    [Fact]
    public void A_name_that_is_not_there_reads_as_null() => Map("{}")["a"].Should().BeNull();

    [Fact]
    public void A_name_is_set_at_its_place_and_the_others_keep_their_tokens()
    {
        var map = Map("""{ "a":"\u0031" , "b" : "2", "c":1e3 }""");

        Sample.Text(map.With("b", "x").With("d", "").Json).Should().Be("""{"a":"\u0031","b":"x","c":1e3,"d":""}""");
        Sample.Text(map.With("a", null).Json).Should().Be("""{"b":"2","c":1e3}""");
    }

    [Fact]
    public void No_change_gives_the_same_map()
    {
        var map = Map("""{ "a":"\u0031" }""");

        map.With("a", "1").Should().BeSameAs(map);
        map.With("b", null).Should().BeSameAs(map);
    }

    [Fact]
    public void A_map_in_which_nothing_changed_leaves_the_record_as_it_is()
    {
        var spec = new RuntimeSpec(Sample.Object("""{"annotations":{"a":"1"}}"""));

        (spec with { Annotations = spec.Annotations!.With("a", "1") }).Json.Should().BeSameAs(spec.Json);
    }

    [Fact]
    public void A_name_that_stands_there_twice_is_refused_when_it_is_touched()
    {
        var map = Map("{\"a\":\"1\",\"b\":\"2\",\n\"\\u0061\":\"3\"}");

        map["b"].Should().Be("2");
        Sample.Text(map.With("b", null).Json).Should().Be("""{"a":"1","\u0061":"3"}""");
        foreach (var touch in new Action[] { () => _ = map["a"], () => map.With("a", "x"), () => map.With("a", null), () => map.Contains("a"), () => _ = map.Names })
        {
            touch.Should().Throw<JsonFormatException>().WithMessage("config.json:2:1: the member \"\\u0061\" is ambiguous*");
        }
    }

    [Theory]
    [InlineData("1", "a number")]
    [InlineData("null", "null")]
    [InlineData("{}", "an object")]
    public void A_value_that_is_no_string_is_refused_when_it_is_read(string value, string noun)
    {
        var map = Map($"{{\"x\":\"1\",\"a\\n\\\"\":{value}}}");

        map["x"].Should().Be("1");
        map.Invoking(m => m["a\n\""]).Should().Throw<JsonFormatException>().WithMessage($"config.json:1:18: \"a\\n\\\"\" must be a string, not {noun}");
    }

    [Fact]
    public void Records_are_set_by_name_and_read_by_name()
    {
        var linux = new LinuxSection(Sample.Object("""{"netDevices":{ "eth0" : { "x":1e3 } , "eth1":{}}}"""));
        var devices = linux.NetDevices!;

        var changed = linux with { NetDevices = devices.With("eth0", devices["eth0"]! with { Name = "net0" }).With("eth1", null).With("eth2", new LinuxNetDevice(JsonObject.Empty)) };

        Sample.Text(changed.Json).Should().Be("""{"netDevices":{"eth0":{"x":1e3,"name":"net0"},"eth2":{}}}""");
        changed.NetDevices!.Names.Should().Equal("eth0", "eth2");
        changed.NetDevices["eth0"]!.Name.Should().Be("net0");
        changed.NetDevices["eth1"].Should().BeNull();
        devices.With("eth0", devices["eth0"]).Should().BeSameAs(devices);
    }

    [Fact]
    public void A_value_that_is_no_record_is_refused_when_it_is_read() =>
        new LinuxResources(Sample.Object("""{"rdma":{"mlx5_1":[]}}""")).Rdma!.Invoking(rdma => rdma["mlx5_1"])
            .Should().Throw<JsonFormatException>().WithMessage("config.json:1:19: \"mlx5_1\" must be an object, not a list");
}
