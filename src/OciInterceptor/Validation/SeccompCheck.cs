using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Validation;

/// <summary>Checks the system call filter (config-linux.md, "Seccomp").</summary>
internal sealed class SeccompCheck(Findings findings)
{
    private readonly ImmutableArray<string> _actions =
    [
        "SCMP_ACT_KILL", "SCMP_ACT_KILL_PROCESS", "SCMP_ACT_KILL_THREAD", "SCMP_ACT_TRAP", "SCMP_ACT_ERRNO",
        "SCMP_ACT_TRACE", "SCMP_ACT_ALLOW", "SCMP_ACT_LOG", "SCMP_ACT_NOTIFY",
    ];

    internal void Check(LinuxSeccomp seccomp)
    {
        var before = findings.Count;
        findings.Require(seccomp, "defaultAction");
        findings.Word(seccomp, "defaultAction", findings.Read(() => seccomp.DefaultAction), _actions);
        findings.Read(() => seccomp.DefaultErrnoRet);
        var architectures = findings.List(() => seccomp.Architectures);
        for (var i = 0; i < architectures.Length; i++)
        {
            if (!architectures[i].StartsWith("SCMP_ARCH_", StringComparison.Ordinal))
            {
                findings.Error(Findings.At(seccomp, "architectures", i), $"unknown architecture \"{architectures[i]}\": want a name that begins with SCMP_ARCH_");
            }
        }
        findings.List(() => seccomp.Flags);
        findings.Read(() => seccomp.ListenerPath);
        if (findings.Read(() => seccomp.ListenerMetadata) is { Length: > 0 } && findings.Read(() => seccomp.ListenerPath) is null or "")
        {
            findings.Error(Findings.At(seccomp, "listenerMetadata"), "\"listenerMetadata\" needs \"listenerPath\"");
        }
        foreach (var entry in findings.List(() => seccomp.Syscalls))
        {
            Check(entry);
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

    private void Check(LinuxSyscall entry)
    {
        findings.Require(entry, "names", "action");
        if (findings.Read(() => entry.Names) is { IsDefault: false, IsEmpty: true })
        {
            findings.Error(Findings.At(entry, "names"), "\"names\" must name a system call");
        }
        findings.Word(entry, "action", findings.Read(() => entry.Action), _actions);
        findings.Read(() => entry.ErrnoRet);
        foreach (var argument in findings.List(() => entry.Args))
        {
            findings.Require(argument, "index", "value", "op");
            findings.Range(argument, "index", findings.Read(() => argument.Index), 0, 5);
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
