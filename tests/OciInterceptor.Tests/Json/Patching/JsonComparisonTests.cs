using OciInterceptor.Json;
using OciInterceptor.Json.Patching;

namespace OciInterceptor.Tests.Json.Patching;

public sealed class JsonComparisonTests
{
    [Theory]
    [InlineData("1", "1.0")]
    [InlineData("1", "1e0")]
    [InlineData("1", "10E-1")]
    [InlineData("1", "0.1e+1")]
    [InlineData("1000", "1e3")]
    [InlineData("0", "-0")]
    [InlineData("0", "0.000e99999999999999999999")]
    [InlineData("-1.50", "-15e-1")]
    [InlineData("100", "1e2")]
    [InlineData("100", "1E+2")]
    [InlineData("0.01", "1e-2")]
    [InlineData("1.20", "1.2")]
    [InlineData("10.0", "1e1")]
    [InlineData("0.0e5", "0")]
    [InlineData("-0.0", "0")]
    [InlineData("12.5e1", "125")]
    [InlineData("1e01", "10")]
    [InlineData("1e-0", "1")]
    [InlineData("-100e-2", "-1")]
    [InlineData("1000000000000000000000000000000", "1e30")]
    [InlineData("18446744073709551615", "18446744073709551615.0")]
    [InlineData("1e99999999999999999999", "1e99999999999999999999")]
    [InlineData("1e1152921504606846976", "10e1152921504606846975")]
    [InlineData("10e9223372036854775807", "100e9223372036854775806")]
    [InlineData("0.1e-9223372036854775808", "0.01e-9223372036854775807")]
    [InlineData("\"\\u0061/\"", "\"a\\/\"")]
    [InlineData("{\"a\":1,\"b\":[2,{}]}", "{ \"b\" : [ 2.0, {} ], \"\\u0061\" : 1 }")]
    [InlineData("{\"a\":1,\"a\":2}", "{\"a\":1,\"a\":2}")]
    [InlineData("[null,true,false,\"\"]", "[ null, true, false, \"\" ]")]
    public void Takes_for_equal_what_says_the_same(string a, string b)
    {
        JsonComparison.AreEqual(Sample.Value(a), Sample.Value(b)).Should().BeTrue();
        JsonComparison.AreEqual(Sample.Value(b), Sample.Value(a)).Should().BeTrue();
    }

    [Theory]
    [InlineData("1", "\"1\"")]
    [InlineData("1", "true")]
    [InlineData("0", "null")]
    [InlineData("0", "false")]
    [InlineData("1", "-1")]
    [InlineData("1", "10")]
    [InlineData("1", "1.0000000000000000000000000000001")]
    [InlineData("18446744073709551615", "18446744073709551616")]
    [InlineData("9007199254740993", "9007199254740992")]
    [InlineData("1e99999999999999999999", "1e99999999999999999998")]
    [InlineData("101", "11")]
    [InlineData("1e1", "1e2")]
    [InlineData("1e1", "1e-1")]
    [InlineData("1.5", "15")]
    [InlineData("1.5", "1.05")]
    [InlineData("0.1", "0.01")]
    [InlineData("-1", "1.0")]
    [InlineData("-15e-1", "1.5")]
    [InlineData("0", "1e0")]
    [InlineData("10", "1")]
    [InlineData("1", "1e99999999999999999999")]
    [InlineData("1e1152921504606846976", "1")]
    [InlineData("10e9223372036854775807", "1e-9223372036854775808")]
    [InlineData("1e9223372036854775807", "1e-9223372036854775807")]
    [InlineData("100", "1e1")]
    [InlineData("100", "1000")]
    [InlineData("[]", "[null]")]
    [InlineData("[{}]", "[[]]")]
    [InlineData("{\"a\":1,\"b\":2}", "{\"a\":1,\"b\":3}")]
    [InlineData("{\"a\":1,\"b\":2}", "{\"a\":1,\"c\":2}")]
    [InlineData("{\"a\":1,\"a\":1}", "{\"a\":1,\"b\":1}")]
    [InlineData("[1,[2]]", "[1,[3]]")]
    [InlineData("\"a\"", "\"A\"")]
    [InlineData("{}", "[]")]
    [InlineData("{\"a\":1}", "{\"a\":1,\"b\":2}")]
    [InlineData("{\"a\":1}", "{\"A\":1}")]
    [InlineData("{\"a\":null}", "{}")]
    [InlineData("{\"a\":1,\"a\":2}", "{\"a\":2,\"a\":1}")]
    [InlineData("[1,2]", "[2,1]")]
    [InlineData("[1]", "[1,1]")]
    public void Takes_for_different_what_does_not(string a, string b)
    {
        JsonComparison.AreEqual(Sample.Value(a), Sample.Value(b)).Should().BeFalse();
        JsonComparison.AreEqual(Sample.Value(b), Sample.Value(a)).Should().BeFalse();
    }

    [Theory]
    [InlineData("""{"x":0,"a":1,"a":2}""", """{"a":1,"x":0,"a":2}""")]
    [InlineData("""{"a":1,"a":2,"x":0}""", """{"a":1,"x":0,"a":2}""")]
    public void Members_of_one_name_are_compared_in_their_order_wherever_the_others_are(string a, string b)
    {
        JsonComparison.AreEqual(Sample.Value(a), Sample.Value(b)).Should().BeTrue();
        JsonComparison.AreEqual(Sample.Value(b), Sample.Value(a)).Should().BeTrue();
    }

    // The values of a part are made when it is first looked into.
    [Fact]
    public void A_part_that_both_share_is_not_looked_into()
    {
        var shared = Sample.Value($"[{string.Join(',', Enumerable.Repeat("{}", 10_000))}]");
        var before = GC.GetAllocatedBytesForCurrentThread();

        JsonComparison.AreEqual(new JsonArray([shared]), new JsonArray([shared])).Should().BeTrue();

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(100_000);
    }
}
