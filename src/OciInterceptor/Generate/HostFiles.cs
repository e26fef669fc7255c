using OciInterceptor.Host;
using OciInterceptor.Linux;
using OciInterceptor.Messages;

namespace OciInterceptor.Generate;

/// <summary>The program directories of the Filesystem Hierarchy Standard, to be bound read-only from the host or from a root file system.</summary>
internal static class HostFiles
{
    private static readonly ImmutableArray<string> _programs = ["/bin", "/sbin", "/usr", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store"];

    // Some of Debian's programs are links into the first; the dynamic linker finds libraries by the second.
    private static readonly ImmutableArray<string> _settings = ["/etc/alternatives", "/etc/ld.so.cache"];

    /// <summary>The host's own programs and libraries, and nothing that is this host's secret.</summary>
    internal static IEnumerable<MountSetting> OfHost(IHost host, Func<string, bool> isThere) =>
        // If /bin is a link to /usr/bin, its target is bound.
        _programs.Concat(_settings).Where(isThere).Select(path => Readonly(host.Resolve(path), path));

    /// <summary>The same of a root file system that is not itself the root, with its /etc and /opt.</summary>
    /// <exception cref="InterceptorException">One of them leads outside it.</exception>
    internal static IEnumerable<MountSetting> OfRoot(string root, IHost host, Func<string, bool> isThere)
    {
        var real = host.Resolve(root);
        foreach (var path in _programs.Concat(["/etc", "/opt"]))
        {
            if (!isThere(root.TrimEnd('/') + path))
            {
                continue;
            }
            var source = host.Resolve(real.TrimEnd('/') + path);
            if (!HostPath.Contains(real, source))
            {
                throw new InterceptorException($"{root.TrimEnd('/')}{path} leads outside {root}, to {source}");
            }
            yield return Readonly(source, path);
        }
    }

    /// <summary>Whether a path exists; a dangling symbolic link does.</summary>
    internal static bool Exists(string path)
    {
        try
        {
            return FileStatus.FindName(path) is not null;
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot examine {path}: {e.Message}", e);
        }
    }

    private static MountSetting Readonly(string source, string destination) => MountSetting.Bind(source, destination, "nosuid", "nodev", "ro");
}
