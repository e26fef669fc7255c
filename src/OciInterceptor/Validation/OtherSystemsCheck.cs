using OciInterceptor.Json;
using OciInterceptor.Spec;

namespace OciInterceptor.Validation;

/// <summary>
/// Checks the sections of other systems by their shape: types, words and required members (config-freebsd.md, config-solaris.md, config-vm.md,
/// config-windows.md, config-zos.md and their JSON schemas). What they mean there is not judged.
/// </summary>
internal sealed class OtherSystemsCheck(SectionFindings findings)
{
    private static readonly ImmutableArray<string> _own = ["new", "inherit"];
    private static readonly ImmutableArray<string> _shared = ["disable", "new", "inherit"];

    /// <returns>The names of the sections that the configuration has.</returns>
    internal ImmutableArray<string> Check(RuntimeSpec spec)
    {
        var systems = ImmutableArray.CreateBuilder<string>();
        foreach (var (name, check) in new (string, Action<ShapeCheck, JsonObject>)[]
        {
            ("freebsd", CheckFreeBsd), ("solaris", CheckSolaris), ("vm", CheckMachine), ("windows", CheckWindows), ("zos", CheckZos),
        })
        {
            var shapes = new ShapeCheck(findings.In(Reference.System(name)));
            shapes.Object(spec.Json, name, section =>
            {
                systems.Add(name);
                check(shapes, section);
            });
        }
        return systems.DrainToImmutable();
    }

    private static void CheckFreeBsd(ShapeCheck shapes, JsonObject section)
    {
        shapes.Objects(section, "devices", device => shapes.Texts(device, ["path", "mode"]));
        shapes.Object(section, "jail", jail =>
        {
            shapes.Texts(jail, ["parent"]);
            shapes.Words(jail, ["host", "vnet"], _own);
            shapes.Words(jail, ["ip4", "ip6", "sysvmsg", "sysvsem", "sysvshm"], _shared);
            shapes.Numbers(jail, ["enforceStatfs"]);
            shapes.Object(jail, "allow", allow =>
            {
                shapes.Flags(allow, ["setHostname", "rawSockets", "chflags", "quotas", "socketAf", "reservedPorts", "suser"]);
                shapes.TextLists(allow, ["mount"]);
            });
        });
    }

    private static void CheckSolaris(ShapeCheck shapes, JsonObject section)
    {
        shapes.Texts(section, ["milestone", "limitpriv", "maxShmMemory"]);
        shapes.Object(section, "cappedCPU", cpu => shapes.Texts(cpu, ["ncpus"]));
        shapes.Object(section, "cappedMemory", memory => shapes.Texts(memory, ["physical", "swap"]));
        shapes.Objects(section, "anet", link => shapes.Texts(link, ["linkname", "lowerLink", "allowedAddress", "configureAllowedAddress", "defrouter", "linkProtection", "macAddress"]));
    }

    private static void CheckMachine(ShapeCheck shapes, JsonObject section)
    {
        shapes.Require(section, "kernel");
        foreach (var part in new[] { "hypervisor", "kernel", "image" })
        {
            shapes.Object(section, part, program =>
            {
                shapes.Require(program, "path");
                shapes.Texts(program, ["path", "initrd"]);
                shapes.Paths(program, ["path", "initrd"]);
                shapes.TextLists(program, ["parameters"]);
            });
        }
        shapes.Object(section, "image", image =>
        {
            shapes.Require(image, "format");
            shapes.Words(image, ["format"], ["raw", "qcow2", "vdi", "vmdk", "vhd"]);
        });
        shapes.Object(section, "hwConfig", hardware =>
        {
            shapes.Texts(hardware, ["deviceTree"]);
            shapes.Numbers(hardware, ["vcpus", "memory"]);
            shapes.TextLists(hardware, ["dtdevs"]);
            shapes.Objects(hardware, "iomems", memory => shapes.Numbers(memory, ["firstGFN", "firstMFN", "nrMFNs"]));
        });
    }

    private static void CheckWindows(ShapeCheck shapes, JsonObject section)
    {
        shapes.Require(section, "layerFolders");
        shapes.TextLists(section, ["layerFolders"]);
        shapes.Filled(section, "layerFolders");
        shapes.Flags(section, ["servicing", "ignoreFlushesDuringBoot"]);
        shapes.Objects(section, "devices", device =>
        {
            shapes.Require(device, "id", "idType");
            shapes.Texts(device, ["id", "idType"]);
        });
        shapes.Object(section, "resources", resources =>
        {
            shapes.Object(resources, "memory", memory => shapes.Numbers(memory, ["limit"]));
            shapes.Object(resources, "cpu", cpu => shapes.Numbers(cpu, ["count", "shares", "maximum"]));
            shapes.Object(resources, "storage", storage => shapes.Numbers(storage, ["iops", "bps", "sandboxSize"]));
        });
        shapes.Object(section, "network", network =>
        {
            shapes.TextLists(network, ["endpointList", "DNSSearchList"]);
            shapes.Flags(network, ["allowUnqualifiedDNSQuery"]);
            shapes.Texts(network, ["networkSharedContainerName", "networkNamespace"]);
        });
        shapes.Object(section, "credentialSpec", static _ => { });
        shapes.Object(section, "hyperv", machine => shapes.Texts(machine, ["utilityVMPath"]));
    }

    private static void CheckZos(ShapeCheck shapes, JsonObject section) => shapes.Objects(section, "namespaces", known =>
    {
        shapes.Require(known, "type");
        shapes.Words(known, ["type"], ["pid", "mount", "uts", "ipc"]);
        shapes.Texts(known, ["path"]);
    });
}
