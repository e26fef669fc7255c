using System.Text;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Rules;

namespace OciInterceptor.Tests.Policy;

/// <summary>A rule as it stands in a policy file.</summary>
internal static class WrittenRule
{
    /// <param name="json">The rule's object; double quotes may be written as single ones.</param>
    internal static IRule Read(string json) =>
        PolicyFileReader.Read("policy.json", Encoding.UTF8.GetBytes($$"""{"rules":[{{json.Replace('\'', '"')}}]}"""), new FakeHost()).Rules.Single().Rule;

    /// <summary>What is said of a rule that cannot be read, without the place.</summary>
    internal static string ErrorOf(string json)
    {
        var message = json.Invoking(Read).Should().Throw<InterceptorException>().Which.Message;
        message.Should().MatchRegex(@"^policy\.json:1:\d+: ");
        return message[(message.IndexOf(": ", StringComparison.Ordinal) + 2)..];
    }
}
