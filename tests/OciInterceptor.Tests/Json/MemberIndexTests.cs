using System.Text;
using OciInterceptor.Json;

namespace OciInterceptor.Tests.Json;

public sealed class MemberIndexTests
{
    [Theory]
    [InlineData("""{ "a" : 1 , "bc":[ 2 ], "":{} }""", true)]
    [InlineData("""{"a":1,"\u0062":2,"c":3}""", false)]
    [InlineData("""{"a":1,"b":2,"ä":3}""", false)]
    [InlineData("""{"ä":1,"b":2}""", false)]
    [InlineData("""{"a":1,"ä":"longer than a vector is"}""", false)]
    [InlineData("""{"a":1,"longer than a vector is ä":"longer than a vector is"}""", false)]
    [InlineData("""{"a":"ä","b":"longer than a vector is"}""", true)]
    [InlineData("{}", true)]
    public void Names_are_plain_if_all_are(string text, bool arePlain)
    {
        var value = Sample.Object(text);
        var index = new MemberIndex(value.Text!, value.Start);

        index.HasPlainNames.Should().Be(arePlain);
        index.Count.Should().Be(value.Members.Length);
        Enumerable.Range(0, index.Count).Select(i => Encoding.UTF8.GetString(index.Token(i)))
            .Should().Equal(value.Members.Select(member => Encoding.UTF8.GetString(member.Name.Token)));
        Enumerable.Range(0, index.Count).Select(i => Sample.Text(index.Value(i)))
            .Should().Equal(value.Members.Select(member => Sample.Text(member.Value)));
    }
}
