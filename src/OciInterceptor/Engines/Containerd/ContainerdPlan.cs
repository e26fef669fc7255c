using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Containerd;

/// <summary>What a registration is to change for containerd, and what it must leave alone.</summary>
/// <param name="Before">What containerd knew.</param>
/// <param name="Path">The program that the runtime is to have.</param>
internal sealed record ContainerdPlan(ContainerdDump Before, string Path)
{
    /// <exception cref="InterceptorException">containerd would know something else than planned.</exception>
    internal void Require(ContainerdDump after, string name, bool isDefault)
    {
        if (after.Path(name) != Path || (isDefault && after.DefaultRuntime != name))
        {
            throw new InterceptorException($"containerd would not know the runtime {name} after the change: another file that it imports overrides it");
        }
        if (after.DifferenceTo(Before, name, isDefault) is { } difference)
        {
            throw new InterceptorException($"containerd would read other settings differently after the change: {difference}");
        }
    }
}
