using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Toml;

namespace OciInterceptor.Engines.Crio;

/// <summary>CRI-O: crio.conf and its drop-ins.</summary>
internal sealed class CrioEngine : ConfiguredEngine
{
    public override string Name => EngineNames.Crio;

    public override FoundEngine? Find(IMachine machine)
    {
        var program = machine.Find("crio");
        var files = new ConfigurationFiles(machine);
        files.Add("/etc/crio/crio.conf");
        files.Add("/etc/crio/crio.conf.d/*");
        if (program is null && !files.Exist)
        {
            return null;
        }
        var defaultRuntime = files.Text("crio", "runtime", "default_runtime") ?? "runc";
        var runtimes = new Dictionary<string, FoundRuntime>(StringComparer.Ordinal);
        foreach (var (file, entry) in files.Entries)
        {
            if (entry.Is("crio", "runtime", "runtimes", null, "runtime_path") && entry.Text is { } path)
            {
                // Without a path, CRI-O looks for the table's name in PATH.
                runtimes[entry.Key[3]] = new FoundRuntime(entry.Key[3], path.Length > 0 ? path : entry.Key[3], file);
            }
        }
        if (!runtimes.ContainsKey(defaultRuntime))
        {
            runtimes[defaultRuntime] = new FoundRuntime(defaultRuntime, defaultRuntime, files.FileOf("crio", "runtime", "default_runtime") ?? FoundRuntime.OnPath);
        }
        return new FoundEngine(EngineNames.Crio, program) { Faults = files.Faults }.With(machine, defaultRuntime, runtimes.Values);
    }

    // Packages number their files below 99.
    private protected override string DefaultConfiguration(string runtime) => $"/etc/crio/crio.conf.d/99-{runtime}.conf";

    private protected override IInstallTarget Target(InstallRequest request, string configuration) =>
        new CrioTarget(request.Registration, request.Machine, configuration, request.IsDefault);
}
