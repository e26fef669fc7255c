using OciInterceptor.Rules.Paths;
using OciInterceptor.Spec;

namespace OciInterceptor.Rules;

/// <summary>Changes the paths of the container that nobody can write.</summary>
internal sealed record ReadonlyPathsRule(PathChanges Changes) : IRule
{
    internal static RuleType Type => new(
        "readonly-paths",
        "Makes paths in the container read-only, or writable again.",
        static members => new ReadonlyPathsRule(PathChanges.Read(members)),
        PathChanges.Members);

    public bool Grants => !Changes.Removed.IsEmpty;

    public RuntimeSpec Apply(RuntimeSpec spec) => spec.MapLinux(Apply);

    private LinuxSection Apply(LinuxSection linux)
    {
        var before = linux.ReadonlyPaths;
        var after = Changes.Of(before, linux);
        return after == before ? linux : linux with { ReadonlyPaths = after };
    }
}
