using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Rules;

/// <summary>A policy of one rule, and what it does.</summary>
internal static class OneRule
{
    /// <summary>The document as the rule leaves it.</summary>
    internal static string Apply(string rule, string document, FakeHost? host = null)
    {
        host ??= new FakeHost();
        var bytes = Encoding.UTF8.GetBytes(document);
        var before = (JsonObject)JsonText.Parse(bytes, "config.json");
        var verdict = Read(rule, host).Apply(new RuntimeSpec(before), "create", "c1", host);
        return verdict.Refusal is { } refusal
            ? throw refusal
            : Encoding.UTF8.GetString(DocumentPatch.Between(before, verdict.Document).Splice(bytes));
    }

    /// <summary>Why a rule is refused when the policy is read, behind the place; empty when it is not.</summary>
    internal static string Error(string rule, FakeHost? host = null)
    {
        try
        {
            Read(rule, host ?? new FakeHost());
            return "";
        }
        catch (InterceptorException e)
        {
            return e.Message.Split(": ", 2) is [var place, var cause] && place.StartsWith("p:1:", StringComparison.Ordinal) ? cause : e.Message;
        }
    }

    private static EffectivePolicy Read(string rule, FakeHost host)
    {
        var file = PolicyFileReader.Read("p", Encoding.UTF8.GetBytes($$"""{"rules":[{{rule}}]}"""), host);
        return new EffectivePolicy(file.Settings, file.Rules);
    }
}
