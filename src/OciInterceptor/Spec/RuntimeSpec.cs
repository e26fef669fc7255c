using OciInterceptor.Json;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Spec;

/// <summary>A container's whole configuration, config.json (runtime-spec config.md, 1.3).</summary>
internal sealed record RuntimeSpec(JsonObject Json) : SpecObject(Json)
{
    /// <summary>The names of a configuration's members, also of those that only other systems have.</summary>
    internal static readonly ImmutableArray<string> MemberNames =
    [
        "ociVersion", "root", "mounts", "process", "hostname", "domainname", "hooks", "annotations", "linux", "freebsd", "solaris", "vm", "windows", "zos",
    ];

    /// <summary>The version of the specification that the bundle follows, as in semver.org 2.0.</summary>
    internal string? OciVersion { get => GetText("ociVersion"u8); init => Set("ociVersion"u8, value); }

    /// <summary>The container's root file system.</summary>
    internal Root? Root { get => GetRecord("root"u8, static json => new Root(json)); init => SetRecord("root"u8, value); }

    /// <summary>Mounts beyond the root, in the order they are made.</summary>
    internal ImmutableArray<Mount> Mounts { get => GetRecords("mounts"u8, static json => new Mount(json)); init => SetRecords("mounts"u8, value); }

    /// <summary>The process that runs in the container; one that is only created may lack it.</summary>
    internal Process? Process { get => GetRecord("process"u8, static json => new Process(json)); init => SetRecord("process"u8, value); }

    /// <summary>The container's host name as its process sees it. Chosen by whoever made the container.</summary>
    internal string? Hostname { get => GetText("hostname"u8); init => Set("hostname"u8, value); }

    /// <summary>The container's NIS domain name as its process sees it.</summary>
    internal string? Domainname { get => GetText("domainname"u8); init => Set("domainname"u8, value); }

    /// <summary>Programs to run at points of the container's life.</summary>
    internal Hooks? Hooks { get => GetRecord("hooks"u8, static json => new Hooks(json)); init => SetRecord("hooks"u8, value); }

    /// <summary>Free text for programs around the container. Chosen by whoever made the container.</summary>
    internal StringMap? Annotations { get => GetMap("annotations"u8); init => SetMap("annotations"u8, value); }

    /// <summary>What only Linux has.</summary>
    internal LinuxSection? Linux { get => GetRecord("linux"u8, static json => new LinuxSection(json)); init => SetRecord("linux"u8, value); }

    /// <summary>Changes the process; the same instance if it is absent or nothing changed.</summary>
    internal RuntimeSpec MapProcess(Func<Process, Process> change)
    {
        if (Process is not { } process)
        {
            return this;
        }
        var changed = change(process);
        return ReferenceEquals(changed.Json, process.Json) ? this : this with { Process = changed };
    }

    /// <summary>Changes each mount; the same instance if no mount changed.</summary>
    internal RuntimeSpec MapMounts(Func<Mount, Mount> change)
    {
        var mounts = Mounts;
        if (mounts.IsDefaultOrEmpty)
        {
            return this;
        }
        ImmutableArray<Mount>.Builder? changed = null;
        for (var i = 0; i < mounts.Length; i++)
        {
            var mount = change(mounts[i]);
            if (!ReferenceEquals(mount.Json, mounts[i].Json))
            {
                changed ??= mounts.ToBuilder();
                changed[i] = mount;
            }
        }
        return changed is null ? this : this with { Mounts = changed.MoveToImmutable() };
    }

    /// <summary>Changes the Linux part, or an empty one if it is absent; an empty one that stays empty is not added.</summary>
    internal RuntimeSpec MapLinux(Func<LinuxSection, LinuxSection> change)
    {
        var linux = Linux ?? new LinuxSection(JsonObject.Empty);
        var changed = change(linux);
        return ReferenceEquals(changed.Json, linux.Json) ? this : this with { Linux = changed };
    }
}
