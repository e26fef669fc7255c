using System.Text;
using OciInterceptor.Json;

namespace OciInterceptor.Tests.Json;

public sealed class CompactJsonTests
{
    [Theory]
    [InlineData(" { \"a\" : [ 1.0 , \"b c\" , { } ] ,\n\"\\u0061 \"\t: null } \n", "{\"a\":[1.0,\"b c\",{}],\"\\u0061 \":null}")]
    [InlineData("{\"a\"\r\n  :\n1}", "{\"a\":1}")]
    [InlineData("[ [ ] , [ ] ]", "[[],[]]")]
    [InlineData(" 1e3 ", "1e3")]
    [InlineData(" \"\\\"\" ", "\"\\\"\"")]
    public void Keeps_the_tokens_and_nothing_between_them(string text, string tokens)
    {
        Encoding.UTF8.GetString(CompactJson.Of(Sample.Value(text)).Span).Should().Be(tokens);
        Sample.Text(CompactJson.Copy(Sample.Value(text))).Should().Be(tokens);
    }

    [Fact]
    public void Keeps_the_tokens_of_a_value_that_was_put_together()
    {
        var made = Sample.Object("{ \"a\" : [ 1 , 2 ] }").WithEntry("b", Sample.Value(" { } "));

        Sample.Text(CompactJson.Copy(made)).Should().Be("{\"a\":[1,2],\"b\":{}}");
    }
}
