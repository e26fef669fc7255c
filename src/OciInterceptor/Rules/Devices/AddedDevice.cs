using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Linux;
using OciInterceptor.Messages;
using OciInterceptor.Rules.Paths;
using OciInterceptor.Schema;
using OciInterceptor.Spec;

namespace OciInterceptor.Rules.Devices;

/// <summary>A device node that a policy adds; without a type it is the host's at the same path, or several: a directory, or a glob.</summary>
/// <param name="Path">Where it is in the container, clean; without a type a glob.</param>
internal sealed record AddedDevice(string Path)
{
    private const uint PermissionBits = Permissions.Mask;

    internal static readonly ImmutableArray<Member> Members =
    [
        new("path", Shape.Text, "The node's path in the container, and on the host if its numbers are read there; then also a directory or a glob below /dev.", IsRequired: true),
        new("type", new Shape.Word("c", "b", "u", "p"), "c or u: character, b: block, p: FIFO. Without type, major and minor, they are read from the host's node."),
        new("major", Shape.Integer, "The major number."),
        new("minor", Shape.Integer, "The minor number."),
        new("fileMode", Shape.Mode, "Permission bits, an octal string such as \"0660\"."),
        new("uid", Shape.Integer, "The owner in the container."),
        new("gid", Shape.Integer, "The group in the container."),
        new("access", Shape.Text, "What the device cgroup allows: some of r, w and m (mknod). By default \"rwm\"."),
        new("optional", Shape.Flag, "Start the container without the device where the host does not have it."),
    ];

    internal string? Type { get; init; }

    internal long? Major { get; init; }

    internal long? Minor { get; init; }

    internal uint? FileMode { get; init; }

    internal uint? Uid { get; init; }

    internal uint? Gid { get; init; }

    internal string Access { get; init; } = "rwm";

    /// <summary>Whether a container goes without it where the host has no such device.</summary>
    internal bool IsOptional { get; init; }

    /// <summary>Whether it stands for each of the host's devices that a glob matches.</summary>
    internal bool IsGlob => Type is null && !new Glob(Path).IsLiteral;

    /// <summary>Whether its use is governed by the device cgroup; a FIFO's is not.</summary>
    internal bool NeedsAccess => Type != "p";

    internal static AddedDevice Read(ObjectReader members)
    {
        var device = new AddedDevice(PolicyPath.InContainer(members, "path", members.Text("path")!))
        {
            Type = members.Word("type"),
            Major = members.Number<uint>("major"),
            Minor = members.Number<uint>("minor"),
            FileMode = members.Mode("fileMode"),
            Uid = members.Number<uint>("uid"),
            Gid = members.Number<uint>("gid"),
            Access = members.Text("access") ?? "rwm",
            IsOptional = members.Flag("optional"),
        };
        var hasNumbers = device.Major is not null;
        if (hasNumbers != device.Minor is not null || (hasNumbers ? device.Type is null : device.Type is not null and not "p"))
        {
            throw members.Error("path", "type, major and minor must be given together; without them they are read from the host's node");
        }
        if (device.IsOptional && device.Type is not null)
        {
            throw members.Error("optional", "\"optional\" is only valid for the host's devices, without type, major and minor");
        }
        CheckGlob(members, "path", device);
        if (device.Access.Length == 0 || device.Access.FirstRepeated(letter => letter.ToString()) is not null || device.Access.Except("rwm").Any())
        {
            throw members.Error("access", "access must be some of r, w and m, such as \"rw\"");
        }
        return device;
    }

    /// <exception cref="InterceptorException">It is a glob for devices outside of /dev.</exception>
    internal static void CheckGlob(ObjectReader members, string name, AddedDevice device)
    {
        if (device.IsGlob && !DeviceGlob.IsBelowDev(device.Path))
        {
            throw members.Error(name, device.Path, $"\"{device.Path}\" must be below /dev, as a glob for devices");
        }
    }

    /// <summary>The device with the values of the host's node at its path for what the policy leaves out.</summary>
    internal AddedDevice With(HostDevice node, string path) => this with
    {
        Path = path,
        Type = node.Type,
        Major = node.Major,
        Minor = node.Minor,
        FileMode = FileMode ?? (node.Mode & PermissionBits),
        Uid = Uid ?? node.Uid,
        Gid = Gid ?? node.Gid,
    };

    /// <summary>The node as described here: members that are not given keep their values.</summary>
    internal LinuxDevice Node(LinuxDevice? before)
    {
        var node = before ?? new LinuxDevice(JsonObject.Empty) with { Path = Path };
        return node with
        {
            // Two words for one type.
            Type = node.Type is "c" or "u" && Type is "c" or "u" ? node.Type : Type,
            Major = Major ?? node.Major,
            Minor = Minor ?? node.Minor,
            // Engines write the file's type into the mode as well.
            FileMode = FileMode is null || (node.FileMode & PermissionBits) == FileMode ? node.FileMode : FileMode,
            Uid = Uid ?? node.Uid,
            Gid = Gid ?? node.Gid,
        };
    }
}
