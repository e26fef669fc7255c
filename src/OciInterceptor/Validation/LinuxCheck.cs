using OciInterceptor.Json;
using OciInterceptor.Linux;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Validation;

/// <summary>Checks the Linux section (config-linux.md), except the cgroup limits and the system call filter.</summary>
internal sealed class LinuxCheck(SectionFindings all)
{
    // Findings that another check makes.
    private static SectionFindings Unseen => new Findings().In(Reference.Linux("Namespaces"));

    internal static bool HasNamespace(LinuxSection? linux, string type) =>
        linux is not null && Unseen.List(() => linux.Namespaces).Any(known => Unseen.Read(() => known.Type) == type);

    internal static void CheckMappings(SectionFindings findings, ImmutableArray<LinuxIdMapping> mappings)
    {
        var before = findings.Count;
        foreach (var mapping in mappings)
        {
            findings.Require(mapping, "containerID", "hostID", "size");
            findings.Read(() => mapping.ContainerId);
            findings.Read(() => mapping.HostId);
            findings.In(Reference.Kernel("user_namespaces(7)")).Range(mapping, "size", findings.Read(() => mapping.Size), 1, uint.MaxValue);
        }
        if (findings.Count == before && IdRanges.Fault(mappings) is var (index, member, cause))
        {
            findings.In(Reference.Kernel("user_namespaces(7)")).Error(SectionFindings.At(mappings[index], member), cause);
        }
    }

    internal void Check(LinuxSection linux)
    {
        CheckNamespaces(linux, In("Namespaces"));
        CheckMappings(linux, In("User namespace mappings"));
        CheckOffsets(linux, In("Offset for Time Namespace"));
        CheckDevices(linux, In("Devices"));
        In("Cgroups Path").Read(() => linux.CgroupsPath);
        In("Mount Label").Read(() => linux.MountLabel);
        CheckSysctls(linux, In("Sysctl"));
        CheckPropagation(linux, In("Rootfs Mount Propagation"));
        In("Masked Paths").Absolute(linux, "maskedPaths", In("Masked Paths").List(() => linux.MaskedPaths));
        In("Readonly Paths").Absolute(linux, "readonlyPaths", In("Readonly Paths").List(() => linux.ReadonlyPaths));
        new IsolationCheck(all).Check(linux);
        if (In("Control groups").Read(() => linux.Resources) is { } resources)
        {
            new ResourcesCheck(all).Check(resources);
        }
        if (In("Seccomp").Read(() => linux.Seccomp) is { } seccomp)
        {
            new SeccompCheck(In("Seccomp")).Check(seccomp);
        }
    }

    private SectionFindings In(string section) => all.In(Reference.Linux(section));

    private static void CheckPropagation(LinuxSection linux, SectionFindings findings)
    {
        var propagation = findings.Read(() => linux.RootfsPropagation);
        if (propagation is "")
        {
            findings.Warning(SectionFindings.At(linux, "rootfsPropagation"), "an empty \"rootfsPropagation\" has no effect: leave it out");
        }
        findings.Word(linux, "rootfsPropagation", propagation is "" ? null : propagation, "shared", "slave", "private", "unbindable", "rshared", "rslave", "rprivate", "runbindable");
    }

    private static void CheckNamespaces(LinuxSection linux, SectionFindings findings)
    {
        var namespaces = findings.List(() => linux.Namespaces);
        foreach (var known in namespaces)
        {
            findings.Require(known, "type");
            findings.Word(known, "type", findings.Read(() => known.Type), "pid", "network", "mount", "ipc", "uts", "user", "cgroup", "time");
            if (findings.Read(() => known.Path) is { Length: > 0 } path)
            {
                findings.Absolute(known, "path", path);
            }
        }
        foreach (var (known, type) in SectionFindings.Repeated(namespaces, known => findings.Read(() => known.Type)))
        {
            findings.Error(SectionFindings.At(known, "type"), $"duplicate namespace of type {type}");
        }
    }

    private static void CheckOffsets(LinuxSection linux, SectionFindings findings)
    {
        if (findings.Read(() => linux.TimeOffsets)?.Json.Members.IsEmpty == false)
        {
            if (!HasNamespace(linux, "time"))
            {
                findings.Error(SectionFindings.At(linux, "timeOffsets"), "time offsets need a time namespace");
            }
            else if (Joins(linux, "time"))
            {
                findings.Error(SectionFindings.At(linux, "timeOffsets"), "cannot set offsets for a time namespace joined by path: it already has its own, and runtimes refuse others");
            }
        }
    }

