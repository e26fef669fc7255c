namespace OciInterceptor.Host;

/// <summary>A device node of the host (mknod(2)): of type "c", "b" or "p", its mode being the permission bits.</summary>
internal sealed record HostDevice(string Type, long Major, long Minor, uint Mode, uint Uid, uint Gid);
