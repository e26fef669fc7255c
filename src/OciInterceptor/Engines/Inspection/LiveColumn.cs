using System.Globalization;
using OciInterceptor.Engines.Running;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Inspection;

/// <summary>What the kernel says of a running process (proc(5)). The process may have changed some of it since it was started.</summary>
internal sealed class LiveColumn(IMachine machine, ContainerProcess process, List<InterceptorException> faults)
{
    private readonly ProcessFiles _files = new(machine, process.Directory, faults);
    private readonly SettingColumn _column = new();

    /// <param name="id">The container's ID.</param>
    /// <param name="document">What its config.json says, which tells where to look; null if that is not known.</param>
    internal SettingColumn Read(string id, SettingColumn? document)
    {
        AddStatus();
        AddLimits();
        AddLabels();
        AddNamespaces();
        if (_files.OptionalText("oom_score_adj") is { } score)
        {
            _column.Set(Setting.OomScore, score.Trim());
        }
        if (_files.Text("environ") is { } environment)
        {
            _column.IsWhole(Setting.Env, SettingColumn.NotSet);
            foreach (var entry in environment.Split('\0', StringSplitOptions.RemoveEmptyEntries))
            {
                var (name, value) = SettingText.Variable(entry);
                _column.Set(Setting.Env, name, value);
            }
        }
        if (_files.Text("mountinfo") is { } mounts)
        {
            LiveMounts.Add(_column, mounts, document);
        }
        if (_files.Text("cgroup") is { } cgroups)
        {
            new LiveCgroup(new TransientFiles(machine, faults), _column).Add(id, cgroups);
        }
        return _column;
    }

    private void AddStatus()
    {
        var fields = _files.Fields("status");
        if (fields.Count == 0)
        {
            return;
        }
        _column.Set(Setting.User, IdOf("Uid", "uid_map") is { } user && IdOf("Gid", "gid_map") is { } group ? $"{user}:{group}" : null);
        _column.Set(Setting.NoNewPrivileges, fields.GetValueOrDefault("NoNewPrivs") switch { "1" => SettingColumn.Yes, "0" => SettingColumn.No, _ => null });
        _column.Set(Setting.Seccomp, fields.GetValueOrDefault("Seccomp") switch { "0" => SettingColumn.None, "1" => "strict", "2" => "filter", _ => null });
        foreach (var (name, field) in ((string, string)[])[("bounding", "CapBnd"), ("permitted", "CapPrm"), ("effective", "CapEff"), ("inheritable", "CapInh"), ("ambient", "CapAmb")])
        {
            if (ulong.TryParse(fields.GetValueOrDefault(field), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var mask))
            {
                CapabilityColumn.Add(_column, (name, CapabilityColumn.OfMask(mask)));
            }
        }

        string? IdOf(string field, string map) => fields.TryGetValue(field, out var ids) && uint.TryParse(ids.Split('\t')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var real)
            ? Inside(real, _files.OptionalText(map) ?? "") : null;
    }

    // As the container's user namespace has it: lines of "ID in the namespace, ID outside, number" (user_namespaces(7)).
    private static string? Inside(uint id, string map)
    {
        foreach (var line in map.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var inside, var outside, var count]
                && uint.TryParse(inside, out var first) && uint.TryParse(outside, out var start) && uint.TryParse(count, out var number) && id >= start && id - start < number)
            {
                return (first + (id - start)).ToString(CultureInfo.InvariantCulture);
            }
        }
        return null;
    }

    // "Max open files            1024                 4096                 files"
    private void AddLimits()
    {
        foreach (var line in (_files.Text("limits") ?? "").Split('\n'))
        {
            if (RlimitTitles.NameOf(line) is var (name, rest) && rest.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var soft, var hard, ..])
            {
                _column.Set(Setting.Rlimit, name, $"{soft}:{hard}");
            }
        }
    }

    // AppArmor writes "PROFILE (MODE)" or "unconfined", SELinux a context with colons.
    private void AddLabels()
    {
        var apparmor = _files.OptionalText("attr/apparmor/current")?.TrimEnd('\n', '\0');
        var label = _files.OptionalText("attr/current")?.TrimEnd('\n', '\0');
        if (label?.Contains(':', StringComparison.Ordinal) == true && apparmor is null)
        {
            _column.Set(Setting.SelinuxLabel, label);
        }
        else if ((apparmor ?? label) is { Length: > 0 } profile)
        {
            var mode = profile.EndsWith(')') ? profile.LastIndexOf(" (", StringComparison.Ordinal) : -1;
            _column.Set(Setting.Apparmor, mode < 0 ? profile : profile[..mode]);
        }
    }

    private void AddNamespaces()
    {
        foreach (var (type, file) in NamespaceWords.All)
        {
            if (machine.LinkTarget($"/proc/self/ns/{file}") is not { } ours)
            {
                continue;
            }
            if (machine.LinkTarget($"{process.Directory}/ns/{file}") is not { } theirs)
            {
                faults.Add(new InterceptorException($"cannot read the links in {process.Directory}/ns, so its namespaces are not known"));
                return;
            }
            _column.Set(Setting.Namespace, type, ours == theirs ? NamespaceWords.Host : NamespaceWords.Private);
        }
    }
}
