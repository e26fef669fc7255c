using System.Globalization;
using OciInterceptor.Engines.Running;
using OciInterceptor.Linux.Files;

namespace OciInterceptor.Engines.Inspection;

/// <summary>The limits of a container's cgroup, in either version. A file that is missing belongs to a controller that is not in use.</summary>
internal sealed class LiveCgroup(TransientFiles files, SettingColumn column)
{
    private readonly MountTable _mounts = MountTable.Parse(files.Text("/proc/self/mountinfo") ?? "");

    /// <param name="id">The container's ID.</param>
    /// <param name="text">/proc/PID/cgroup.</param>
    internal void Add(string id, string text)
    {
        foreach (var (controllers, path) in ContainerProcess.Cgroups(text))
        {
            var own = OfContainer(path, id);
            if (controllers.Length == 0)
            {
                AddUnified(Directory("", own));
                continue;
            }
            foreach (var controller in controllers.Split(','))
            {
                AddController(controller, Directory(controller, own));
            }
        }
    }

    // A container with an init of its own has cgroups below.
    private static string OfContainer(string path, string id)
    {
        var names = path.Split('/');
        var at = Array.FindLastIndex(names, name => ContainerProcess.IsNamedAfter(name, id));
        return at < 0 ? path : string.Join('/', names[..(at + 1)]);
    }

    private string? Directory(string controller, string path)
    {
        string? deepest = null;
        foreach (var directory in _mounts.CgroupDirectories(controller, path))
        {
            deepest = directory.Length > (deepest?.Length ?? 0) ? directory : deepest;
        }
        return deepest;
    }

    private void AddUnified(string? directory)
    {
        if (Number(directory, "memory.max") is { } memory)
        {
            column.Set(Setting.Memory, SettingText.Bytes(memory));
            if (Number(directory, "memory.swap.max") is { } swap)
            {
                column.Set(Setting.Swap, SettingText.Bytes(memory < 0 || swap < 0 ? -1 : memory + swap));
            }
        }
        AddProcesses(directory);
        if (Text(directory, "cpu.max")?.Split(' ') is [var quota, var period])
        {
            column.Set(Setting.CpuTime, SettingText.CpuTime(Parse(quota) ?? -1, Parse(period) ?? 0));
        }
        AddCpus(directory);
    }

    private void AddController(string controller, string? directory)
    {
        switch (controller)
        {
            case "memory":
                column.Set(Setting.Memory, Number(directory, "memory.limit_in_bytes") is { } memory ? SettingText.Bytes(memory) : null);
                column.Set(Setting.Swap, Number(directory, "memory.memsw.limit_in_bytes") is { } swap ? SettingText.Bytes(swap) : null);
                break;
            case "pids":
                AddProcesses(directory);
                break;
            case "cpu":
                column.Set(Setting.CpuTime, Number(directory, "cpu.cfs_quota_us") is { } quota ? SettingText.CpuTime(quota, Number(directory, "cpu.cfs_period_us") ?? 0) : null);
                column.Set(Setting.CpuShares, Number(directory, "cpu.shares") is { } shares ? SettingText.Number(shares) : null);
                break;
            case "cpuset":
                AddCpus(directory);
                break;
            default:
                break;
        }
    }

    private void AddProcesses(string? directory)
    {
        if (Number(directory, "pids.max") is { } processes)
        {
            column.Set(Setting.Processes, SettingText.Count(processes));
        }
    }

    private void AddCpus(string? directory)
    {
        if (Text(directory, "cpuset.cpus") is { Length: > 0 } cpus)
        {
            column.Set(Setting.Cpus, cpus);
        }
    }

    private long? Number(string? directory, string name) => Text(directory, name) is { } text ? Parse(text) : null;

    // "max" for none; v1 has numbers for it that no machine has.
    private static long? Parse(string text) => text == "max" ? -1
        : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (long)Math.Min(number, long.MaxValue)
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var negative) ? negative : null;

    private string? Text(string? directory, string name) => directory is null ? null : files.Text($"{directory}/{name}")?.Trim();
}
