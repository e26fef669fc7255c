using System.Globalization;
using OciInterceptor.Host;
using OciInterceptor.Json;

namespace OciInterceptor.Rules.Seccomp;

/// <summary>A filter that comes with the program: what an engine allows, written from the facts of its own filter.</summary>
/// <param name="Name">The word by which a policy asks for it.</param>
/// <param name="Source">Whose filter it follows: the project, and its release or commit.</param>
/// <param name="Parts">Its files in Filters/; the first has the frame.</param>
internal sealed record BuiltInFilter(string Name, string Source, ImmutableArray<string> Parts)
{
    /// <summary>The name of the filter that Docker gives.</summary>
    internal const string DockerDefault = "docker-default";

    private static readonly EmbeddedDocuments _files = new("Rules/Seccomp/Filters");

    /// <summary>The day on which the filters were last compared with what their projects had published; build/seccomp-news.sh compares.</summary>
    internal static DateOnly Date { get; } = new(2026, 11, 29);

    /// <summary>The date as reports write it.</summary>
    internal static string DateText => Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static ImmutableArray<BuiltInFilter> All { get; } =
    [
        new("containerd-default", "containerd 2.3.1, contrib/seccomp", ["common", "docker-and-containerd", "containerd-default"]),
        new(DockerDefault, "moby/profiles seccomp/v0.2.4", ["common", "docker-and-containerd", DockerDefault]),
        new("podman-default", "container-libs 7a5bc89e215c, common/pkg/seccomp", ["common", "podman-default"]),
    ];

    internal static ImmutableArray<string> Names { get; } = All.Map(static filter => filter.Name);

    /// <summary>The filter of that name; null for an unknown name.</summary>
    internal static BuiltInFilter? Find(string name) => All.FirstOrDefault(filter => filter.Name == name);

    /// <summary>The filter for a machine.</summary>
    internal SeccompProfile Read(IHost host)
    {
        var parts = Parts.Map(part => SeccompProfileReader.Read(part, Content(part), host));
        var entries = parts.SelectMany(static part => part.Entries).ToImmutableArray();
        return parts[0] with
        {
            Entries = entries.RemoveAll(static entry => entry.IsRefusal),
            Refused = entries.Where(static entry => entry.IsRefusal).SelectMany(static entry => entry.Syscall.Names).ToImmutableArray(),
        };
    }

    /// <summary>One of its files.</summary>
    internal static byte[] Content(string part) => _files.Read(part);
}
