using OciInterceptor.Host;
using OciInterceptor.Messages;
using OciInterceptor.Schema;

namespace OciInterceptor.Conditions;

/// <summary>What a condition does about mount sources that it cannot judge: it refuses them, unless the policy says otherwise.</summary>
/// <param name="AreAllowed">Whether they pass: the member "unknown" is "allow".</param>
internal sealed record UnknownSources(bool AreAllowed)
{
    private const string Allow = "allow";

    internal static Member Member { get; } = new("unknown", new Shape.Word("refuse", Allow), "Whether a source that cannot be judged, such as one on a file system of an unknown type, passes; without it the container is refused.");

    internal static UnknownSources Read(ObjectReader members) => new(members.Word("unknown") == Allow);

    /// <summary>Checks that what a source shows can be told, whatever others do meanwhile.</summary>
    /// <param name="source">The source.</param>
    /// <param name="host">The machine.</param>
    /// <param name="isStrict">Whether nobody else than root and the effective user may be able to change where it leads.</param>
    /// <exception cref="InterceptorException">It cannot be told; the message says why.</exception>
    internal void Check(HostSource source, IHost host, bool isStrict)
    {
        if (!AreAllowed && MountSources.DoubtOf(source, host, isStrict) is { } doubt)
        {
            throw new InterceptorException($"cannot judge the mount source \"{source.Path}\": {doubt}; to allow such sources, set \"unknown\": \"allow\"");
        }
    }
}
