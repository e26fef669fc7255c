using OciInterceptor.Linux;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Validation;

/// <summary>Checks a process (config.md, "Process").</summary>
internal sealed class ProcessCheck(SectionFindings findings)
{
    /// <summary>Whether paths and users are those of Windows, which are not judged.</summary>
    internal bool IsOnWindows { get; init; }

    internal void Check(Process process)
    {
        findings.Require(process, "cwd");
        // On Windows a command line will do (config.md, "Process").
        findings.Require(process, IsOnWindows && process.Json.Members.Any(static member => member.Name.TextEquals("commandLine")) ? [] : ["args"]);
        findings.Absolute(process, "cwd", findings.Read(() => process.Cwd) is var path && IsOnWindows ? null : path);
        if (findings.Read(() => process.Args) is { IsDefault: false, IsEmpty: true })
        {
            findings.Error(SectionFindings.At(process, "args"), "\"args\" must name a program");
        }
        new EnvironmentCheck(findings).Check(process, findings.List(() => process.Env));
        findings.Read(() => process.Terminal);
        if (findings.Read(() => process.ConsoleSize) is { } size)
        {
            findings.Require(size, "height", "width");
            findings.Read(() => size.Height);
            findings.Read(() => size.Width);
        }
        CheckUser(process, findings.In(Reference.Config(IsOnWindows ? "Windows User" : "POSIX-platform User")));
        CheckLimits(process, findings.In(Reference.Config("POSIX process")));
        var linux = findings.In(Reference.Config("Linux Process"));
        CheckCapabilities(process, linux);
        linux.Read(() => process.NoNewPrivileges);
        linux.Read(() => process.ApparmorProfile);
        linux.Read(() => process.SelinuxLabel);
        Kernel("proc_pid_oom_score_adj(5)").Range(process, "oomScoreAdj", linux.Read(() => process.OomScoreAdj), -1000, 1000);
        CheckScheduler(process, linux);
        CheckPriority(process, linux);
        if (linux.Read(() => process.ExecCpuAffinity) is { } affinity)
        {
            CheckList(affinity, "initial", linux.Read(() => affinity.Initial), linux);
            CheckList(affinity, "final", linux.Read(() => affinity.Final), linux);
        }
    }

    private SectionFindings Kernel(string page) => findings.In(Reference.Kernel(page));

    private void CheckUser(Process process, SectionFindings findings)
    {
        if (findings.Read(() => process.User) is { } user)
        {
            findings.Require(user, IsOnWindows ? [] : ["uid", "gid"]);
            // The last number is for system calls the word for no change (setresuid(2)).
            Kernel("setresuid(2)").Range(user, "uid", findings.Read(() => user.Uid), 0, uint.MaxValue - 1L);
            Kernel("setresgid(2)").Range(user, "gid", findings.Read(() => user.Gid), 0, uint.MaxValue - 1L);
            Kernel("umask(2)").Range(user, "umask", findings.Read(() => user.Umask), 0, Permissions.Access);
            findings.List(() => user.AdditionalGids);
        }
    }

    private void CheckLimits(Process process, SectionFindings findings)
    {
        var limits = findings.List(() => process.Rlimits);
        foreach (var limit in limits)
        {
            findings.Require(limit, "type", "soft", "hard");
            findings.Word(limit, "type", findings.Read(() => limit.Type), RlimitNames.All);
            if (findings.Read(() => limit.Soft) > findings.Read(() => limit.Hard))
            {
                Kernel("getrlimit(2)").Error(SectionFindings.At(limit, "soft"), "the soft limit is above the hard limit");
            }
        }
        foreach (var (limit, type) in SectionFindings.Repeated(limits, limit => findings.Read(() => limit.Type)))
        {
            findings.Error(SectionFindings.At(limit, "type"), $"duplicate limit of type {type}");
        }
    }

