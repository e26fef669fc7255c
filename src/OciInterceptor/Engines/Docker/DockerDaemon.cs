using System.Diagnostics;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Docker;

/// <summary>The running dockerd that reads a configuration.</summary>
/// <param name="configuration">daemon.json.</param>
/// <param name="name">The runtime to reload or look for.</param>
/// <param name="policies">The directory with the policies, which its containers' runtime must find.</param>
internal sealed class DockerDaemon(string configuration, string name, string policies)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);

    private ImmutableArray<DockerProcess> _readers;

    /// <summary>The daemons that read the configuration.</summary>
    internal ImmutableArray<DockerProcess> Readers => _readers.IsDefault ? _readers = DockerProcess.ReadersOf(configuration) : _readers;

    /// <summary>Why a daemon's containers would run without a policy; null when they have one.</summary>
    internal string? Blindness => Readers.FirstOrDefault(process => !process.Sees(policies)) is { } blind
        ? $"dockerd (process {blind.Id}) does not see this machine's {policies}: a rootless one sees only what existed when it started: restart it"
        : null;

    private DaemonConfiguration Configuration => DaemonConfiguration.Parse(FileState.Read(configuration).Content ?? default, configuration);

    /// <summary>The one daemon that reads the configuration.</summary>
    /// <exception cref="InterceptorException">None does, or several do.</exception>
    internal DockerProcess Only => Readers switch
    {
        [var process] => process,
        [] => throw new InterceptorException($"no running dockerd reads {configuration}: start it, or leave out --reload"),
        var several => throw new InterceptorException($"several dockerd read {configuration}, so which one to reload is unclear: processes {string.Join(", ", several.Select(process => process.Id))}"),
    };

    /// <summary>Why the daemon must not be told to read the file again; null if it may.</summary>
    /// <remarks>It keeps no runtime of its command line then, and up to release 20.10 it panics if its default was one of them.</remarks>
    internal string? Forgetfulness => Readers.FirstOrDefault(process => process.AddedRuntimes.Count > 0) is { } process
        ? $"dockerd (process {process.Id}) was started with --add-runtime {process.AddedRuntimes[0]}, which it forgets when it reads {configuration} again"
        : null;

    /// <summary>Makes sure that the one daemon can be told to read the file again.</summary>
    /// <exception cref="InterceptorException">There is not one, or it would lose runtimes.</exception>
    internal void RequireReloadable()
    {
        _ = Only;
        if (Forgetfulness is { } loss)
        {
            throw new InterceptorException($"{loss}: put that runtime into the file in place of the flag and restart dockerd, or leave out --reload and restart dockerd by hand");
        }
    }

    /// <summary>The API of the one daemon.</summary>
    /// <exception cref="InterceptorException">None reads the configuration, or several do.</exception>
    internal DockerApi Api => DockerApi.Of(Only, Configuration);

    /// <summary>The containers that have the runtime, from the daemons, or from their files when none runs.</summary>
    internal IReadOnlyCollection<string> Containers() => Readers is []
        ? ContainerStateFiles.With(name, Configuration.Text("data-root"u8) ?? Configuration.Text("graph"u8) ?? DockerPaths.DataRoot(configuration))
        : [.. Readers.SelectMany(process => DockerApi.Of(process, Configuration).ContainersWith(name))];

    /// <summary>Makes the daemon apply the current configuration of the runtime.</summary>
    /// <exception cref="InterceptorException">It does not in time.</exception>
    internal void Reload()
    {
        RequireReloadable();
        var wanted = Configuration;
        var api = DockerApi.Of(Only, wanted);
        var call = CallOf(wanted.Runtimes.Entry(name));
        if (call is not null && Blindness is { } blindness)
        {
            throw new InterceptorException(blindness + ", and install again");
        }
        var isDefault = wanted.DefaultRuntime == name;
        var isForgotten = !isDefault && Default(api.Info) == name;
        using var spoken = call is null || isForgotten ? new ExplicitConfiguration(configuration, isForgotten) : null;
        ReloadUntil(api, info => CallOf((info.Field("Runtimes"u8) as JsonObject)?.Entry(name)) == call && Default(info) == name == isDefault);
    }

    private void ReloadUntil(DockerApi api, Func<JsonObject, bool> isThere)
    {
        Only.Reload();
        for (var watch = Stopwatch.StartNew(); !isThere(api.Info); Thread.Sleep(_pause))
        {
            if (watch.Elapsed > _patience)
            {
                throw new InterceptorException($"dockerd (process {Only.Id}) did not load {configuration} within {_patience.TotalSeconds} s: see its log");
            }
        }
    }

    // A runtime's path and arguments, as its entry in the file and in the API's answer both have them; null without one.
    private static string? CallOf(JsonValue? runtime) => runtime is not JsonObject entry ? null
        : string.Join('\0', ((IEnumerable<JsonValue?>)[entry.Field("path"u8), .. (entry.Field("runtimeArgs"u8) as JsonArray)?.Items ?? []]).Select(value => (value as JsonScalar)?.AsText()));

    private static string? Default(JsonObject info) => (info.Field("DefaultRuntime"u8) as JsonScalar)?.AsText();
}
