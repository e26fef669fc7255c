using OciInterceptor.Linux;
using OciInterceptor.Messages;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Host;

/// <summary>This process's capability bounding set (capabilities(7)), which no container that it starts can exceed.</summary>
internal static class CapabilityBoundingSet
{
    /// <inheritdoc cref="IHost.BoundingSet"/>
    internal static ImmutableArray<string> Read()
    {
        var names = ImmutableArray.CreateBuilder<string>(CapabilityNames.All.Length);
        for (var number = 0; number < CapabilityNames.All.Length; number++)
        {
            var result = Libc.prctl(Libc.PR_CAPBSET_READ, (nuint)number, 0, 0, 0);
            if (result > 0)
            {
                names.Add(CapabilityNames.All[number]);
            }
            // The kernel does not know a capability that is newer than itself.
            else if (result < 0 && Errno.Last != Errno.EINVAL)
            {
                throw new InterceptorException($"cannot read the capability bounding set: {Errno.Message(Errno.Last)}");
            }
        }
        return names.DrainToImmutable();
    }
}
