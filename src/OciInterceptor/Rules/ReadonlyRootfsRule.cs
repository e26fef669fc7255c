using OciInterceptor.Spec;

namespace OciInterceptor.Rules;

/// <summary>Makes the container's root file system read-only; what is mounted on it stays as it is.</summary>
internal sealed record ReadonlyRootfsRule : IRule
{
    internal static RuleType Type => new(
        "readonly-rootfs",
        "Makes the container's root file system read-only.",
        static _ => new ReadonlyRootfsRule());

    public RuntimeSpec Apply(RuntimeSpec spec) =>
        spec.Root is null or { Readonly: true } ? spec : spec with { Root = spec.Root with { Readonly = true } };
}