    private void CheckCapabilities(Process process, SectionFindings findings)
    {
        if (findings.Read(() => process.Capabilities) is not { } sets)
        {
            return;
        }
        CheckNames(sets, "bounding", findings.List(() => sets.Bounding), findings);
        var inheritable = CheckNames(sets, "inheritable", findings.List(() => sets.Inheritable), findings);
        var permitted = CheckNames(sets, "permitted", findings.List(() => sets.Permitted), findings);
        var effective = CheckNames(sets, "effective", findings.List(() => sets.Effective), findings);
        var ambient = CheckNames(sets, "ambient", findings.List(() => sets.Ambient), findings);
        CheckIsIn(sets, "effective", effective, "permitted", permitted);
        CheckIsIn(sets, "ambient", ambient, "permitted", permitted);
        CheckIsIn(sets, "ambient", ambient, "inheritable", inheritable);
    }

    // The specification wants a warning for a name that the kernel does not know: a newer one may.
    private static ImmutableArray<string> CheckNames(LinuxCapabilities sets, string set, ImmutableArray<string> names, SectionFindings findings)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (!CapabilityNames.All.Contains(names[i]))
            {
                findings.Warning(SectionFindings.At(sets, set, i), $"unknown capability \"{names[i]}\"{Messages.NearestName.Hint(names[i], CapabilityNames.All)}");
            }
        }
        return names;
    }

    private void CheckIsIn(LinuxCapabilities sets, string set, ImmutableArray<string> names, string other, ImmutableArray<string> others)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (!others.Contains(names[i]))
            {
                Kernel("capabilities(7)").Warning(SectionFindings.At(sets, set, i), $"the kernel does not grant {names[i]} here: it is not {other}");
            }
        }
    }

    private void CheckScheduler(Process process, SectionFindings findings)
    {
        if (findings.Read(() => process.Scheduler) is { } scheduler)
        {
            var kernel = Kernel("sched_setattr(2)");
            var before = findings.Count;
            findings.Require(scheduler, "policy");
            findings.Word(scheduler, "policy", findings.Read(() => scheduler.Policy), SchedulerFacts.Policies);
            kernel.Range(scheduler, "nice", findings.Read(() => scheduler.Nice), -20, 19);
            kernel.Range(scheduler, "priority", findings.Read(() => scheduler.Priority), 0, 99);
            var flags = findings.List(() => scheduler.Flags);
            for (var i = 0; i < flags.Length; i++)
            {
                if (!SchedulerFlags.All.Contains(flags[i]))
                {
                    findings.Error(SectionFindings.At(scheduler, "flags", i), $"unknown flag \"{flags[i]}\"{Messages.NearestName.Hint(flags[i], SchedulerFlags.All)}");
                }
            }
            findings.Read(() => scheduler.Runtime);
            findings.Read(() => scheduler.Deadline);
            findings.Read(() => scheduler.Period);
            if (findings.Count == before
                && SchedulerFacts.Fault(scheduler.Policy!, scheduler.Priority, scheduler.Runtime, scheduler.Deadline, scheduler.Period) is var (member, cause))
            {
                kernel.Error(SectionFindings.At(scheduler, member), cause);
            }
        }
    }

    private void CheckPriority(Process process, SectionFindings findings)
    {
        if (findings.Read(() => process.IoPriority) is { } priority)
        {
            findings.Require(priority, "class");
            findings.Word(priority, "class", findings.Read(() => priority.Class), "IOPRIO_CLASS_RT", "IOPRIO_CLASS_BE", "IOPRIO_CLASS_IDLE");
            Kernel("ioprio_set(2)").Range(priority, "priority", findings.Read(() => priority.Priority), 0, 7);
        }
    }

    private static void CheckList(CpuAffinity affinity, string name, string? list, SectionFindings findings)
    {
        if (list is { Length: > 0 } && !NumberList.IsList(list, NumberList.LastCpu))
        {
            findings.Error(SectionFindings.At(affinity, name), $"\"{name}\" must be a list of CPUs such as \"0-3,7\"");
        }
    }
}
