using System.Text;
using OciInterceptor.Conditions;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Schema;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Conditions;

/// <summary>What a policy has under "when".</summary>
internal static class ConditionText
{
    internal static ICondition Read(string when, FakeHost? host = null) =>
        ConditionReader.Read(new ObjectReader((JsonObject)CommentedJson.Parse(Encoding.UTF8.GetBytes(when), "policy.json"), ConditionTypes.Members, host ?? new FakeHost()));

    /// <summary>Why it is refused, without the place in the policy; empty if it is not.</summary>
    internal static string ErrorOf(string when)
    {
        try
        {
            Read(when);
            return "";
        }
        catch (InterceptorException e)
        {
            return e.Message.Split(": ", 2)[1];
        }
    }
}
