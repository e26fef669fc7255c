using System.Globalization;
using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Rules.Paths;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules;

/// <summary>Sets the size of tmpfs mounts that the container has (tmpfs(5)).</summary>
/// <param name="Sizes">Bytes by clean destination.</param>
internal sealed record TmpfsSizeRule(IReadOnlyDictionary<string, long> Sizes) : IRule
{
    private const string SharedMemory = "/dev/shm";

    /// <summary>Whether a bind mount at /dev/shm becomes a tmpfs of the container's own.</summary>
    internal bool ReplacesBind { get; init; }

    internal static RuleType Type => new(
        "tmpfs-size",
        "Sets the size of tmpfs mounts such as /dev/shm.",
        static members => new TmpfsSizeRule(ReadSizes(members)) is var rule && members.Flag("replaceBind") && !rule.Sizes.ContainsKey(SharedMemory)
            ? throw members.Error("replaceBind", $"replaceBind needs a size for {SharedMemory}")
            : rule with { ReplacesBind = members.Flag("replaceBind") },
        new Member("sizes", new Shape.MapOf(Shape.Size), "Destinations in the container and a size for each, in bytes or such as \"64m\".", IsRequired: true),
        new Member("replaceBind", Shape.Flag, "Turn a bind mount at /dev/shm, which has no size to set, into a tmpfs of the size under sizes, as for Kubernetes and Podman."));

    public bool Grants => true;

    public RuntimeSpec Apply(RuntimeSpec spec) => spec.MapMounts(Resize);

    public string? NoteOn(JsonObject document) => !ReplacesBind && new RuntimeSpec(document).Mounts is { IsDefault: false } mounts && mounts.Any(IsSizedBind)
        ? $"{SharedMemory} is a bind mount: its size is that of the file system behind it, which the engine made for the pod or on its own; \"replaceBind\": true gives the container a tmpfs of its own"
        : null;

    private bool IsSizedBind(Mount mount) => MountFacts.IsBind(mount) && ContainerPath.Clean(mount.Destination) == SharedMemory && Sizes.ContainsKey(SharedMemory);

    private Mount OfItsOwn(Mount mount)
    {
        ImmutableArray<string> options = ["nosuid", "noexec", "nodev", "mode=1777", Option(Sizes[SharedMemory])];
        return new Mount(JsonObject.Empty) with
        {
            Destination = mount.Destination,
            Type = "tmpfs",
            Source = "shm",
            Options = IsReadonly(mount) ? ["ro", .. options] : options,
        };
    }

    // Runtimes apply "rro" and "rrw" after "ro" and "rw", wherever they are, and of each two the last.
    private static bool IsReadonly(Mount mount) => !mount.Options.IsDefault
        && (mount.Options.LastOrDefault(static option => option is "rro" or "rrw") ?? mount.Options.LastOrDefault(static option => option is "ro" or "rw")) is "rro" or "ro";

    private Mount Resize(Mount mount) =>
        ReplacesBind && IsSizedBind(mount) ? OfItsOwn(mount)
        : mount.Type == "tmpfs" && !MountFacts.IsBind(mount)
            && ContainerPath.Clean(mount.Destination) is { } destination && Sizes.TryGetValue(destination, out var size)
            ? WithSize(mount, size)
            : mount;

    // "size" and "nr_blocks" set the same limit in other units and the last one wins, wherever it is: keep one.
    private static Mount WithSize(Mount mount, long size)
    {
        var options = mount.Options.IsDefault ? [] : mount.Options;
        var limits = options.SelectMany(option => MountOption.Parts(option).Where(IsSize)).ToList();
        return limits.Count == 1 && IsSameSize(limits[0], size) ? mount
            : mount with { Options = limits.Count == 0 ? options.Add(Option(size)) : Replaced(options, Option(size)) };
    }

    private static ImmutableArray<string> Replaced(ImmutableArray<string> options, string size)
    {
        var result = ImmutableArray.CreateBuilder<string>();
        var isSet = false;
        foreach (var option in options)
        {
            var rest = MountOption.Without(option, IsSize);
            if (rest != option && !isSet)
            {
                result.Add(size);
                isSet = true;
            }
            if (rest is not null)
            {
                result.Add(rest);
            }
        }
        return result.DrainToImmutable();
    }

    private static string Option(long size) => string.Create(CultureInfo.InvariantCulture, $"size={size}");

    private static bool IsSize(string option) =>
        option.StartsWith("size=", StringComparison.Ordinal) || option.StartsWith("nr_blocks=", StringComparison.Ordinal);

    // The kernel reads a number with a leading zero as octal.
    private static bool IsSameSize(string option, long size) =>
        option.Split('=', 2) is ["size", var text] && !text.StartsWith('0') && SizeText.Parse(text) == size;

    private static Dictionary<string, long> ReadSizes(ObjectReader members)
    {
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (destination, value) in members.Entries("sizes"))
        {
            var size = SizeText.Parse(value is JsonScalar scalar ? scalar.AsText() : "");
            if (size is null or 0)
            {
                throw value.Error(size is null ? "a size must be a number of bytes, or a string such as \"64m\"" : "a tmpfs size must be greater than 0: 0 means no limit");
            }
            if (!sizes.TryAdd(PolicyPath.InContainer(members, "sizes", destination), size.Value))
            {
                throw value.Error($"{destination} is listed twice");
            }
        }
        return sizes;
    }
}
