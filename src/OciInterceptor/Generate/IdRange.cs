using System.Globalization;
using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Generate;

/// <summary>A range of IDs of a user namespace, mapped to the host's (user_namespaces(7)).</summary>
/// <param name="ContainerId">The first ID in the container.</param>
/// <param name="HostId">The ID on the host that this one is mapped to.</param>
/// <param name="Size">The number of consecutive IDs.</param>
internal sealed record IdRange(uint ContainerId, uint HostId, uint Size)
{
    internal JsonObject Json => JsonBuilder.Object(
        ("containerID", JsonScalar.OfNumber(ContainerId)),
        ("hostID", JsonScalar.OfNumber(HostId)),
        ("size", JsonScalar.OfNumber(Size)));

    /// <summary>The ID on the host of one in the container; null if it is not in the range.</summary>
    internal uint? HostIdOf(uint id) => id >= ContainerId && id - ContainerId < Size ? HostId + (id - ContainerId) : null;

    /// <summary>The ID on the host of one in the container; the same ID if it is in no range.</summary>
    internal static uint HostIdOf(ImmutableArray<IdRange> ranges, uint id)
    {
        foreach (var range in ranges)
        {
            if (range.HostIdOf(id) is { } host)
            {
                return host;
            }
        }
        return id;
    }

    /// <exception cref="InterceptorException">It is not of the form CONTAINER:HOST:SIZE.</exception>
    internal static IdRange Parse(string text)
    {
        var parts = text.Split(':');
        return parts.Length == 3 && Number(parts[0]) is { } inside && Number(parts[1]) is { } outside && Number(parts[2]) is { } size
            && size > 0 && uint.MaxValue - inside >= size && uint.MaxValue - outside >= size
            ? new IdRange(inside, outside, size)
            : throw new InterceptorException($"invalid mapping \"{text}\": want CONTAINER:HOST:SIZE, such as 0:100000:65536");
    }

    /// <summary>The number of a user or group; null for anything else.</summary>
    internal static uint? Number(string text) =>
        // The last number means "unchanged" to chown(2) and others.
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number != uint.MaxValue ? number : null;
}
