using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Containerd;

/// <summary>Checks that a registration changes nothing but its runtime.</summary>
/// <remarks><paramref name="Before"/> is what containerd knew without it, <paramref name="Path"/> the runtime's program.</remarks>
internal sealed record ContainerdPlan(ContainerdDump Before, string Path)
{
    /// <exception cref="InterceptorException">containerd would read something other than planned.</exception>
    /// <param name="after">What containerd would know.</param>
    /// <param name="name">The runtime's name.</param>
    /// <param name="isDefault">Whether it is to be the default.</param>
    /// <param name="cause">Which file overrides it, if that is found.</param>
    internal void Require(ContainerdDump after, string name, bool isDefault, Func<string?> cause)
    {
        if (after.Path(name) != Path || (isDefault && after.DefaultRuntime != name))
        {
            throw new InterceptorException($"containerd would not {(after.Path(name) != Path ? "know" : "use")} the runtime {name} after the change: {cause() ?? "another file that it imports overrides it"}");
        }
        if (after.DifferenceTo(Before, name, isDefault) is { } difference)
        {
            throw new InterceptorException($"containerd would read other settings differently after the change: {difference}");
        }
    }
}
