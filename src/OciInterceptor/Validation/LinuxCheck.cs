using OciInterceptor.Json;
using OciInterceptor.Linux;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Validation;

/// <summary>Checks the Linux section (config-linux.md), except the cgroup limits and the system call filter.</summary>
internal sealed class LinuxCheck(Findings findings)
{
    internal static bool HasNamespace(LinuxSection? linux, string type) =>
        linux is not null && new Findings().List(() => linux.Namespaces).Any(known => new Findings().Read(() => known.Type) == type);

    internal static void CheckMappings(Findings findings, ImmutableArray<LinuxIdMapping> mappings)
    {
        var before = findings.Count;
        foreach (var mapping in mappings)
        {
            findings.Require(mapping, "containerID", "hostID", "size");
            findings.Read(() => mapping.ContainerId);
            findings.Read(() => mapping.HostId);
            findings.Range(mapping, "size", findings.Read(() => mapping.Size), 1, uint.MaxValue);
        }
        if (findings.Count == before && IdRanges.Fault(mappings) is var (index, member, cause))
        {
            findings.Error(Findings.At(mappings[index], member), cause);
        }
    }

    internal void Check(LinuxSection linux)
    {
        CheckNamespaces(linux);
        CheckDevices(linux);
        findings.Read(() => linux.CgroupsPath);
        findings.Read(() => linux.MountLabel);
        findings.Texts(() => linux.Sysctl);
        CheckSysctls(linux);
        var propagation = findings.Read(() => linux.RootfsPropagation);
        if (propagation is "")
        {
            findings.Warning(Findings.At(linux, "rootfsPropagation"), "an empty \"rootfsPropagation\" has no effect: leave it out");
        }
        findings.Word(linux, "rootfsPropagation", propagation is "" ? null : propagation, "shared", "slave", "private", "unbindable", "rshared", "rslave", "rprivate", "runbindable");
        findings.Absolute(linux, "maskedPaths", findings.List(() => linux.MaskedPaths));
        findings.Absolute(linux, "readonlyPaths", findings.List(() => linux.ReadonlyPaths));
        new IsolationCheck(findings).Check(linux);
        if (findings.Read(() => linux.Resources) is { } resources)
        {
            new ResourcesCheck(findings).Check(resources);
        }
        if (findings.Read(() => linux.Seccomp) is { } seccomp)
        {
            new SeccompCheck(findings).Check(seccomp);
        }
    }

    private void CheckNamespaces(LinuxSection linux)
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
        foreach (var (known, type) in Findings.Repeated(namespaces, known => findings.Read(() => known.Type)))
        {
            findings.Error(Findings.At(known, "type"), $"duplicate namespace of type {type}");
        }
        CheckMappings(linux, "uidMappings", findings.List(() => linux.UidMappings));
        CheckMappings(linux, "gidMappings", findings.List(() => linux.GidMappings));
        if (findings.Read(() => linux.TimeOffsets)?.Json.Members.IsEmpty == false)
        {
            if (!HasNamespace(linux, "time"))
            {
                findings.Error(Findings.At(linux, "timeOffsets"), "time offsets need a time namespace");
            }
            else if (Joins(namespaces, "time"))
            {
                findings.Error(Findings.At(linux, "timeOffsets"), "cannot set offsets for a time namespace joined by path: it already has its own, and runtimes refuse others");
            }
        }
        if (HasNamespace(linux, "user") && !Joins(namespaces, "user") && new Findings().List(() => linux.UidMappings).IsEmpty && new Findings().List(() => linux.GidMappings).IsEmpty)
        {
            findings.Warning(Findings.At(linux, "namespaces"), "a new user namespace needs uidMappings and gidMappings: runc refuses it without them");
        }
    }

    private static bool Joins(ImmutableArray<LinuxNamespace> namespaces, string type) =>
        namespaces.Any(known => new Findings().Read(() => known.Type) == type && new Findings().Read(() => known.Path) is { Length: > 0 });

    private void CheckMappings(LinuxSection linux, string name, ImmutableArray<LinuxIdMapping> mappings)
    {
        CheckMappings(findings, mappings);
        if (!mappings.IsEmpty && !HasNamespace(linux, "user"))
        {
            findings.Error(Findings.At(linux, name), $"\"{name}\" needs a user namespace");
        }
    }

    // The specification does not say which parameters there may be; runtimes refuse those that would change the host.
    private void CheckSysctls(LinuxSection linux)
    {
        foreach (var (member, value) in new Findings().Read(() => linux.Sysctl)?.Json.Members ?? [])
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

    private void CheckDevices(LinuxSection linux)
    {
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
            findings.Range(device, "major", findings.Read(() => device.Major), 0, 0xFFF);
            findings.Range(device, "minor", findings.Read(() => device.Minor), 0, 0xFFFFF);
            CheckMode(device, type, findings.Read(() => device.FileMode));
            findings.Read(() => device.Uid);
            findings.Read(() => device.Gid);
        }
        foreach (var (device, path) in Findings.Repeated(devices, device => findings.Read(() => device.Path)))
        {
            findings.Error(Findings.At(device, "path"), $"duplicate device at {path}");
        }
    }

    // Docker writes st_mode, the type of the file beside its permissions.
    private void CheckMode(LinuxDevice device, string? type, uint? mode)
    {
        var kind = mode & ~Permissions.Mask;
        if (kind > 0 && kind != type switch { "c" or "u" => Libc.S_IFCHR, "b" => Libc.S_IFBLK, "p" => Libc.S_IFIFO, _ => 0 })
        {
            findings.Error(Findings.At(device, "fileMode"), $"\"fileMode\" must be between 0 and {Permissions.Mask}, octal 7777, apart from the type of the device");
        }
    }
}