    private static void CheckMappings(LinuxSection linux, SectionFindings findings)
    {
        CheckMappings(linux, "uidMappings", findings.List(() => linux.UidMappings), findings);
        CheckMappings(linux, "gidMappings", findings.List(() => linux.GidMappings), findings);
        if (HasNamespace(linux, "user") && !Joins(linux, "user") && Unseen.List(() => linux.UidMappings).IsEmpty && Unseen.List(() => linux.GidMappings).IsEmpty)
        {
            findings.Warning(SectionFindings.At(linux, "namespaces"), "a new user namespace needs uidMappings and gidMappings: runc refuses it without them");
        }
    }

    private static bool Joins(LinuxSection linux, string type) =>
        Unseen.List(() => linux.Namespaces).Any(known => Unseen.Read(() => known.Type) == type && Unseen.Read(() => known.Path) is { Length: > 0 });

    private static void CheckMappings(LinuxSection linux, string name, ImmutableArray<LinuxIdMapping> mappings, SectionFindings findings)
    {
        CheckMappings(findings, mappings);
        if (!mappings.IsEmpty && !HasNamespace(linux, "user"))
        {
            findings.Error(SectionFindings.At(linux, name), $"\"{name}\" needs a user namespace");
        }
    }

    // The specification does not say which parameters there may be; runtimes refuse those that would change the host.
    private static void CheckSysctls(LinuxSection linux, SectionFindings findings)
    {
        findings.Texts(() => linux.Sysctl);
        foreach (var (member, value) in Unseen.Read(() => linux.Sysctl)?.Json.Members ?? [])
        {
            var name = SysctlName.Dotted(member.AsText());
            var type = SysctlName.NamespaceOf(name);
            var cause = value.Kind != JsonKind.String ? null
                : name == "kernel.hostname" ? "runc refuses the sysctl kernel.hostname: use \"hostname\" instead"
                : type is null ? $"the sysctl {name} belongs to no namespace: runtimes refuse it"
                : HasNamespace(linux, type) ? null
                : $"the sysctl {name} needs {(type is "ipc" ? "an" : "a")} {type} namespace: runtimes refuse it without one";
            if (cause is not null)
            {
                findings.Warning(member, cause);
            }
        }
    }

    private static void CheckDevices(LinuxSection linux, SectionFindings findings)
    {
        var kernel = findings.In(Reference.Kernel("include/linux/kdev_t.h"));
        var devices = findings.List(() => linux.Devices);
        foreach (var device in devices)
        {
            findings.Require(device, "path", "type");
            findings.Absolute(device, "path", findings.Read(() => device.Path));
            var type = findings.Read(() => device.Type);
            findings.Word(device, "type", type, "c", "b", "u", "p");
            if (type is "c" or "b" or "u")
            {
                findings.Require(device, "major", "minor");
            }
            // The kernel's numbers have 12 and 20 bits (MINORBITS); more are cut off, and make it another device.
            kernel.Range(device, "major", findings.Read(() => device.Major), 0, 0xFFF);
            kernel.Range(device, "minor", findings.Read(() => device.Minor), 0, 0xFFFFF);
            CheckMode(device, type, findings.Read(() => device.FileMode), findings.In(Reference.Kernel("mknod(2)")));
            findings.Read(() => device.Uid);
            findings.Read(() => device.Gid);
        }
        foreach (var (device, path) in SectionFindings.Repeated(devices, device => findings.Read(() => device.Path)))
        {
            findings.Error(SectionFindings.At(device, "path"), $"duplicate device at {path}");
        }
    }

    // Docker writes st_mode, the type of the file beside its permissions.
    private static void CheckMode(LinuxDevice device, string? type, uint? mode, SectionFindings findings)
    {
        var kind = mode & ~Permissions.Mask;
        if (kind > 0 && kind != type switch { "c" or "u" => Libc.S_IFCHR, "b" => Libc.S_IFBLK, "p" => Libc.S_IFIFO, _ => 0 })
        {
            findings.Error(SectionFindings.At(device, "fileMode"), $"\"fileMode\" must be between 0 and {Permissions.Mask}, octal 7777, apart from the type of the device");
        }
    }
}
