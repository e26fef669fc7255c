using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Rules;
using OciInterceptor.Rules.Seccomp;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Validation;

namespace OciInterceptor.Policy;

/// <summary>
/// Finds rules for system calls that would be refused on the filter that they install, and names in filters that nobody knows: a runtime
/// passes over an entry for such a call.
/// </summary>
internal sealed class SyscallCheck(IHost host, Findings findings)
{
    /// <summary>Checks a rule of type seccomp as it is written, and the file of its profile; any other rule is passed over.</summary>
    internal void Check(JsonObject written, IRule rule)
    {
        if (rule is not SeccompRule seccomp)
        {
            return;
        }
        CheckOwnFilter(written, seccomp);
        var known = SyscallNames.Known();
        foreach (var entry in (ReadOnlySpan<JsonValue>)[.. SyscallNames.EntriesOf(written, "allow"), .. SyscallNames.EntriesOf(written, "deny")])
        {
            WarnOfCalls(SyscallNames.Of(entry).Where(static name => !name.AsText().StartsWith(SyscallGroup.Mark)), known);
        }
        if (written.Entry("profile") is JsonScalar profile && profile.AsText() is ['/', ..] path && findings.Read(() => CommentedJson.Parse(host.TrustedFile(path), path)) is { } file)
        {
            foreach (var entry in SyscallNames.EntriesOf(file, "syscalls").OfType<JsonObject>())
            {
                WarnOfCalls(SyscallNames.Of(entry), known);
                WarnOfProcessors(entry.Entry("includes"));
                WarnOfProcessors(entry.Entry("excludes"));
            }
        }
    }

    // The rule's own filter, or the one that allows all, is the same in each container, but for what depends on capabilities.
    private void CheckOwnFilter(JsonObject written, SeccompRule rule)
    {
        var (without, with) = (RefusalOf(rule, []), RefusalOf(rule, CapabilityNames.All));
        if ((without ?? with) is not { } cause)
        {
            return;
        }
        var which = (rule.Profile is null || rule.IfAbsent ? " without a filter" : "") + (without is null ? " with all capabilities" : with is null ? " without capabilities" : "");
        var at = written.Entry("deny") ?? written.Entry("allow") ?? written;
        if (which.Length == 0)
        {
            findings.Error(at, $"each container is refused: {cause}");
        }
        else
        {
            findings.Warning(at, $"a container{which} is refused: {cause}");
        }
    }

    private static string? RefusalOf(SeccompRule rule, ImmutableArray<string> capabilities)
    {
        var process = JsonBuilder.Object(("capabilities", JsonBuilder.Object(("bounding", JsonBuilder.Texts(capabilities)))));
        try
        {
            rule.Apply(new RuntimeSpec(JsonBuilder.Object(("process", process))));
            return null;
        }
        catch (InterceptorException e)
        {
            return e.Message;
        }
    }

    private void WarnOfCalls(IEnumerable<JsonScalar> names, HashSet<string> known)
    {
        foreach (var name in names.Where(name => name.AsText().Length > 0 && !known.Contains(name.AsText())))
        {
            findings.Warning(name, $"unknown system call \"{name.AsText()}\"{NearestName.Hint(name.AsText(), known)}");
        }
    }

    // In a file of another program's form a word that never matches is not refused.
    private void WarnOfProcessors(JsonValue? scope)
    {
        foreach (var name in (scope is null ? [] : SyscallNames.EntriesOf(scope, "arches")).OfType<JsonScalar>().Where(static name => !SeccompWords.DockerNames.Contains(name.AsText())))
        {
            findings.Warning(name, $"unknown value \"{name.AsText()}\" in arches{NearestName.Hint(name.AsText(), SeccompWords.DockerNames)}");
        }
    }
}
