using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Rules.Paths;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Mounts;

/// <summary>A mount that a policy adds.</summary>
/// <param name="Mount">The mount; its destination is clean.</param>
/// <param name="IfAbsent">Whether an existing mount stays.</param>
internal sealed record AddedMount(Mount Mount, bool IfAbsent)
{
    private static readonly ImmutableArray<Member> _mapping =
    [
        new("containerID", Shape.Integer, "The first ID on the file system.", IsRequired: true),
        new("hostID", Shape.Integer, "The first ID that the mount shows.", IsRequired: true),
        new("size", Shape.Integer, "The number of consecutive IDs.", IsRequired: true),
    ];

    internal const string TogetherMappings = "uidMappings and gidMappings must be given together";

    internal static readonly ImmutableArray<Member> Mappings =
    [
        new("uidMappings", new Shape.ListOf(new Shape.Record(_mapping)), "User IDs under which the bind mount shows its files; gidMappings is then required too."),
        new("gidMappings", new Shape.ListOf(new Shape.Record(_mapping)), "Group IDs under which the bind mount shows its files; uidMappings is then required too."),
    ];

    internal static readonly ImmutableArray<Member> Members =
    [
        new("destination", Shape.Text, "Where it is mounted: an absolute path in the container.", IsRequired: true),
        new("type", Shape.Text, "The file system, or \"bind\"."),
        new("source", Shape.Text, "The host's path for a bind mount; a device or any word otherwise."),
        new("options", Shape.Texts, "Mount options; a bind mount needs \"bind\" or \"rbind\"."),
        .. Mappings,
        new("ifAbsent", Shape.Flag, "Keep a mount that the container already has at that destination."),
        new("ifSourceExists", Shape.Flag, "Add the mount only where the host has its source."),
        new("allowSensitive", Shape.Flag, "Allow a source that exposes the host, such as /dev or an engine's socket."),
    ];

    internal string Destination => Mount.Destination!;

    /// <summary>Whether it is left out where the host does not have the source.</summary>
    internal bool IfSourceExists { get; init; }

    /// <exception cref="InterceptorException">Nobody can tell whether the host has the source.</exception>
    internal bool IsFor(IHost host) => !IfSourceExists || host.Exists(Mount.Source!);

    /// <summary>Where in a member facts may begin: not in what says which kind of mount it is.</summary>
    /// <exception cref="InterceptorException">It has a fact where none may be.</exception>
    internal static int FactsFrom(string member, int index, string text) => member switch
    {
        "type" => throw new InterceptorException("the type of a mount cannot have facts: by it a file system of the container's own would become a bind of the host's"),
        "options" when !text.AsSpan(0, text.IndexOf("${", StringComparison.Ordinal)).Contains('=') => throw new InterceptorException($"the mount option \"{text}\" can have facts only after \"=\": the words before it say which kind of mount it is"),
        _ => 0,
    };

    internal static AddedMount Read(ObjectReader members)
    {
        if (members.Has("uidMappings") != members.Has("gidMappings"))
        {
            throw members.Error("destination", TogetherMappings);
        }
        var mount = new Mount(JsonObject.Empty) with
        {
            Destination = PolicyPath.InContainer(members, "destination", members.Text("destination")!),
            Type = members.Text("type"),
            Source = members.Text("source"),
            Options = members.Has("options") ? ReadOptions(members) : default,
            UidMappings = ReadMappings(members, "uidMappings"),
            GidMappings = ReadMappings(members, "gidMappings"),
        };
        CheckKind(members, mount);
        CheckSource(members, mount);
        return members.Flag("ifSourceExists") && mount.Source?.StartsWith('/') != true
            ? throw members.Error("ifSourceExists", "ifSourceExists needs a source that is an absolute path")
            : new AddedMount(mount, members.Flag("ifAbsent")) { IfSourceExists = members.Flag("ifSourceExists") };
    }

    private static void CheckKind(ObjectReader members, Mount mount)
    {
        var isBind = mount.Options.AsSpan().ContainsAny("bind", "rbind");
        if (MountFacts.IsBind(mount) && !isBind)
        {
            throw members.Error("options", "a bind mount needs the option \"bind\" or \"rbind\"");
        }
        if (string.IsNullOrEmpty(mount.Type) && !isBind)
        {
            throw members.Error("type", "a mount needs a type, such as \"tmpfs\" or \"bind\"");
        }
    }

    private static void CheckSource(ObjectReader members, Mount mount)
    {
        var source = mount.Source ?? "";
        if (MountFacts.IsBind(mount))
        {
            PolicyPath.OnHost(members, "source", source);
        }
        if (members.Flag("allowSensitive"))
        {
            return;
        }
        CheckSensitive(members, "source", source.StartsWith('/') ? [source] : []);
        CheckSensitive(members, "options", OverlayDirectories.Of(mount).Select(layer => layer.Path));
        if (MountFacts.IsBind(mount) && members.Host.Walk(source, isOperators: true).Replaceable is { } directory)
        {
            throw members.Error("source", $"users other than root can replace {source} by changing {directory}; to allow that, set \"allowSensitive\": true");
        }
    }

    private static void CheckSensitive(ObjectReader members, string member, IEnumerable<string> sources)
    {
        foreach (var source in sources)
        {
            if (SensitivePaths.ExposedBy(source, members.Host) is { } sensitive)
            {
                throw members.Error(member, $"{source} exposes the host's {sensitive}; to allow that, set \"allowSensitive\": true");
            }
        }
    }

    private static ImmutableArray<string> ReadOptions(ObjectReader members)
    {
        var options = members.Texts("options");
        return options.FirstOrDefault(option => !MountOption.IsOne(option)) is { } wrong
            ? throw members.Error("options", wrong, $"invalid mount option \"{wrong}\": want a single option")
            : options;
    }

    /// <exception cref="InterceptorException">The kernel would refuse the mappings.</exception>
    internal static ImmutableArray<LinuxIdMapping> ReadMappings(ObjectReader members, string name)
    {
        if (!members.Has(name))
        {
            return default;
        }
        var entries = members.Records(name, _mapping);
        var mappings = entries.Map(entry => new LinuxIdMapping(JsonObject.Empty) with
        {
            ContainerId = entry.Number<uint>("containerID"),
            HostId = entry.Number<uint>("hostID"),
            Size = entry.Number<uint>("size") is var size and not 0 ? size : throw entry.Error("size", "size must be at least 1"),
        });
        return mappings.IsEmpty ? throw members.Error(name, $"{name} must not be empty")
            : IdRanges.Fault(mappings) is var (index, member, cause) ? throw entries[index].Error(member, cause)
            : mappings;
    }
}
