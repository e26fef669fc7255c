using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Rules.Paths;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Cdi;

/// <summary>A device node that comes with a CDI device.</summary>
/// <param name="Path">Where it is in the container, clean.</param>
/// <param name="HostPath">The host's node, from which missing values are taken.</param>
internal sealed record CdiDeviceNode(string Path, string HostPath)
{
    internal static readonly ImmutableArray<Member> Members =
    [
        new("path", Shape.Text, "Where the node is in the container.", IsRequired: true),
        new("hostPath", Shape.Text, "Where it is on the host."),
        new("type", new Shape.Word("b", "c", "u", "p"), "Its type."),
        new("major", Shape.Integer, "The major number."),
        new("minor", Shape.Integer, "The minor number."),
        new("fileMode", Shape.Integer, "Permission bits."),
        new("permissions", Shape.Text, "For the device cgroup."),
        new("uid", Shape.Integer, "The owner."),
        new("gid", Shape.Integer, "The group."),
    ];

    /// <summary>Null to take the host's.</summary>
    internal string? Type { get; init; }

    /// <summary>0 to take the host's.</summary>
    internal long Major { get; init; }

    internal long Minor { get; init; }

    internal uint? FileMode { get; init; }

    internal uint? Uid { get; init; }

    internal uint? Gid { get; init; }

    /// <summary>What the device cgroup allows; empty for nothing.</summary>
    internal string Access { get; init; } = DeviceAccess.All;

    internal static CdiDeviceNode Read(CdiVersion version, ObjectReader members)
    {
        var hostPath = members.Text("hostPath") ?? "";
        version.Require("0.5.0", hostPath.Length > 0, members, "hostPath");
        var path = PolicyPath.InContainer(members, "path", members.Text("path")!);
        var permissions = members.Text("permissions") ?? "";
        if (permissions != "none" && permissions.Any(letter => !DeviceAccess.All.Contains(letter, StringComparison.Ordinal)))
        {
            throw members.Error("permissions", "permissions must be some of r, w and m, such as \"rw\", or \"none\"");
        }
        return new CdiDeviceNode(path, hostPath.Length > 0 ? PolicyPath.OnHost(members, "hostPath", hostPath) : path)
        {
            Type = members.Text("type") is "" ? null : members.Word("type"),
            Major = members.Number<uint>("major") ?? 0,
            Minor = members.Number<uint>("minor") ?? 0,
            FileMode = members.Number<uint>("fileMode"),
            Uid = members.Number<uint>("uid"),
            Gid = members.Number<uint>("gid"),
            Access = permissions switch { "" => DeviceAccess.All, "none" => "", _ => permissions },
        };
    }

    /// <summary>With the type, the numbers and the mode of the host's node where the file has none, as since CDI 1.1 (fillMissingInfo).</summary>
    /// <exception cref="InterceptorException">The host has no such node, and the file lacks its type or numbers.</exception>
    internal CdiDeviceNode Complete(IHost host)
    {
        var isWhole = Type is not null && (Major != 0 || Type == "p");
        if (isWhole && (FileMode is not null || host.FindDevice(HostPath) is null))
        {
            return this;
        }
        var node = host.Device(HostPath);
        if (Type is not null && Type != node.Type && !(Type == "u" && node.Type == "c"))
        {
            // A vendor may describe a node that the host has otherwise; it gets the mode nevertheless, as in the reference implementation.
            return isWhole ? this with { FileMode = FileMode ?? node.Mode } : throw new InterceptorException($"cannot add the device {Path}: its type is {Type}, and the host's {HostPath} is of type {node.Type}");
        }
        var isNumbered = Major != 0 || node.Type == "p";
        return this with { Type = Type ?? node.Type, Major = isNumbered ? Major : node.Major, Minor = isNumbered ? Minor : node.Minor, FileMode = FileMode ?? node.Mode };
    }

    /// <summary>The node in the container; one without an owner belongs to the container's user.</summary>
    internal LinuxDevice Node(User? user) => new LinuxDevice(JsonObject.Empty) with
    {
        Path = Path,
        Type = Type,
        Major = Major,
        Minor = Minor,
        FileMode = FileMode,
        Uid = Uid ?? (user?.Uid is > 0 and var uid ? uid : null),
        Gid = Gid ?? (user?.Gid is > 0 and var gid ? gid : null),
    };
}
