using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Containerd;

/// <summary>Checks that a registration changes nothing but its runtime.</summary>
/// <remarks><paramref name="Before"/> is what containerd knew without it, <paramref name="Path"/> the runtime's program.</remarks>
internal sealed record ContainerdPlan(ContainerdDump Before, string Path)
{
    /// <exception cref="InterceptorException">containerd would read something other than planned.</exception>
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
