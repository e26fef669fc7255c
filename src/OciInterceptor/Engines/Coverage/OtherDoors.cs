using OciInterceptor.Engines.BuildKit;
using OciInterceptor.Engines.Containerd;
using OciInterceptor.Engines.Docker;
using OciInterceptor.Engines.Podman;
using OciInterceptor.Engines.Toml;
using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Coverage;

/// <summary>The doors that no engine's list of named runtimes shows: stock names, builders, and what is run where nothing is named.</summary>
internal sealed class OtherDoors(IMachine machine)
{
    private const string Runc = "runc";
    private readonly List<InterceptorException> _faults = [];

    /// <summary>What could not be read.</summary>
    internal IReadOnlyList<InterceptorException> Faults => _faults;

    /// <summary>The doors beside those that the engines were found with.</summary>
    internal IEnumerable<(string Engine, FoundRuntime Runtime)> Find(ImmutableArray<FoundEngine> engines)
    {
        foreach (var engine in engines)
        {
            foreach (var runtime in engine.Name switch
            {
                EngineNames.Docker => OfDocker(engine, engines),
                EngineNames.Containerd => OfContainerd(engine),
                EngineNames.Podman => OfPodman(engine),
                _ => [],
            })
            {
                yield return (engine.Name, runtime);
            }
        }
        foreach (var name in KubernetesDistribution.Names.Where(name => machine.Status(KubernetesDistribution.ConfigurationOf(name)) is not null))
        {
            foreach (var runtime in ContainerdHandlers.In(Noted(ContainerdHandlers.Read(machine, KubernetesDistribution.ConfigurationOf(name))), $"/var/lib/rancher/{name}/data/current/bin/runc"))
            {
                yield return (name, runtime);
            }
        }
        if (machine.Find("buildah") is not null)
        {
            yield return ("buildah", OfBuildah());
        }
        if (machine.Find("buildkitd") is not null && !IsBuildersSet(engines, ".toml"))
        {
            yield return ("buildkit", OfBuildKit());
        }
    }

    private ConfigurationFiles Noted(ConfigurationFiles files)
    {
        _faults.AddRange(files.Faults);
        return files;
    }

    // Anyone who reaches the API may name a shim. BuildKit within dockerd knows neither daemon.json's runtimes nor its default.
    private List<FoundRuntime> OfDocker(FoundEngine docker, ImmutableArray<FoundEngine> engines) =>
        [.. ConfiguredShims().Where(shim => !docker.Runtimes.Any(runtime => runtime.Name == shim.Name)), new(ContainerdHandlers.RuncShim, Runc, FoundRuntime.OnPath), .. IsBuildersSet(engines, ".conf") ? (FoundRuntime[])[] : [new("build", Runc, FoundRuntime.OnPath)]];

    // Whether a file with that ending names BuildKit's runtime, which is then a door of its own: dockerd's unit, or buildkitd.toml.
    private static bool IsBuildersSet(ImmutableArray<FoundEngine> engines, string ending) =>
        engines.Any(engine => engine.Name == EngineNames.BuildKit && engine.Runtimes.Any(runtime => runtime.Source.EndsWith(ending, StringComparison.Ordinal)));

    private ImmutableArray<FoundRuntime> ConfiguredShims()
    {
        try
        {
            return DaemonConfiguration.Parse(machine.Read(DockerEngine.Configuration) ?? [], DockerEngine.Configuration).Runtimes.Members.Select(Shim).OfType<FoundRuntime>().ToImmutableArray();
        }
        catch (InterceptorException)
        {
            // The engine has it as a fault.
            return [];
        }
    }

    // An entry without a path names a shim, and options for it.
    private static FoundRuntime? Shim(JsonMember member)
    {
        if (member.Value is not JsonObject entry || Text(entry, "path"u8) is { Length: > 0 } || Text(entry, "runtimeType"u8) is not { Length: > 0 } type)
        {
            return null;
        }
        var program = type != ContainerdHandlers.RuncShim ? type.StartsWith('/') ? type : ShimName.ProgramOf(type) ?? type
            : entry.Field("options"u8) is JsonObject options && Text(options, "BinaryName"u8) is { Length: > 0 } binary ? binary : Runc;
        return new FoundRuntime(member.Name.AsText(), program, DockerEngine.Configuration);
    }

    private static string? Text(JsonObject entry, ReadOnlySpan<byte> name) => JsonScalar.TextOf(entry.Field(name));

    // A handler without BinaryName gets what its shim runs by itself; so does ctr, which does not ask the CRI plugin.
    private IEnumerable<FoundRuntime> OfContainerd(FoundEngine engine) =>
        ContainerdHandlers.In(ContainerdHandlers.Read(machine, ContainerdHandlers.Configuration), Runc)
            .Where(handler => !engine.Runtimes.Any(runtime => runtime.Name == handler.Name)).Append(new FoundRuntime("ctr", Runc, FoundRuntime.OnPath));

    // Podman knows these names without a configuration.
    private IEnumerable<FoundRuntime> OfPodman(FoundEngine engine) =>
        ((string[])["crun", Runc]).Where(name => machine.Find(name) is not null && !engine.Runtimes.Any(runtime => runtime.Name == name)).Select(name => new FoundRuntime(name, name, FoundRuntime.OnPath));

    // As Podman, whose files it reads. BUILDAH_RUNTIME and --runtime of its caller come first, and cannot be known.
    private FoundRuntime OfBuildah()
    {
        var files = new ConfigurationFiles(machine);
        foreach (var directory in (string[])["/usr/share/containers", "/etc/containers"])
        {
            files.Add($"{directory}/containers.conf");
            files.Add($"{directory}/containers.conf.d/*.conf");
        }
        Noted(files);
        var name = files.Text("engine", "runtime") ?? (machine.Find("crun") is null ? Runc : "crun");
        var found = new FoundRuntime(name, name, FoundRuntime.OnPath);
        foreach (var (file, entry) in files.Entries)
        {
            if (entry.Is("engine", "runtimes", null) && entry.Key[2] == name && !entry.Texts.IsEmpty)
            {
                found = new FoundRuntime(name, entry.Texts.FirstOrDefault(path => machine.Status(path) is not null) ?? entry.Texts[0], file);
            }
        }
        return found with { IsDefault = true };
    }

    // buildkitd's OCI worker prefers a runc of its own (moby/buildkit, executor/runcexecutor).
    private FoundRuntime OfBuildKit() => new("build", machine.Find("buildkit-runc") is null ? Runc : "buildkit-runc", FoundRuntime.OnPath) { IsDefault = true };
}
