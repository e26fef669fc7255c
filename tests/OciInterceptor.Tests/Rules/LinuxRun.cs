using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Rules;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Rules;

/// <summary>What a rule makes of the Linux part of a configuration, both as text with single quotes for double ones.</summary>
internal static class LinuxRun
{
    internal static string On(string rule, string linux)
    {
        var document = Encoding.UTF8.GetBytes($$"""{"linux":{{linux.Replace('\'', '"')}}}""");
        var before = new RuntimeSpec((JsonObject)JsonText.Parse(document, "config.json"));
        var written = WrittenRule.Read(rule);
        var after = written.Apply(before);
        var patch = DocumentPatch.Between(before.Json, after.Json);
        ReferenceEquals(before, after).Should().Be(patch.IsEmpty, "a rule that changes nothing returns what it was given");
        DocumentPatch.Between(after.Json, written.Apply(after).Json).IsEmpty.Should().BeTrue("applied twice gives what once gives");
        return Encoding.UTF8.GetString(patch.Splice(document)).Replace('"', '\'')["{'linux':".Length..^1];
    }
}
