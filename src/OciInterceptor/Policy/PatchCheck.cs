using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Messages;
using OciInterceptor.Rules;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Validation;

namespace OciInterceptor.Policy;

/// <summary>Warns of patches that will hardly do what they say, whatever the configuration.</summary>
internal sealed class PatchCheck(string path, Findings findings)
{
    private const string Syscalls = "/linux/seccomp/syscalls/";

    /// <summary>Checks a rule of one of the types that take a patch, as it is written; any other is passed over.</summary>
    internal void Check(JsonObject written, IRule rule)
    {
        var operations = rule is PatchRule && written.Entry("operations") is JsonArray list ? list.Items : [];
        foreach (var operation in operations)
        {
            Check((JsonObject)operation);
        }
        if (rule is PatchRule)
        {
            WarnOfValues(() => PatchedContainers.Patched(operations.OfType<JsonObject>().Where(IsWritten).Select(operation =>
                (((JsonScalar)operation.Entry("path")!).AsText(), operation.Entry("value")!))));
        }
        foreach (var member in rule is MergePatchRule && written.Entry("document") is JsonObject document ? document.Members : [])
        {
            WarnOfMember(member.Name, member.Name.AsText());
        }
        if (rule is MergePatchRule && written.Entry("document") is JsonObject patch)
        {
            WarnOfValues(() => PatchedContainers.Merged(patch));
        }
    }

    private static bool IsWritten(JsonObject operation) => operation.Entry("op") is JsonScalar op && op.AsText() is "add" or "replace";

    // A newer specification may know a value, and a patch is the way to write it: no error.
    private void WarnOfValues(Func<ImmutableArray<JsonObject>> containers)
    {
        try
        {
            var all = containers().Select(static container =>
            {
                var found = new Findings();
                new DocumentCheck(found).Check(container);
                return found.All;
            }).ToList();
            foreach (var finding in all.Count == 2 ? all[0].Intersect(all[1]).Where(finding => finding.File == path) : [])
            {
                findings.Add(finding with { Severity = Severity.Warning });
            }
        }
        catch (InterceptorException)
        {
            // The patch itself cannot be read: that is found elsewhere.
        }
    }

    private void Check(JsonObject operation)
    {
        var path = WarnOfPointer(operation, "path");
        if (operation.Entry("op") is JsonScalar op && op.AsText() is var word)
        {
            if (word is "move" or "copy")
            {
                WarnOfPointer(operation, "from");
            }
            if (word is "add" or "replace" && IsSyscallEntry(path) && operation.Entry("value") is JsonObject entry
                && entry.Entry("action") is JsonScalar { Kind: JsonKind.String } action && SyscallOutcome.Denies(action.AsText()))
            {
                findings.Warning(entry, "this entry changes the document, not the filter, where another entry allows the same calls: to deny them, use \"deny\" of a rule of type seccomp");
            }
        }
    }

    private string WarnOfPointer(JsonObject operation, string name)
    {
        var place = (JsonScalar)operation.Entry(name)!;
        if (JsonPointer.Parse(place.AsText()) is [var first, ..])
        {
            WarnOfMember(place, first);
        }
        return place.AsText();
    }

    private void WarnOfMember(JsonScalar place, string name)
    {
        if (!RuntimeSpec.MemberNames.Contains(name))
        {
            findings.Warning(place, $"the runtime specification has no member \"{name}\" of a configuration{NearestName.Hint(name, RuntimeSpec.MemberNames)}");
        }
    }

    private static bool IsSyscallEntry(string pointer) => pointer.StartsWith(Syscalls, StringComparison.Ordinal) && pointer.IndexOf('/', Syscalls.Length) < 0;
}
