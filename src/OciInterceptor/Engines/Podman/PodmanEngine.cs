using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Toml;

namespace OciInterceptor.Engines.Podman;

/// <summary>Podman: containers.conf and its drop-ins, for the whole machine. A user's own file is not read.</summary>
internal sealed class PodmanEngine : ConfiguredEngine
{
    public override string Name => EngineNames.Podman;

    public override FoundEngine? Find(IMachine machine)
    {
        var program = machine.Find("podman");
        var files = new ConfigurationFiles(machine);
        files.Add("/usr/share/containers/containers.conf");
        files.Add("/usr/share/containers/containers.conf.d/*.conf");
        files.Add("/etc/containers/containers.conf");
        files.Add("/etc/containers/containers.conf.d/*.conf");
        // Other programs have these files too: Buildah, CRI-O and Skopeo install them.
        if (program is null)
        {
            return null;
        }
        var defaultRuntime = files.Text("engine", "runtime") ?? (machine.Find("crun") is null ? "runc" : "crun");
        var runtimes = new Dictionary<string, FoundRuntime>(StringComparer.Ordinal);
        foreach (var (file, entry) in files.Entries)
        {
            if (entry.Is("engine", "runtimes", null) && !entry.Texts.IsEmpty)
            {
                runtimes[entry.Key[2]] = new FoundRuntime(entry.Key[2], entry.Texts.FirstOrDefault(path => machine.Status(path) is not null) ?? entry.Texts[0], file);
            }
        }
        if (!runtimes.ContainsKey(defaultRuntime))
        {
            runtimes[defaultRuntime] = new FoundRuntime(defaultRuntime, defaultRuntime, files.FileOf("engine", "runtime") ?? FoundRuntime.OnPath);
        }
        return new FoundEngine(EngineNames.Podman, program) { Faults = files.Faults }.With(machine, defaultRuntime, runtimes.Values);
    }

    private protected override string DefaultConfiguration(string runtime) => $"/etc/containers/containers.conf.d/{runtime}.conf";

    private protected override IInstallTarget Target(InstallRequest request, string configuration) =>
        new PodmanTarget(request.Registration, configuration, request.IsDefault);
}
