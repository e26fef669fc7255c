using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;

namespace OciInterceptor.Host;

/// <summary>Device nodes of the host, links followed.</summary>
internal static class DeviceNodes
{
    /// <inheritdoc cref="IHost.Device"/>
    internal static HostDevice Of(string path)
    {
        try
        {
            return Node(FileStatus.Of(path))
                ?? throw new InterceptorException($"cannot add the device {path}: it is not a device node");
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot add the device {path}: {e.Message}", e);
        }
    }

    /// <inheritdoc cref="IHost.FindNode"/>
    internal static HostDevice? Find(string path)
    {
        try
        {
            return FileStatus.Find(path) is { } status ? Node(status) : null;
        }
        catch (IOException e)
        {
            throw LinuxHost.CannotResolve(path, e);
        }
    }

    /// <inheritdoc cref="IHost.DevicesIn"/>
    internal static ImmutableArray<string>? In(string directory, int depth)
    {
        try
        {
            return DeviceDirectory.Nodes(directory, depth);
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot list the devices in {directory}: {e.Message}", e);
        }
    }

    private static HostDevice? Node(FileStatus status) => status.Kind is { } type
        ? new HostDevice(type, status.DeviceNumberMajor, status.DeviceNumberMinor, status.Mode & Permissions.Mask, status.Owner, status.Group)
        : null;
}
