using OciInterceptor.Engines.Containerd;
using OciInterceptor.Engines.Docker;
using OciInterceptor.Engines.Podman;
using OciInterceptor.Engines.Toml;
using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Coverage;

/// <summary>The doors that no engine's list of named runtimes shows: stock names, builders, and what is run where nothing is named.</summary>
internal static class OtherDoors
{
    private const string Runc = "runc";
    private const string OnPath = "PATH";

    // The shim of runc, which calls the program of its options, else the runc on PATH.
    private const string RuncShim = "io.containerd.runc.v2";

    /// <summary>The doors beside those that the engines were found with.</summary>
    internal static IEnumerable<(string Engine, FoundRuntime Runtime)> Of(IMachine machine, ImmutableArray<FoundEngine> engines)
    {
        foreach (var engine in engines)
        {
            foreach (var runtime in engine.Name switch
            {
                DockerEngine.EngineName => OfDocker(machine),
                ContainerdEngine.EngineName => OfContainerd(machine, engine),
                PodmanEngine.EngineName => OfPodman(machine, engine),
                _ => [],
            })
            {
                yield return (engine.Name, runtime);
            }
        }
        if (machine.Find("buildah") is not null)
        {
            yield return ("buildah", OfBuildah(machine));
        }
        if (machine.Find("buildkitd") is not null)
        {
            yield return ("buildkit", OfBuildKit(machine));
        }
    }

    // Anyone who reaches the API may name a shim. BuildKit within dockerd knows neither daemon.json's runtimes nor its default.
    private static List<FoundRuntime> OfDocker(IMachine machine) =>
        [.. ConfiguredShims(machine), new(RuncShim, Runc, OnPath), new("build", Runc, OnPath)];

    private static ImmutableArray<FoundRuntime> ConfiguredShims(IMachine machine)
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
        var program = type != RuncShim ? type.StartsWith('/') ? type : ShimName.ProgramOf(type) ?? type
            : entry.Field("options"u8) is JsonObject options && Text(options, "BinaryName"u8) is { Length: > 0 } binary ? binary : Runc;
        return new FoundRuntime(member.Name.AsText(), program, DockerEngine.Configuration);
    }

    private static string? Text(JsonObject entry, ReadOnlySpan<byte> name) => entry.Field(name) is JsonScalar { Kind: JsonKind.String } text ? text.AsText() : null;

    // A handler without BinaryName gets what its shim runs by itself; so does ctr, which does not ask the CRI plugin.
    private static IEnumerable<FoundRuntime> OfContainerd(IMachine machine, FoundEngine engine)
    {
        var handlers = new Dictionary<string, FoundRuntime>(StringComparer.Ordinal);
        foreach (var (file, entry) in ContainerdFiles(machine).Entries)
        {
            if (entry.Is("plugins", null, "containerd", "runtimes", null, "runtime_type") && entry.Text is { Length: > 0 } type
                && !engine.Runtimes.Any(runtime => runtime.Name == entry.Key[4]))
            {
                handlers[entry.Key[4]] = new FoundRuntime(entry.Key[4], type == RuncShim ? Runc : ShimName.ProgramOf(type) ?? type, file) { IsDefault = entry.Key[4] == engine.DefaultRuntime };
            }
        }
        return handlers.Values.Append(new FoundRuntime("ctr", Runc, OnPath));
    }

    private static ConfigurationFiles ContainerdFiles(IMachine machine)
    {
        const string Main = "/etc/containerd/config.toml";
        var files = new ConfigurationFiles(machine);
        foreach (var import in files.Add(Main).Where(entry => entry.Is("imports")).SelectMany(entry => entry.Texts))
        {
            files.Add(import.StartsWith('/') ? import : $"{Path.GetDirectoryName(Main)}/{import}");
        }
        return files;
    }

    // Podman knows these names without a configuration.
    private static IEnumerable<FoundRuntime> OfPodman(IMachine machine, FoundEngine engine) =>
        ((string[])["crun", Runc]).Where(name => machine.Find(name) is not null && !engine.Runtimes.Any(runtime => runtime.Name == name)).Select(name => new FoundRuntime(name, name, OnPath));

    // As Podman, whose files it reads. BUILDAH_RUNTIME and --runtime of its caller come first, and cannot be known.
    private static FoundRuntime OfBuildah(IMachine machine)
    {
        var files = new ConfigurationFiles(machine);
        foreach (var directory in (string[])["/usr/share/containers", "/etc/containers"])
        {
            files.Add($"{directory}/containers.conf");
            files.Add($"{directory}/containers.conf.d/*.conf");
        }
        var name = files.Text("engine", "runtime") ?? (machine.Find("crun") is null ? Runc : "crun");
        var found = new FoundRuntime(name, name, OnPath);
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
    private static FoundRuntime OfBuildKit(IMachine machine)
    {
        const string Configuration = "/etc/buildkit/buildkitd.toml";
        var files = new ConfigurationFiles(machine);
        files.Add(Configuration);
        return files.Text("worker", "oci", "binary") is { Length: > 0 } binary
            ? new FoundRuntime("build", binary, Configuration) { IsDefault = true }
            : new FoundRuntime("build", machine.Find("buildkit-runc") is null ? Runc : "buildkit-runc", OnPath) { IsDefault = true };
    }
}
