using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Toml;

namespace OciInterceptor.Engines.Containerd;

/// <summary>containerd: the runtimes of its CRI plugin, in config.toml of version 2, 3 or 4 and what that imports.</summary>
internal sealed class ContainerdEngine : ConfiguredEngine
{
    private const string Configuration = "/etc/containerd/config.toml";

    public override string Name => EngineNames.Containerd;

    public override FoundEngine? Find(IMachine machine)
    {
        var program = machine.Find("containerd");
        var files = new ConfigurationFiles(machine);
        foreach (var entry in files.Add(Configuration))
        {
            foreach (var import in entry.Is("imports") ? entry.Texts : [])
            {
                files.Add(import.StartsWith('/') ? import : $"{Path.GetDirectoryName(Configuration)}/{import}");
            }
        }
        if (program is null && !files.Exist)
        {
            return null;
        }
        var defaultRuntime = files.Text("plugins", null, "containerd", "default_runtime_name") ?? "runc";
        var runtimes = new Dictionary<string, FoundRuntime>(StringComparer.Ordinal) { ["runc"] = new("runc", "runc", Configuration) };
        foreach (var (file, entry) in files.Entries)
        {
            if (entry.Is("plugins", null, "containerd", "runtimes", null, "options", "BinaryName") && entry.Text is { Length: > 0 } path)
            {
                runtimes[entry.Key[4]] = new FoundRuntime(entry.Key[4], path, file);
            }
        }
        return new FoundEngine(EngineNames.Containerd, program) { Faults = files.Faults }.With(machine, defaultRuntime, runtimes.Values);
    }

    private protected override string DefaultConfiguration(string runtime) => Configuration;

    private protected override IInstallTarget Target(InstallRequest request, string configuration) =>
        new ContainerdTarget(request.Registration, configuration, request.IsDefault, request.Records);
}
