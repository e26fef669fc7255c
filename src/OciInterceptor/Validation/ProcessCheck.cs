using OciInterceptor.Linux;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Validation;

/// <summary>Checks a process (config.md, "Process").</summary>
internal sealed class ProcessCheck(Findings findings)
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
            findings.Error(Findings.At(process, "args"), "\"args\" must name a program");
        }
        CheckEnvironment(process);
        findings.Read(() => process.Terminal);
        if (findings.Read(() => process.ConsoleSize) is { } size)
        {
            findings.Require(size, "height", "width");
            findings.Read(() => size.Height);
            findings.Read(() => size.Width);
        }
        CheckUser(process);
        CheckLimits(process);
        CheckCapabilities(process);
        findings.Read(() => process.NoNewPrivileges);
        findings.Read(() => process.ApparmorProfile);
        findings.Read(() => process.SelinuxLabel);
        findings.Range(process, "oomScoreAdj", findings.Read(() => process.OomScoreAdj), -1000, 1000);
        CheckScheduling(process);
    }

    private void CheckEnvironment(Process process)
    {
        var env = findings.List(() => process.Env);
        var names = new HashSet<string>();
        for (var i = 0; i < env.Length; i++)
        {
            var equals = env[i].IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                findings.Error(Findings.At(process, "env", i), "invalid variable: want NAME=value");
            }
            else if (!names.Add(env[i][..equals]))
            {
                findings.Warning(Findings.At(process, "env", i), $"the variable {env[i][..equals]} is set twice: programs differ in which value they use");
            }
        }
    }

    private void CheckUser(Process process)
    {
        if (findings.Read(() => process.User) is { } user)
        {
            findings.Require(user, IsOnWindows ? [] : ["uid", "gid"]);
            // The last number is for system calls the word for no change (setresuid(2)).
            findings.Range(user, "uid", findings.Read(() => user.Uid), 0, uint.MaxValue - 1L);
            findings.Range(user, "gid", findings.Read(() => user.Gid), 0, uint.MaxValue - 1L);
            findings.Range(user, "umask", findings.Read(() => user.Umask), 0, Permissions.Access);
            findings.List(() => user.AdditionalGids);
        }
    }

    private void CheckLimits(Process process)
    {
        var limits = findings.List(() => process.Rlimits);
        foreach (var limit in limits)
        {
            findings.Require(limit, "type", "soft", "hard");
            findings.Word(limit, "type", findings.Read(() => limit.Type), RlimitNames.All);
            if (findings.Read(() => limit.Soft) > findings.Read(() => limit.Hard))
            {
                findings.Error(Findings.At(limit, "soft"), "the soft limit is above the hard limit");
            }
        }
        foreach (var (limit, type) in Findings.Repeated(limits, limit => findings.Read(() => limit.Type)))
        {
            findings.Error(Findings.At(limit, "type"), $"duplicate limit of type {type}");
        }
    }

    private void CheckCapabilities(Process process)
    {
        if (findings.Read(() => process.Capabilities) is not { } sets)
        {
            return;
        }
        CheckNames(sets, "bounding", findings.List(() => sets.Bounding));
        var inheritable = CheckNames(sets, "inheritable", findings.List(() => sets.Inheritable));
        var permitted = CheckNames(sets, "permitted", findings.List(() => sets.Permitted));
        var effective = CheckNames(sets, "effective", findings.List(() => sets.Effective));
        var ambient = CheckNames(sets, "ambient", findings.List(() => sets.Ambient));
        CheckIsIn(sets, "effective", effective, "permitted", permitted);
        CheckIsIn(sets, "ambient", ambient, "permitted", permitted);
        CheckIsIn(sets, "ambient", ambient, "inheritable", inheritable);
    }

    // The specification wants a warning for a name that the kernel does not know: a newer one may.
    private ImmutableArray<string> CheckNames(LinuxCapabilities sets, string set, ImmutableArray<string> names)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (!CapabilityNames.All.Contains(names[i]))
            {
                findings.Warning(Findings.At(sets, set, i), $"unknown capability \"{names[i]}\"{Messages.NearestName.Hint(names[i], CapabilityNames.All)}");
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
                findings.Warning(Findings.At(sets, set, i), $"the kernel does not grant {names[i]} here: it is not {other}");
            }
        }
    }

    private void CheckScheduling(Process process)
    {
        if (findings.Read(() => process.Scheduler) is { } scheduler)
        {
            var before = findings.Count;
            findings.Require(scheduler, "policy");
            findings.Word(scheduler, "policy", findings.Read(() => scheduler.Policy), SchedulerFacts.Policies);
            findings.Range(scheduler, "nice", findings.Read(() => scheduler.Nice), -20, 19);
            findings.Range(scheduler, "priority", findings.Read(() => scheduler.Priority), 0, 99);
            var flags = findings.List(() => scheduler.Flags);
            for (var i = 0; i < flags.Length; i++)
            {
                if (!SchedulerFlags.All.Contains(flags[i]))
                {
                    findings.Error(Findings.At(scheduler, "flags", i), $"unknown flag \"{flags[i]}\"{Messages.NearestName.Hint(flags[i], SchedulerFlags.All)}");
                }
            }
            findings.Read(() => scheduler.Runtime);
            findings.Read(() => scheduler.Deadline);
            findings.Read(() => scheduler.Period);
            if (findings.Count == before
                && SchedulerFacts.Fault(scheduler.Policy!, scheduler.Priority, scheduler.Runtime, scheduler.Deadline, scheduler.Period) is var (member, cause))
            {
                findings.Error(Findings.At(scheduler, member), cause);
            }
        }
        if (findings.Read(() => process.IoPriority) is { } priority)
        {
            findings.Require(priority, "class");
            findings.Word(priority, "class", findings.Read(() => priority.Class), "IOPRIO_CLASS_RT", "IOPRIO_CLASS_BE", "IOPRIO_CLASS_IDLE");
            findings.Range(priority, "priority", findings.Read(() => priority.Priority), 0, 7);
        }
        if (findings.Read(() => process.ExecCpuAffinity) is { } affinity)
        {
            CheckList(affinity, "initial", findings.Read(() => affinity.Initial));
            CheckList(affinity, "final", findings.Read(() => affinity.Final));
        }
    }

    private void CheckList(CpuAffinity affinity, string name, string? list)
    {
        if (list is { Length: > 0 } && !NumberList.IsList(list, NumberList.LastCpu))
        {
            findings.Error(Findings.At(affinity, name), $"\"{name}\" must be a list of CPUs such as \"0-3,7\"");
        }
    }
}
