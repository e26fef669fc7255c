using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>The container's process (config.md, "Process"); also the whole of an exec's document.</summary>
internal sealed record Process(JsonObject Json) : SpecObject(Json)
{
    /// <summary>Whether a pseudoterminal is attached.</summary>
    internal bool? Terminal { get => GetBool("terminal"u8); init => Set("terminal"u8, value); }

    /// <summary>The terminal's size at the start.</summary>
    internal Box? ConsoleSize { get => GetRecord("consoleSize"u8, static json => new Box(json)); init => SetRecord("consoleSize"u8, value); }

    /// <summary>The working directory: an absolute path inside the container.</summary>
    internal string? Cwd { get => GetText("cwd"u8); init => Set("cwd"u8, value); }

    /// <summary>The environment, "NAME=value" each.</summary>
    internal ImmutableArray<string> Env { get => GetTexts("env"u8); init => SetTexts("env"u8, value); }

    /// <summary>The program and its arguments, as for execvp(3).</summary>
    internal ImmutableArray<string> Args { get => GetTexts("args"u8); init => SetTexts("args"u8, value); }

    /// <summary>Who it runs as.</summary>
    internal User? User { get => GetRecord("user"u8, static json => new User(json)); init => SetRecord("user"u8, value); }

    /// <summary>Resource limits, each type once.</summary>
    internal ImmutableArray<PosixRlimit> Rlimits { get => GetRecords("rlimits"u8, static json => new PosixRlimit(json)); init => SetRecords("rlimits"u8, value); }

    /// <summary>Its capability sets.</summary>
    internal LinuxCapabilities? Capabilities { get => GetRecord("capabilities"u8, static json => new LinuxCapabilities(json)); init => SetRecord("capabilities"u8, value); }

    /// <summary>Whether execve(2) may give no more privileges.</summary>
    internal bool? NoNewPrivileges { get => GetBool("noNewPrivileges"u8); init => Set("noNewPrivileges"u8, value); }

    /// <summary>The name of a loaded AppArmor profile.</summary>
    internal string? ApparmorProfile { get => GetText("apparmorProfile"u8); init => Set("apparmorProfile"u8, value); }

    /// <summary>Its SELinux label.</summary>
    internal string? SelinuxLabel { get => GetText("selinuxLabel"u8); init => Set("selinuxLabel"u8, value); }

    /// <summary>/proc/self/oom_score_adj, -1000 to 1000.</summary>
    internal int? OomScoreAdj { get => GetNumber<int>("oomScoreAdj"u8); init => SetNumber("oomScoreAdj"u8, value); }

    /// <summary>How its CPU time is scheduled.</summary>
    internal Scheduler? Scheduler { get => GetRecord("scheduler"u8, static json => new Scheduler(json)); init => SetRecord("scheduler"u8, value); }

    /// <summary>How its input and output are scheduled.</summary>
    internal LinuxIoPriority? IoPriority { get => GetRecord("ioPriority"u8, static json => new LinuxIoPriority(json)); init => SetRecord("ioPriority"u8, value); }

    /// <summary>The CPUs for a process that joins the container; not for its first.</summary>
    internal CpuAffinity? ExecCpuAffinity { get => GetRecord("execCPUAffinity"u8, static json => new CpuAffinity(json)); init => SetRecord("execCPUAffinity"u8, value); }

    /// <summary>Changes the user. A missing user means root, and is written out first; the same instance if nothing changed.</summary>
    internal Process MapUser(Func<User, User> change)
    {
        var user = User ?? new User(JsonObject.Empty) with { Uid = 0, Gid = 0 };
        return (this with { User = change(user) }).OrSame(this);
    }
}
