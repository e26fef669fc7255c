namespace OciInterceptor.Host;

/// <summary>A device node of the host (mknod(2)).</summary>
/// <param name="Type">"c", "b" or "p".</param>
/// <param name="Major">The driver's number.</param>
/// <param name="Minor">The device's number.</param>
/// <param name="Mode">The permission bits.</param>
/// <param name="Uid">The owner.</param>
/// <param name="Gid">The group.</param>
internal sealed record HostDevice(string Type, long Major, long Minor, uint Mode, uint Uid, uint Gid);
