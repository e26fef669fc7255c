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
    [InlineData("18446744073709551615", "18446744073709551615.0")]
    [InlineData("1e99999999999999999999", "1e99999999999999999999")]
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
}
