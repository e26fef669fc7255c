using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Rules;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Views;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Rules;

/// <summary>What a rule makes of a process, both as text with single quotes for double ones.</summary>
internal static class RuleRun
{
    /// <summary>Applied to a container's configuration.</summary>
    internal static string OnContainer(string rule, string process)
    {
        var document = Document($$"""{"process":{{process}}}""");
        var before = new RuntimeSpec((JsonObject)JsonText.Parse(document, "config.json"));
        var after = WrittenRule.Read(rule).Apply(before);
        return Text(before, after, document)["{'process':".Length..^1];
    }

    /// <summary>Applied to the document of a process that joins a container.</summary>
    internal static string OnExec(string rule, string process)
    {
        var document = Document(process);
        var before = new OciInterceptor.Spec.Process((JsonObject)JsonText.Parse(document, "process.json"));
        var after = ((IProcessRule)WrittenRule.Read(rule)).Apply(before);
        return Text(before, after, document);
    }

    private static string Text(SpecObject before, SpecObject after, byte[] document)
    {
        var patch = DocumentPatch.Between(before.Json, after.Json);
        ReferenceEquals(before, after).Should().Be(patch.IsEmpty, "a rule that changes nothing returns what it was given");
        return Encoding.UTF8.GetString(patch.Splice(document)).Replace('"', '\'');
    }

    private static byte[] Document(string text) => Encoding.UTF8.GetBytes(text.Replace('\'', '"'));
}
