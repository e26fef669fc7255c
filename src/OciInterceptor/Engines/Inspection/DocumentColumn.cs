using OciInterceptor.Spec;

namespace OciInterceptor.Engines.Inspection;

/// <summary>What a bundle's config.json says: what the runtime was given.</summary>
internal static class DocumentColumn
{
    // Runtimes set it from the container's /etc/passwd if the document does not.
    private const string Home = "HOME";

    /// <exception cref="Messages.InterceptorException">A member is of the wrong kind.</exception>
    internal static SettingColumn Of(RuntimeSpec spec)
    {
        var column = new SettingColumn();
        AddProcess(column, spec.Process ?? new Process(Json.JsonObject.Empty));
        DocumentMounts.Add(column, spec);
        var linux = spec.Linux ?? new LinuxSection(Json.JsonObject.Empty);
        AddLinux(column, linux);
        AddResources(column, linux.Resources ?? new LinuxResources(Json.JsonObject.Empty));
        return column;
    }

    private static void AddProcess(SettingColumn column, Process process)
    {
        column.Set(Setting.User, FormattableString.Invariant($"{process.User?.Uid ?? 0}:{process.User?.Gid ?? 0}"));
        column.Set(Setting.NoNewPrivileges, SettingColumn.Word(process.NoNewPrivileges == true));
        column.Set(Setting.Apparmor, process.ApparmorProfile is { Length: > 0 } profile ? profile : "unconfined");
        column.Set(Setting.SelinuxLabel, process.SelinuxLabel is { Length: > 0 } label ? label : null);
        column.Set(Setting.OomScore, process.OomScoreAdj is { } score ? SettingText.Number(score) : null);
        foreach (var limit in All(process.Rlimits))
        {
            column.Set(Setting.Rlimit, limit.Type ?? "", SettingText.Rlimit(limit.Soft ?? 0, limit.Hard ?? 0));
        }
        var sets = process.Capabilities ?? new LinuxCapabilities(Json.JsonObject.Empty);
        CapabilityColumn.Add(column, ("bounding", All(sets.Bounding)), ("permitted", All(sets.Permitted)), ("effective", All(sets.Effective)), ("inheritable", All(sets.Inheritable)), ("ambient", All(sets.Ambient)));
        column.IsWhole(Setting.Env, SettingColumn.NotSet);
        column.Set(Setting.Env, Home, null);
        foreach (var entry in All(process.Env))
        {
            var (name, value) = SettingText.Variable(entry);
            column.Set(Setting.Env, name, value);
        }
    }

    private static void AddLinux(SettingColumn column, LinuxSection linux)
    {
        column.Set(Setting.Seccomp, linux.Seccomp is null ? SettingColumn.None : "filter");
        column.IsWhole(Setting.Namespace, NamespaceWords.Host);
        foreach (var entry in All(linux.Namespaces))
        {
            column.Set(Setting.Namespace, entry.Type ?? "", entry.Path is ['/', 'p', 'r', 'o', 'c', '/', '1', '/', ..] ? NamespaceWords.Host : NamespaceWords.Private);
        }
        column.IsWhole(Setting.Device, SettingColumn.No);
        foreach (var device in All(linux.Devices))
        {
            column.Set(Setting.Device, device.Path ?? "", SettingColumn.Yes);
        }
        column.IsWhole(Setting.Sysctl, SettingColumn.NotSet);
        foreach (var name in linux.Sysctl?.Names ?? [])
        {
            column.Set(Setting.Sysctl, name, linux.Sysctl![name]);
        }
    }

    private static void AddResources(SettingColumn column, LinuxResources resources)
    {
        var (memory, cpu) = (resources.Memory, resources.Cpu);
        column.Set(Setting.Memory, SettingText.Bytes(memory?.Limit ?? -1));
        column.Set(Setting.Swap, SettingText.Bytes(memory?.Swap ?? -1));
        column.Set(Setting.Processes, SettingText.Count(resources.Pids?.Limit ?? -1));
        column.Set(Setting.CpuTime, SettingText.CpuTime(cpu?.Quota ?? -1, (long)(cpu?.Period ?? 0)));
        column.Set(Setting.CpuShares, SettingText.Number((long)(cpu?.Shares is null or 0 ? 1024 : cpu.Shares)));
        column.Set(Setting.Cpus, cpu?.Cpus is { Length: > 0 } cpus ? cpus : null);
    }

    internal static ImmutableArray<T> All<T>(ImmutableArray<T> items) => items.IsDefaultOrEmpty ? [] : items;
}
