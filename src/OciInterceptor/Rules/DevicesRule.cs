using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Rules.Devices;
using OciInterceptor.Rules.Paths;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules;

/// <summary>
/// Adds and removes device nodes, each with its rule in the device cgroup: a node without a
/// rule cannot be used.
/// </summary>
internal sealed record DevicesRule : IRule
{
    /// <summary>Nodes to add, each path once. A node that is also to be removed stays.</summary>
    internal ImmutableArray<AddedDevice> Added { get; init; } = [];

    /// <summary>Rules of the device cgroup without a node, each for several devices.</summary>
    internal ImmutableArray<LinuxDeviceCgroup> Classes { get; init; } = [];

    /// <summary>Devices to remove: those whose path in the container, or a name on the host, matches.</summary>
    internal ImmutableArray<Glob> Removed { get; init; } = [];

    /// <summary>Whether the device cgroup is to allow everything.</summary>
    internal bool AllowAll { get; init; }

    /// <summary>The machine that has the nodes which the policy names by path alone; asked when the rule applies.</summary>
    internal required IHost Host { get; init; }

    internal static RuleType Type => new(
        "devices",
        "Adds and removes device nodes, with their rules in the device cgroup.",
        Read,
        new Member("add", new Shape.ListOf(new Shape.Either(Shape.Text, new Shape.Record(AddedDevice.Members))), "Paths of the host's device nodes, directories and globs for them such as \"/dev/ttyUSB*\", objects that describe one, or rules of the device cgroup without a node, such as \"c 188:* rwm\"."),
        new Member("remove", Shape.Texts, "Globs for devices to remove: for their paths in the container, and for the kernel's names of them on the host."),
        new Member("allowAll", Shape.Flag, "Let the device cgroup allow every device, as Docker's --privileged does; its rules are replaced."));

    public bool Grants => AllowAll || !Added.IsEmpty || !Classes.IsEmpty;

    /// <exception cref="InterceptorException">A node that the policy names is missing.</exception>
    public RuntimeSpec Apply(RuntimeSpec spec) => spec.MapLinux(Apply);

    private LinuxSection Apply(LinuxSection linux)
    {
        var nodesBefore = linux.Devices.IsDefault ? [] : linux.Devices;
        var resources = linux.Resources ?? new LinuxResources(JsonObject.Empty);
        var rulesBefore = resources.Devices.IsDefault ? [] : resources.Devices;
        var added = DeviceGlob.Expand(Added, Host);

        // Keep later denials of single devices if devices are removed: they may be the same ones.
        var allowed = Removed.IsEmpty ? rulesBefore : DeviceAccess.WithoutSingleDenials(rulesBefore);
        var rules = AllowAll && !DeviceAccess.AllowsEverything(allowed) ? [DeviceAccess.AllowAll] : rulesBefore;
        var nodes = nodesBefore;
        if (!Removed.IsEmpty)
        {
            (nodes, rules) = new DeviceRemoval(Removed, added, Host).Apply(nodes, rules);
        }
        foreach (var device in added)
        {
            nodes = AddNode(nodes, device);
            rules = device.NeedsAccess ? AddRule(rules, device) : rules;
        }
        foreach (var several in Classes)
        {
            rules = DeviceClass.Add(rules, several);
        }

        linux = nodes.SameAs(nodesBefore) ? linux : linux with { Devices = nodes };
        return rules.SameAs(rulesBefore) ? linux : linux with { Resources = resources with { Devices = rules } };
    }

    private static ImmutableArray<LinuxDevice> AddNode(ImmutableArray<LinuxDevice> nodes, AddedDevice device)
    {
        // If a path is repeated, the last node is the visible one.
        var before = nodes.LastOrDefault(node => ContainerPath.Clean(node.Path) == device.Path);
        var after = device.Node(before);
        return before is null
            ? nodes.Add(after)
            : nodes.RemoveAll(node => ContainerPath.Clean(node.Path) == device.Path && !ReferenceEquals(node, before)).Replace(before, after);
    }

    // After all others: an earlier rule may deny the device itself, as Docker's does for /dev/fuse.
    private static ImmutableArray<LinuxDeviceCgroup> AddRule(ImmutableArray<LinuxDeviceCgroup> rules, AddedDevice device)
    {
        var (type, major, minor) = (device.Type!, device.Major!.Value, device.Minor!.Value);
        if (DeviceAccess.Allows(rules, type, major, minor, device.Access))
        {
            return rules;
        }
        var access = device.Access;
        return rules
            .RemoveAll(rule => rule.Allow == true && DeviceAccess.IsExactly(rule, type, major, minor) && rule.Access is { } known && !known.Except(access).Any())
            .Add(DeviceAccess.Rule(true, type, major, minor, access));
    }

    private static DevicesRule Read(ObjectReader members)
    {
        var added = ImmutableArray.CreateBuilder<AddedDevice>();
        var classes = ImmutableArray.CreateBuilder<LinuxDeviceCgroup>();
        foreach (var item in members.Items("add"))
        {
            if (item is JsonScalar { Kind: JsonKind.String } text && !text.AsText().StartsWith('/'))
            {
                classes.Add(DeviceClass.Parse(text.AsText()) ?? throw item.Error($"\"{text.AsText()}\" must be an absolute path, or a rule such as {DeviceClass.Form}"));
            }
            else
            {
                added.Add(ReadDevice(members, item));
            }
        }
        var devices = added.DrainToImmutable();
        if (devices.FirstRepeated(device => device.Path) is { } twice)
        {
            throw members.Error("add", twice, $"two devices for {twice}");
        }
        // What is removed could be among the several.
        return classes.Count > 0 && members.Has("remove")
            ? throw members.Error("remove", "a rule of the device cgroup in \"add\" cannot be combined with \"remove\": write two rules of type devices")
            : new DevicesRule
            {
                Added = devices,
                Classes = classes.DrainToImmutable(),
                Removed = members.Globs("remove", forPaths: true),
                AllowAll = members.Flag("allowAll"),
                Host = members.Host,
            };
    }

    private static AddedDevice ReadDevice(ObjectReader members, JsonValue item)
    {
        switch (item)
        {
            case JsonScalar { Kind: JsonKind.String } path:
                var device = new AddedDevice(PolicyPath.InContainer(members, "add", path.AsText()));
                AddedDevice.CheckGlob(members, "add", device);
                return device;
            case JsonObject description:
                return AddedDevice.Read(new ObjectReader(description, AddedDevice.Members, members.Host));
            default:
                throw item.Error("a device must be the path of a node on the host, or an object");
        }
    }
}
