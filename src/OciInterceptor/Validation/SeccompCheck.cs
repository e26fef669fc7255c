using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Validation;

/// <summary>Checks the system call filter (config-linux.md, "Seccomp").</summary>
internal sealed class SeccompCheck(SectionFindings findings)
{
    private const string Notify = "SCMP_ACT_NOTIFY";

    internal void Check(LinuxSeccomp seccomp)
    {
        var before = findings.Count;
        findings.Require(seccomp, "defaultAction");
        var action = findings.Read(() => seccomp.DefaultAction);
        findings.Word(seccomp, "defaultAction", action, SeccompWords.Actions);
        if (action == Notify)
        {
            findings.Error(SectionFindings.At(seccomp, "defaultAction"), $"{Notify} cannot be the default action: the calls by which a runtime hands over the listener would wait for it");
        }
        CheckErrno(seccomp, "defaultErrnoRet", findings.Read(() => seccomp.DefaultErrnoRet), action);
        var architectures = findings.List(() => seccomp.Architectures);
        for (var i = 0; i < architectures.Length; i++)
        {
            if (!SeccompWords.Architectures.Contains(architectures[i]))
            {
                findings.Error(SectionFindings.At(seccomp, "architectures", i), $"unknown architecture \"{architectures[i]}\"{Messages.NearestName.Hint(architectures[i], SeccompWords.Architectures)}");
            }
        }
        var flags = findings.List(() => seccomp.Flags);
        for (var i = 0; i < flags.Length; i++)
        {
            if (!SeccompWords.Flags.Contains(flags[i]))
            {
                findings.Error(SectionFindings.At(seccomp, "flags", i), $"unknown flag \"{flags[i]}\"{Messages.NearestName.Hint(flags[i], SeccompWords.Flags)}");
            }
        }
        var hasListener = findings.Read(() => seccomp.ListenerPath) is { Length: > 0 };
        if (findings.Read(() => seccomp.ListenerMetadata) is { Length: > 0 } && !hasListener)
        {
            findings.Error(SectionFindings.At(seccomp, "listenerMetadata"), "\"listenerMetadata\" needs \"listenerPath\"");
        }
        foreach (var entry in findings.List(() => seccomp.Syscalls))
        {
            Check(entry, hasListener);
        }
        if (findings.Count == before)
        {
            WarnOfOverruled(seccomp);
        }
    }

    // Of entries that do nothing at all: Podman denies setns in a list of calls, and allows it as well.
    private void WarnOfOverruled(LinuxSeccomp seccomp)
    {
        var all = OverruledSyscall.In(seccomp);
        foreach (var overruled in all)
        {
            if (overruled.Entry.Names.All(name => all.Any(other => other.Name == name && ReferenceEquals(other.Entry.Json, overruled.Entry.Json))))
            {
                findings.Warning(overruled.Entry.Json, $"this entry changes the document, not the filter, for {overruled.Name}: {overruled.Cause}");
            }
        }
    }

    private void CheckErrno(SpecObject record, string name, uint? errno, string? action)
    {
        if (errno is not null && SeccompWords.ErrnoFault(action, name) is { } fault)
        {
            findings.Error(SectionFindings.At(record, name), fault);
        }
        else if (errno > SeccompWords.GreatestOf(action))
        {
            findings.In(Reference.Kernel("seccomp(2)")).Error(SectionFindings.At(record, name), $"\"{name}\" must be at most {SeccompWords.GreatestOf(action)}: the kernel cuts off the rest, and the call may seem to succeed");
        }
    }

    private void Check(LinuxSyscall entry, bool hasListener)
    {
        findings.Require(entry, "names", "action");
        if (findings.Read(() => entry.Names) is { IsDefault: false } names && (names.IsEmpty || names.Contains("")))
        {
            findings.Error(SectionFindings.At(entry, "names"), "\"names\" must name a system call");
        }
        var action = findings.Read(() => entry.Action);
        findings.Word(entry, "action", action, SeccompWords.Actions);
        if (action == Notify && !hasListener)
        {
            findings.Error(SectionFindings.At(entry, "action"), $"{Notify} needs \"listenerPath\"");
        }
        if (action == Notify && findings.List(() => entry.Names).Contains("write"))
        {
            findings.Error(SectionFindings.At(entry, "action"), $"{Notify} cannot be used for write, by which a runtime hands over the listener");
        }
        CheckErrno(entry, "errnoRet", findings.Read(() => entry.ErrnoRet), action);
        var compared = new HashSet<uint>();
        foreach (var argument in findings.List(() => entry.Args))
        {
            findings.Require(argument, "index", "value", "op");
            var index = findings.Read(() => argument.Index);
            findings.Range(argument, "index", index, 0, 5);
            if (index is { } number && !compared.Add(number))
            {
                // runc and crun then make an entry of each condition.
                findings.Warning(argument.Json, $"two conditions on argument {number}: runtimes then match the entry if any one of its conditions holds");
            }
            findings.Read(() => argument.Value);
            findings.Read(() => argument.ValueTwo);
            findings.Word(
                argument,
                "op",
                findings.Read(() => argument.Op),
                "SCMP_CMP_NE", "SCMP_CMP_LT", "SCMP_CMP_LE", "SCMP_CMP_EQ", "SCMP_CMP_GE", "SCMP_CMP_GT", "SCMP_CMP_MASKED_EQ");
        }
    }
}
