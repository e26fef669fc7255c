using OciInterceptor.Host;
using OciInterceptor.Messages;
using OciInterceptor.Schema;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Generate;

/// <summary>Parses mounts as they are written on a command line.</summary>
internal static class MountSyntax
{
    private const string DefaultSize = "64m";

    /// <summary>SOURCE:DESTINATION, optionally followed by ":ro" or ":rw".</summary>
    /// <exception cref="InterceptorException">It is not of that form, or the source exposes the host.</exception>
    internal static MountSetting Volume(string text, IHost host, bool allowSensitive)
    {
        var parts = text.Split(':');
        return parts is [_, _] or [_, _, "ro" or "rw"]
            ? MountSetting.Bind(Source(parts[0], host, allowSensitive), Destination(parts[1]), ["nosuid", "nodev", .. parts.Skip(2)])
            : throw new InterceptorException($"invalid volume \"{text}\": want SOURCE:DESTINATION[:ro|:rw]");
    }

    /// <summary>DESTINATION, or DESTINATION:SIZE.</summary>
    /// <exception cref="InterceptorException">It is not of that form.</exception>
    internal static MountSetting Tmpfs(string text)
    {
        var (destination, size) = Halves(text, ':');
        return SizeText.Parse(size ?? DefaultSize) is > 0 and { } bytes
            ? MountSetting.Tmpfs(Destination(destination), $"{(bytes + 1023) / 1024}k", "mode=1777")
            : throw new InterceptorException($"invalid size \"{size}\": want a number of bytes, such as 64m");
    }

    /// <summary>A path of the host that may be mounted into a container.</summary>
    /// <exception cref="InterceptorException">It is not absolute, or exposes the host.</exception>
    internal static string Source(string path, IHost host, bool allowSensitive)
    {
        if (!path.StartsWith('/') || path.Contains('\0', StringComparison.Ordinal))
        {
            throw new InterceptorException($"\"{path}\" must be an absolute path of the host");
        }
        // Unnormalized: ".." after a symbolic link leads elsewhere than its spelling suggests.
        return !allowSensitive && SensitivePaths.ExposedBy(path, host) is { } sensitive
            ? throw new InterceptorException($"{path} exposes the host's {sensitive}; to allow it, add --allow-sensitive")
            : path;
    }

    /// <summary>A cleaned path in the container, where ".." cannot lead out of the root.</summary>
    /// <exception cref="InterceptorException">Nothing can be mounted there.</exception>
    internal static string Destination(string path)
    {
        if (!path.StartsWith('/') || path.Contains('\0', StringComparison.Ordinal))
        {
            throw new InterceptorException($"\"{path}\" must be an absolute path in the container");
        }
        var clean = ContainerPath.Clean(path)!;
        return clean is "/" or "/dev" or "/dev/pts" || HostPath.Contains("/proc", clean) || HostPath.Contains("/sys", clean)
            ? throw new InterceptorException($"cannot mount at {clean} in the container: the runtime needs it")
            : clean;
    }

    /// <summary>The text before a separator and the text after it; the latter is null without a separator.</summary>
    internal static (string Before, string? Behind) Halves(string text, char sign)
    {
        var at = text.IndexOf(sign, StringComparison.Ordinal);
        return at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
    }
}
