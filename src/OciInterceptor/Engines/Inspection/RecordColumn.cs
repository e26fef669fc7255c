using OciInterceptor.Engines.Running;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Engines.Inspection;

/// <summary>The settings in an engine's record: Docker's HostConfig and Config, which Podman's inspect has as well (moby, api/types/container).</summary>
internal static class RecordColumn
{
    private const long Billion = 1_000_000_000;
    private const long Period = 100_000;

    // The variables that engines set themselves if nobody else does.
    private static ImmutableArray<string> OwnVariables => ["PATH", "HOSTNAME", "HOME", "TERM", "container"];

    /// <param name="host">HostConfig.</param>
    /// <param name="config">Config.</param>
    internal static SettingColumn Of(RecordMembers host, RecordMembers config)
    {
        var column = new SettingColumn();
        AddSecurity(column, host);
        AddEnvironment(column, config);
        AddNamespaces(column, host);
        AddLimits(column, host);
        column.Set(Setting.ReadonlyRoot, host.Flag("ReadonlyRootfs") is { } isReadonly ? SettingColumn.Word(isReadonly) : null);
        AddPaths(column, Setting.Masked, host.Texts("MaskedPaths"));
        AddPaths(column, Setting.ReadonlyPath, host.Texts("ReadonlyPaths"));
        foreach (var (name, value) in host.Map("Sysctls"))
        {
            column.Set(Setting.Sysctl, name, value);
        }
        if (host.Flag("Privileged") != true)
        {
            column.IsWhole(Setting.Device, SettingColumn.No);
        }
        foreach (var device in host.Objects("Devices"))
        {
            column.Set(Setting.Device, device.Text("PathInContainer") ?? "", SettingColumn.Yes);
        }
        foreach (var (point, options) in host.Map("Tmpfs"))
        {
            column.Set(Setting.Mount, ContainerPath.Clean(point)!, options.Split(',').Contains("ro") ? "ro" : "rw");
        }
        return column;
    }

    /// <summary>Adds mounts as records have them: a list or a map of objects with Destination and RW.</summary>
    internal static void AddMounts(SettingColumn column, IEnumerable<RecordMembers> mounts)
    {
        foreach (var mount in mounts)
        {
            if (mount.Text("Destination") is { } point && mount.Flag("RW") is { } isWritable)
            {
                column.Set(Setting.Mount, ContainerPath.Clean(point)!, isWritable ? "rw" : "ro");
            }
        }
    }

    private static void AddSecurity(SettingColumn column, RecordMembers host)
    {
        var (isPrivileged, options) = (host.Flag("Privileged") == true, host.Texts("SecurityOpt") ?? []);
        column.Set(Setting.NoNewPrivileges, SettingColumn.Word(options.Any(option => option is "no-new-privileges" or "no-new-privileges:true" or "no-new-privileges=true")));
        column.Set(Setting.Seccomp, isPrivileged || options.Any(option => option is "seccomp=unconfined" or "seccomp:unconfined") ? SettingColumn.None : null);
        column.Set(Setting.OomScore, host.Number("OomScoreAdj") is { } score and not 0 ? SettingText.Number(score) : null);
        if (!isPrivileged && host.Json?.Entry("Capabilities") is not Json.JsonArray)
        {
            AddCapabilities(column, Names(host, "CapAdd"), Names(host, "CapDrop"));
        }
    }

    // Docker: dropped from its own, then added; ALL means every one (moby, oci/caps).
    private static void AddCapabilities(SettingColumn column, ImmutableArray<string> added, ImmutableArray<string> dropped)
    {
        const string all = "CAP_ALL";
        var start = added.Contains(all) ? CapabilityNames.All : dropped.Contains(all) ? [] : CapabilityNames.DockerDefault;
        CapabilityColumn.AddBounding(column, start.Where(name => !dropped.Contains(name)).Concat(added.Where(name => name != all)));
    }

    private static ImmutableArray<string> Names(RecordMembers host, string name) => (host.Texts(name) ?? []).Map(CapabilityNames.Canonical);

    private static void AddEnvironment(SettingColumn column, RecordMembers config)
    {
        if (config.Json is null)
        {
            return;
        }
        column.IsWhole(Setting.Env, SettingColumn.NotSet);
        foreach (var name in OwnVariables)
        {
            column.Set(Setting.Env, name, null);
        }
        foreach (var entry in config.Texts("Env") ?? [])
        {
            var (name, value) = SettingText.Variable(entry);
            column.Set(Setting.Env, name, value);
        }
    }

    private static void AddNamespaces(SettingColumn column, RecordMembers host)
    {
        foreach (var (type, member) in ((string, string)[])[("pid", "PidMode"), ("network", "NetworkMode"), ("ipc", "IpcMode"), ("uts", "UTSMode"), ("user", "UsernsMode"), ("cgroup", "CgroupnsMode")])
        {
            // An empty mode is the engine's default, which for user and cgroup namespaces its configuration decides.
            var mode = host.Text(member);
            column.Set(Setting.Namespace, type, mode is "host" ? NamespaceWords.Host : mode is null && type is "user" or "cgroup" ? null : mode is null && host.Json is null ? null : NamespaceWords.Private);
        }
    }

    private static void AddLimits(SettingColumn column, RecordMembers host)
    {
        foreach (var limit in host.Objects("Ulimits"))
        {
            if (limit.Text("Name") is { } name && limit.Number("Soft") is { } soft && limit.Number("Hard") is { } hard)
            {
                column.Set(Setting.Rlimit, name.StartsWith("RLIMIT_", StringComparison.Ordinal) ? name : $"RLIMIT_{name.ToUpperInvariant()}", SettingText.Rlimit((ulong)soft, (ulong)hard));
            }
        }
        column.Set(Setting.Memory, host.Number("Memory") is { } memory ? SettingText.Bytes(memory) : null);
        column.Set(Setting.Swap, host.Number("MemorySwap") is { } swap ? SettingText.Bytes(swap) : null);
        column.Set(Setting.Processes, host.Json is null ? null : SettingText.Count(host.Number("PidsLimit") ?? 0));
        column.Set(Setting.CpuShares, host.Number("CpuShares") is { } shares ? SettingText.Number(shares == 0 ? 1024 : shares) : null);
        column.Set(Setting.Cpus, host.Text("CpusetCpus"));
        column.Set(Setting.CpuTime, host.Number("NanoCpus") is { } cpus and > 0 ? SettingText.CpuTime(cpus * Period / Billion, Period)
            : host.Number("CpuQuota") is { } quota ? SettingText.CpuTime(quota, host.Number("CpuPeriod") ?? 0) : null);
    }

    private static void AddPaths(SettingColumn column, string family, ImmutableArray<string>? paths)
    {
        if (paths is not { } known)
        {
            return;
        }
        column.IsWhole(family, SettingColumn.No);
        foreach (var path in known)
        {
            column.Set(family, ContainerPath.Clean(path)!, SettingColumn.Yes);
        }
    }
}
