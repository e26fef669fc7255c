using System.Reflection;
using OciInterceptor.Host;
using OciInterceptor.Spec;

namespace OciInterceptor.Rules.Seccomp;

/// <summary>A whole filter from outside the document, parts of which may depend on the container's capabilities.</summary>
/// <param name="Frame">The profile without its entries.</param>
/// <param name="Entries">The entries for this machine.</param>
internal sealed record SeccompProfile(LinuxSeccomp Frame, ImmutableArray<SeccompProfileEntry> Entries)
{
    /// <summary>The word by which a policy asks for <see cref="ReadDockerDefault"/>.</summary>
    internal const string DockerDefault = "docker-default";

    /// <summary>Docker 20.10's default profile.</summary>
    internal static SeccompProfile ReadDockerDefault(IHost host)
    {
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream("OciInterceptor.Rules.Seccomp.docker-default.json")!;
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return SeccompProfileReader.Read(DockerDefault, content, host);
    }

    /// <summary>The filter for a container whose bounding set holds these capabilities.</summary>
    internal LinuxSeccomp For(ImmutableArray<string> capabilities)
    {
        var held = capabilities.IsDefault ? [] : capabilities;
        return Frame with
        {
            Syscalls = Entries
                .Where(entry => entry.WithCapabilities.All(held.Contains) && !entry.WithoutCapabilities.Any(held.Contains))
                .Select(entry => entry.Syscall).ToImmutableArray(),
        };
    }
}
