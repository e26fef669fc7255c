using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules;

/// <summary>
/// Makes the network files that the engine mounts (/etc/hosts, /etc/hostname, /etc/resolv.conf) read-only: they are outside
/// the container's writable layer, and so outside its quota.
/// </summary>
internal sealed record ReadonlyNetworkingMountsRule : IRule
{
    internal const string TypeName = "readonly-networking-mounts";

    internal static RuleType Type => new(
        TypeName,
        "Makes /etc/hosts, /etc/hostname and /etc/resolv.conf read-only in the container.",
        static _ => new ReadonlyNetworkingMountsRule());

    public RuntimeSpec Apply(RuntimeSpec spec) => spec.MapMounts(MakeReadonly);

    private static Mount MakeReadonly(Mount mount) =>
        ContainerPath.Clean(mount.Destination) is "/etc/hosts" or "/etc/hostname" or "/etc/resolv.conf"
            ? WithReadonly(mount, mount.Options)
            : mount;

    // The last of "ro" and "rw" wins, and "rrw" is applied after both: neither "rw" nor "rrw" may stay. "rro", which
    // Docker writes since release 25 for "ro" if the runtime's features have it, is applied after both.
    private static Mount WithReadonly(Mount mount, ImmutableArray<string> options)
    {
        if (options.IsDefault)
        {
            return mount with { Options = ["ro"] };
        }
        var isReadonly = options.AsSpan().ContainsAny("ro", "rro");
        if (!options.AsSpan().ContainsAny("rw", "rrw"))
        {
            return isReadonly ? mount : mount with { Options = options.Add("ro") };
        }
        return mount with { Options = isReadonly ? options.RemoveAll(IsWritable) : Replace(options) };
    }

    private static ImmutableArray<string> Replace(ImmutableArray<string> options)
    {
        var first = options.AsSpan().IndexOfAny("rw", "rrw");
        return [.. options.AsSpan(0, first), "ro", .. options[(first + 1)..].RemoveAll(IsWritable)];
    }

    private static bool IsWritable(string option) => option is "rw" or "rrw";
}
