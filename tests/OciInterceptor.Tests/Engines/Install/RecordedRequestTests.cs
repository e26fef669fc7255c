using System.Text;
using OciInterceptor.Engines.Install;
using OciInterceptor.Json;

namespace OciInterceptor.Tests.Engines.Install;

/// <summary>What was asked for at an installation, as its record keeps it.</summary>
public sealed class RecordedRequestTests
{
    public static TheoryData<string> Requests =>
    [
        "{'flags':['--oi-env=A=1','--oi-profile=p']}",
        "{'flags':[],'default':true}",
        "{'flags':[],'args':true}",
        "{'flags':[],'linkDirectory':'/links'}",
        "{'flags':[],'wrapper':'/scripts/n'}",
        "{'flags':['--oi-env=A=1'],'default':true,'args':true,'linkDirectory':'/links','wrapper':'/scripts/n'}",
    ];

    [Theory]
    [MemberData(nameof(Requests))]
    public void What_is_written_is_read_again(string text)
    {
        var request = Parse(text)!;

        JsonValue.Same(request.ToJson(), JsonText.Parse(Encoding.UTF8.GetBytes(text.Replace('\'', '"')), "record")).Should().BeTrue();
        request.Flags.Should().Equal(text.Contains("p'", StringComparison.Ordinal) ? ["--oi-env=A=1", "--oi-profile=p"] : text.Contains("A=1", StringComparison.Ordinal) ? ["--oi-env=A=1"] : []);
        (request.IsDefault, request.UsesArguments).Should().Be((text.Contains("default", StringComparison.Ordinal), text.Contains("args", StringComparison.Ordinal)));
        (request.LinkDirectory is not null, request.Wrapper is not null).Should().Be((text.Contains("links", StringComparison.Ordinal), text.Contains("scripts", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{'flags':'--oi-env=A=1'}")]
    public void Anything_else_is_not_a_request(string text) => Parse(text).Should().BeNull();

    [Fact]
    public void A_record_may_have_none() => RecordedRequest.Parse(null).Should().BeNull();

    private static RecordedRequest? Parse(string text) => RecordedRequest.Parse(JsonText.Parse(Encoding.UTF8.GetBytes(text.Replace('\'', '"')), "record"));
}
