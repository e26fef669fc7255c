using OciInterceptor.Messages;
using OciInterceptor.Schema;

namespace OciInterceptor.Conditions;

/// <summary>Holds when the host has one of the paths. Links are followed.</summary>
/// <param name="Paths">Absolute paths.</param>
internal sealed record HostPathCondition(ImmutableArray<string> Paths) : ICondition
{
    internal static ConditionType Type => new(
        "hostPath",
        Controller.Operator,
        new Shape.Filled(Shape.Texts),
        "Absolute paths of the host: holds when one of them leads to something.",
        static (when, name) => new HostPathCondition(when.Texts(name).Map(path =>
            !path.StartsWith('/') || path.Contains('\0', StringComparison.Ordinal) ? throw when.Error(name, path, $"\"{path}\" must be an absolute path")
            : !new Glob(path).IsLiteral ? throw when.Error(name, path, $"\"{path}\" must be a path: {name} takes no globs")
            : path)));

    public bool HoldsByDefault => true;

    /// <exception cref="InterceptorException">A path cannot be examined.</exception>
    public string? WhyNot(Subject subject) => Paths.Any(subject.Host.Exists) ? null : $"the host has no {string.Join(" or ", Paths.AsSpan()!)}";
}
