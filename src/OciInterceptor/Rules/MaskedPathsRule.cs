using OciInterceptor.Rules.Paths;
using OciInterceptor.Spec;

namespace OciInterceptor.Rules;

/// <summary>Changes the paths of the container that nobody can read.</summary>
internal sealed record MaskedPathsRule(PathChanges Changes) : IRule
{
    internal static RuleType Type => new(
        "masked-paths",
        "Hides paths in the container, or shows them again.",
        static members => new MaskedPathsRule(PathChanges.Read(members)),
        PathChanges.Members);

    public bool Grants => !Changes.Removed.IsEmpty;

    public RuntimeSpec Apply(RuntimeSpec spec) => spec.MapLinux(Apply);

    private LinuxSection Apply(LinuxSection linux)
    {
        var before = linux.MaskedPaths;
        var after = Changes.Of(before, linux);
        return after == before ? linux : linux with { MaskedPaths = after };
    }
}
