using OciInterceptor.Messages;

namespace OciInterceptor.Conditions;

/// <summary>Holds when the path or the file name of the runtime that the call becomes matches. Nothing is asked of it.</summary>
internal static class RuntimeCondition
{
    internal static ConditionType Type => TextCondition.Type(
        "runtime",
        Controller.Engine,
        "Globs for the path or the file name of the runtime that the call becomes.",
        static subject => subject.Host.RuntimeFile is { } path ? [path, Path.GetFileName(path)] : throw new InterceptorException("cannot tell the runtime: the call has none"),
        static pattern => pattern.Length > 0 ? null : "a runtime's path is never empty",
        forPaths: true);
}
