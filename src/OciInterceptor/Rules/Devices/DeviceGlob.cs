using OciInterceptor.Host;
using OciInterceptor.Messages;
using OciInterceptor.Schema;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Devices;

/// <summary>Devices that a policy describes by what the host has: by a path, a directory or a glob.</summary>
internal static class DeviceGlob
{
    /// <summary>Whether a directory or glob is in a place that belongs to root, where udev alone makes nodes.</summary>
    internal static bool IsBelowDev(string path) => path.StartsWith("/dev/", StringComparison.Ordinal);

    /// <summary>Each device once, with the host's values. What is described by its own path comes before what a glob matches.</summary>
    /// <exception cref="InterceptorException">The host has no such device, and it is not optional.</exception>
    internal static ImmutableArray<AddedDevice> Expand(ImmutableArray<AddedDevice> devices, IHost host)
    {
        var expanded = ImmutableArray.CreateBuilder<AddedDevice>(devices.Length);
        var several = ImmutableArray.CreateBuilder<AddedDevice>();
        foreach (var device in devices)
        {
            if (device.Type is not null)
            {
                expanded.Add(device);
            }
            else if (PathsOf(device, host) is { } paths)
            {
                several.AddRange(WithNodes(device, paths, host));
            }
            else if (!device.IsOptional || host.Exists(device.Path))
            {
                expanded.Add(device.With(DeviceAt(device.Path, host), device.Path));
            }
        }
        var known = new HashSet<string>(devices.Select(device => device.Path), StringComparer.Ordinal);
        foreach (var device in several.DrainToImmutable())
        {
            if (known.Add(device.Path))
            {
                expanded.Add(device);
            }
        }
        return expanded.DrainToImmutable();
    }

    private static HostDevice DeviceAt(string path, IHost host)
    {
        try
        {
            return host.Device(path);
        }
        catch (InterceptorException e) when (!host.Exists(path))
        {
            throw new InterceptorException($"{e.Message}; to start without it, set \"optional\": true", e);
        }
    }

    private static ImmutableArray<AddedDevice> WithNodes(AddedDevice device, ImmutableArray<string> paths, IHost host)
    {
        var nodes = paths.SelectMany(path => host.FindNode(path) is { } node ? [device.With(node, path)] : Array.Empty<AddedDevice>()).ToImmutableArray()
            .RemoveAll(node => DeviceAccess.IsEveryContainers(new DeviceNumber(node.Type!, node.Major!.Value, node.Minor!.Value)));
        return nodes.IsEmpty && !device.IsOptional
            ? throw new InterceptorException($"cannot add the devices {device.Path}: the host has none; to start without them, set \"optional\": true")
            : nodes;
    }

    // Null for the path of a single node.
    private static ImmutableArray<string>? PathsOf(AddedDevice device, IHost host)
    {
        if (!device.IsGlob)
        {
            return IsBelowDev(device.Path) ? host.DevicesIn(device.Path, int.MaxValue) : null;
        }
        var pattern = new Glob(device.Path, IsForPaths: true);
        var directory = device.Path[..device.Path.LastIndexOf('/', device.Path.AsSpan().IndexOfAny("*?[\\"))];
        var depth = device.Path.Contains("**", StringComparison.Ordinal) ? int.MaxValue : device.Path.AsSpan(directory.Length + 1).Count('/');
        return (host.DevicesIn(directory, depth) ?? []).RemoveAll(path => !pattern.Matches(path));
    }
}
