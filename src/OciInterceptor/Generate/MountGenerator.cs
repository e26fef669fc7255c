using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Generate;

/// <summary>The mounts of a generated container: the defaults, then the additional ones, outer ones first.</summary>
internal static class MountGenerator
{
    // The group "tty" of nearly every distribution, which terminals belong to.
    private const uint TerminalGroup = 5;
    private const string SharedMemorySize = "65536k";

    internal static JsonArray Of(ContainerSettings settings)
    {
        var mounts = Defaults(settings.Namespaces);
        var wanted = settings.NotifySocket is null
            ? settings.Mounts
            : settings.Mounts.Add(MountSetting.Bind(settings.NotifySocket, ProcessGenerator.NotifySocket, "nosuid", "nodev", "noexec", "ro"));
        if (wanted.FirstRepeated(mount => mount.Destination) is { } twice)
        {
            throw new InterceptorException($"two mounts for {twice}");
        }
        foreach (var mount in wanted.Order(Comparer<MountSetting>.Create((a, b) => string.CompareOrdinal(a.Destination, b.Destination))))
        {
            var at = mounts.FindIndex(usual => usual.Destination == mount.Destination);
            if (at < 0)
            {
                mounts.Add(mount);
            }
            else
            {
                mounts[at] = mount;
            }
        }
        return JsonBuilder.List(mounts.Select(mount => mount.Json(settings.Namespaces.HasUser)));
    }

    private static List<MountSetting> Defaults(NamespaceSettings namespaces)
    {
        List<MountSetting> mounts =
        [
            new("/proc", "proc", "proc", ["nosuid", "noexec", "nodev"]),
            new("/dev", "tmpfs", "tmpfs", ["nosuid", "noexec", "strictatime", "mode=755", "size=65536k"]),
            new("/dev/pts", "devpts", "devpts", TerminalOptions(namespaces)),
            MountSetting.Tmpfs("/dev/shm", SharedMemorySize, "mode=1777"),
            System(namespaces),
            MountSetting.Tmpfs("/tmp", SharedMemorySize, "mode=1777"),
        ];
        if (namespaces.HasNew("ipc"))
        {
            // In a shared namespace it would show the queues of others.
            mounts.Insert(4, new MountSetting("/dev/mqueue", "mqueue", "mqueue", ["nosuid", "noexec", "nodev"]));
        }
        return mounts;
    }

    private static ImmutableArray<string> TerminalOptions(NamespaceSettings namespaces)
    {
        ImmutableArray<string> options = ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"];
        return namespaces.HasUser && !NamespaceSettings.Maps(namespaces.GroupIds, TerminalGroup) ? options : options.Add("gid=5");
    }

    // sysfs belongs to a network namespace, and only the namespace's owner may mount it.
    private static MountSetting System(NamespaceSettings namespaces) => namespaces.HasUser && !namespaces.HasNew("network")
        ? MountSetting.Bind("/sys", "/sys", "nosuid", "noexec", "nodev", "ro")
        : new MountSetting("/sys", "sysfs", "sysfs", ["nosuid", "noexec", "nodev", "ro"]);
}
