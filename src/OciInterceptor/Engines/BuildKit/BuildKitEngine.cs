using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Toml;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.BuildKit;

/// <summary>BuildKit, which knows no runtimes but one: that in dockerd by a variable of the daemon's unit, a buildkitd of its own by its configuration.</summary>
internal sealed class BuildKitEngine : ConfiguredEngine
{
    private const string Daemon = "/etc/buildkit/buildkitd.toml";
    private const string Units = "/etc/systemd/system/docker.service.d";

    public override string Name => EngineNames.BuildKit;

    /// <summary>Null as well where nothing names its runtime: dockerd is there under its own name.</summary>
    public override FoundEngine? Find(IMachine machine)
    {
        var engine = new FoundEngine(EngineNames.BuildKit, machine.Find("buildkitd") ?? machine.Find("dockerd"));
        var runtimes = new List<FoundRuntime>();
        var files = new ConfigurationFiles(machine);
        foreach (var entry in files.Add(Daemon))
        {
            if (entry.Is(BuildKitdTarget.Key.AsSpan()) && entry.Text is { Length: > 0 } binary)
            {
                runtimes.Add(new FoundRuntime("runc", binary, Daemon));
            }
        }
        foreach (var file in machine.Glob($"{Units}/*.conf"))
        {
            try
            {
                if (DockerUnitTarget.CommandIn(machine.Read(file) ?? []) is { } command)
                {
                    runtimes.Add(new FoundRuntime("runc", command, file));
                }
            }
            catch (InterceptorException e)
            {
                engine = engine with { Faults = engine.Faults.Add(e) };
            }
        }
        engine = engine with { Faults = engine.Faults.AddRange(files.Faults) };
        return runtimes.Count == 0 && engine.Faults.IsEmpty ? null : engine.With(machine, "runc", runtimes);
    }

    private protected override string DefaultConfiguration(string runtime) => $"{Units}/{runtime}.conf";

    private protected override IInstallTarget Target(InstallRequest request, string configuration) =>
        configuration.EndsWith(".toml", StringComparison.Ordinal) ? new BuildKitdTarget(request.Registration, configuration) : new DockerUnitTarget(request.Registration, configuration);
}
