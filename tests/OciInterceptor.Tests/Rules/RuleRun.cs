using System.Text;
using OciInterceptor.Conditions;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Rules;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Rules;

/// <summary>
/// A policy of one rule, and what it makes of a document. A rule without double quotes is written in single ones, and so are
/// the documents it is given and those that come back.
/// </summary>
internal static class RuleRun
{
    private const string File = "policy.json";

    internal static IRule Read(string rule, FakeHost? host = null) => ReadFile(rule, host ?? new FakeHost()).Rules.Single().Rule;

    /// <summary>Why the rule cannot be read, or a file that it names, without the place in the policy; empty if it can.</summary>
    internal static string ErrorOf(string rule, FakeHost? host = null)
    {
        try
        {
            return (Read(rule, host) as UnreadRule)?.Fault.Message ?? "";
        }
        catch (InterceptorException e)
        {
            return e.Message.Split(": ", 2) is [var place, var cause] && place.StartsWith($"{File}:1:", StringComparison.Ordinal) ? cause : e.Message;
        }
    }

    /// <summary>A container's configuration as the rule leaves it.</summary>
    internal static string On(string rule, string document, FakeHost? host = null)
    {
        host ??= new FakeHost();
        var policy = PolicyOf(rule, host);
        return Apply(rule, document, json => policy.Apply(new RuntimeSpec(json), "create", "c1", host), json =>
        {
            var spec = new RuntimeSpec(json);
            RuleFor(policy, new Subject("create", "c1", spec, spec.Process, host)).Apply(spec).Should().BeSameAs(spec, "a rule that changes nothing returns what it was given");
        });
    }

    /// <summary>The document of a process that joins a container, as the rule leaves it.</summary>
    internal static string OnExec(string rule, string process, FakeHost? host = null)
    {
        host ??= new FakeHost();
        var policy = PolicyOf(rule, host);
        return Apply(rule, process, json => policy.Apply(new OciInterceptor.Spec.Process(json), "c1", host), json =>
        {
            var spec = new OciInterceptor.Spec.Process(json);
            ((IProcessRule)RuleFor(policy, new Subject("exec", "c1", null, spec, host))).Apply(spec).Should().BeSameAs(spec, "a rule that changes nothing returns what it was given");
        });
    }

    /// <summary>The process of a configuration that has nothing else.</summary>
    internal static string OnProcess(string rule, string process, FakeHost? host = null) => OnMember("process", rule, process, host);

    /// <summary>The Linux part of a configuration that has nothing else.</summary>
    internal static string OnLinux(string rule, string linux, FakeHost? host = null) => OnMember("linux", rule, linux, host);

    private static IRule RuleFor(EffectivePolicy policy, Subject subject) => policy.Rules.Single().RuleFor(subject);

    private static string OnMember(string name, string rule, string value, FakeHost? host)
    {
        var start = $"{{{Quote(rule)}{name}{Quote(rule)}:";
        var after = On(rule, $"{start}{value}}}", host);
        after.Should().StartWith(start).And.EndWith("}");
        return after[start.Length..^1];
    }

    private static string Apply(string rule, string document, Func<JsonObject, Verdict> apply, Action<JsonObject> checkUnchanged)
    {
        var bytes = Encoding.UTF8.GetBytes(Double(rule, document));
        var before = (JsonObject)JsonText.Parse(bytes, "config.json");
        var after = Judge(before, apply, checkUnchanged);
        var patch = DocumentPatch.Between(before, after);
        ReferenceEquals(before, after).Should().Be(patch.IsEmpty);
        Judge(after, apply, checkUnchanged).Should().BeSameAs(after, "a rule changes nothing in its own result");
        return Encoding.UTF8.GetString(patch.Splice(bytes)).Replace('"', Quote(rule));
    }

    private static JsonObject Judge(JsonObject document, Func<JsonObject, Verdict> apply, Action<JsonObject> checkUnchanged)
    {
        var verdict = apply(document);
        if (verdict.Refusal is { } refusal)
        {
            throw refusal;
        }
        if (verdict.Decisions.Single().Outcome == Outcome.Unchanged)
        {
            checkUnchanged(document);
        }
        return verdict.Document;
    }

    private static EffectivePolicy PolicyOf(string rule, FakeHost host)
    {
        var file = ReadFile(rule, host);
        return new EffectivePolicy(file.Settings, file.Rules);
    }

    private static PolicyFile ReadFile(string rule, FakeHost host) =>
        PolicyFileReader.Read(File, Encoding.UTF8.GetBytes($$"""{"rules":[{{Double(rule, rule)}}]}"""), host);

    private static string Double(string rule, string text) => Quote(rule) == '\'' ? text.Replace('\'', '"') : text;

    private static char Quote(string rule) => rule.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
}
