using System.Globalization;
using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Generate;

/// <summary>A range of IDs of a user namespace, mapped to the host's (user_namespaces(7)).</summary>
/// <param name="ContainerId">The first one in the container.</param>
/// <param name="HostId">The one that it is outside.</param>
/// <param name="Size">The number of consecutive IDs.</param>
internal sealed record IdRange(uint ContainerId, uint HostId, uint Size)
{
    internal JsonObject Json => JsonBuilder.Object(
        ("containerID", JsonScalar.OfNumber(ContainerId)),
        ("hostID", JsonScalar.OfNumber(HostId)),
        ("size", JsonScalar.OfNumber(Size)));

    /// <summary>What an ID of the container's is on the host; null when the range does not have it.</summary>
    internal uint? HostIdOf(uint id) => id >= ContainerId && id - ContainerId < Size ? HostId + (id - ContainerId) : null;

    /// <summary>What an ID of the container's is on the host; without ranges, and outside of them, it is itself.</summary>
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

    /// <summary>A user's or group's number; null for anything else.</summary>
    internal static uint? Number(string text) =>
        // The last number means "unchanged" to chown(2) and others.
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number != uint.MaxValue ? number : null;
}
