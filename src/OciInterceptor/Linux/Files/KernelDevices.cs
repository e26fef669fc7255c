using System.Globalization;
using System.Text;
using OciInterceptor.Messages;

namespace OciInterceptor.Linux.Files;

/// <summary>The devices that the kernel knows, and the names of their nodes (/sys/dev, sysfs(5)).</summary>
internal static class KernelDevices
{
    private const int MaxSize = 64 << 10;

    /// <summary>The path of a device's node; null if the device does not exist or has no node.</summary>
    /// <exception cref="InterceptorException">sysfs cannot be read.</exception>
    internal static string? NameOf(string type, long major, long minor)
    {
        var directory = DirectoryOf(type);
        try
        {
            return NameIn(string.Create(CultureInfo.InvariantCulture, $"{directory}/{major}:{minor}"));
        }
        catch (IOException e) when (e.HResult is Errno.ENOENT or Errno.ENODEV)
        {
            // Without sysfs every device would look missing.
            return Directory.Exists(directory) ? null : throw Unknown(directory, e);
        }
        catch (IOException e)
        {
            throw Unknown(directory, e);
        }
    }

    /// <summary>Every device that has a node.</summary>
    /// <exception cref="InterceptorException">sysfs cannot be read.</exception>
    internal static IEnumerable<(string Path, string Type, long Major, long Minor)> All() => Of("c").Concat(Of("b"));

    private static IEnumerable<(string Path, string Type, long Major, long Minor)> Of(string type)
    {
        foreach (var entry in Entries(DirectoryOf(type)))
        {
            var numbers = Path.GetFileName(entry).Split(':');
            var (major, minor) = (long.Parse(numbers[0], CultureInfo.InvariantCulture), long.Parse(numbers[1], CultureInfo.InvariantCulture));
            if (NameOf(type, major, minor) is { } path)
            {
                yield return (path, type, major, minor);
            }
        }
    }

    private static string[] Entries(string directory)
    {
        try
        {
            return Directory.GetFileSystemEntries(directory, "*:*");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unknown(directory, e);
        }
    }

    /// <summary>The file that a loop device is made of (loop(4)); empty for another device, and for one that has none.</summary>
    /// <param name="node">The status of the device's node.</param>
    internal static ImmutableArray<string> FileOfLoop(in FileStatus node)
    {
        const uint loopMajor = 7;
        if (node.DeviceNumberMajor != loopMajor)
        {
            return [];
        }
        try
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"/sys/dev/block/{loopMajor}:{node.DeviceNumberMinor}/loop/backing_file");
            using var file = Descriptor.Open(CString.Of(path), Libc.O_RDONLY);
            return [Encoding.UTF8.GetString(file.ReadToEnd(MaxSize) ?? []).TrimEnd('\n')];
        }
        catch (IOException e) when (FileStatus.IsAbsence(e.HResult))
        {
            return [];
        }
        catch (IOException e)
        {
            throw Unknown("/sys/dev/block", e);
        }
    }

    private static string? NameIn(string device)
    {
        using var file = Descriptor.Open(CString.Of(device + "/uevent"), Libc.O_RDONLY);
        const string name = "DEVNAME=";
        var lines = Encoding.UTF8.GetString(file.ReadToEnd(MaxSize) ?? []).Split('\n');
        return lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line ? $"/dev/{line[name.Length..]}" : null;
    }

    private static string DirectoryOf(string type) => type == "b" ? "/sys/dev/block" : "/sys/dev/char";

    private static InterceptorException Unknown(string directory, Exception cause) =>
        new($"cannot read the host's devices from {directory}: {Errno.Cause(cause)}", cause);
}
