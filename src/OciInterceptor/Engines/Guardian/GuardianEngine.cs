using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Install.Proofs;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Guardian;

/// <summary>Guardian: the runc of its assets, where gdn and Concourse put them. Its flags are not read.</summary>
internal sealed class GuardianEngine : LinkedEngine
{
    private static ImmutableArray<string> Places =>
        ["/var/gdn/assets/linux/bin/runc", "/var/lib/concourse/*/assets/bin/runc", "/usr/local/concourse/bin/runc", "/var/vcap/packages/guardian/bin/runc", "/var/vcap/packages/runc/bin/runc"];

    public override string Name => "guardian";

    public override FoundEngine? Find(IMachine machine)
    {
        var program = machine.Find("gdn");
        var files = new List<FoundRuntime>();
        var faults = ImmutableArray.CreateBuilder<InterceptorException>();
        foreach (var place in Places)
        {
            try
            {
                files.AddRange(machine.Glob(place).Select(path => new FoundRuntime("runc", path, Path.GetDirectoryName(path)!)));
            }
            catch (InterceptorException e)
            {
                faults.Add(e);
            }
        }
        return program is null && files.Count + faults.Count == 0
            ? null
            : new FoundEngine(Name, program) { Faults = faults.DrainToImmutable() }.With(machine, "runc", files);
    }

    private protected override bool Takes(string option) => option == "--assets";

    private protected override string Link(InstallRequest request)
    {
        var runtime = RuntimeOf(request);
        var isChanged = runtime.Install(isDryRun: true);
        var proof = new RegistrationProof(request.Registration, request.Machine, null);
        proof.Prepare(runtime);
        if (!request.IsDryRun)
        {
            if (isChanged)
            {
                request.Show(runtime.Plan);
            }
            Make(proof, runtime, () => runtime.Install(isDryRun: false), runtime.TakeBack);
        }
        return $"""
            {Report(runtime, isChanged, request)}
            {Summary(proof, runtime, request)}
            The rules are those of {request.Registration.Policies.Root}. For what Guardian runC Shim did besides (the profile
            guardian-kvm, and a log of each call), set in the environment of the worker, or of gdn:

              GUARDIAN_RUNC_SHIM_BINARY={runtime.Aside}

            {PluginFlags(request)}

            """;
    }

    private protected override LinkedRuntime Unlink(InstallRequest request)
    {
        var runtime = RuntimeOf(request);
        runtime.Uninstall(isDryRun: true);
        if (!request.IsDryRun)
        {
            request.Show(runtime.UndoPlan);
            runtime.Uninstall(isDryRun: false);
        }
        return runtime;
    }

    // The assets' own runc, or that in bin or linux/bin below, as gdn and Concourse lay their assets out.
    private LinkedRuntime RuntimeOf(InstallRequest request)
    {
        var directory = request.Assets ?? throw new InterceptorException($"{Name} needs --assets DIR. {PluginFlags(request)}");
        string[] places = [$"{directory}/runc", $"{directory}/bin/runc", $"{directory}/linux/bin/runc"];
        return places.Where(LinkedRuntime.Exists).ToArray() switch
        {
            [var only] => new LinkedRuntime(only, request.Registration.Binary),
            [] => throw new InterceptorException($"cannot find runc in Guardian's assets: looked for {string.Join(", ", places)}"),
            var several => throw new InterceptorException($"more than one runc in {directory}: name the directory of one of {string.Join(", ", several)}"),
        };
    }

    private static string PluginFlags(InstallRequest request) =>
        $"For a gdn without assets of its own: gdn server --runtime-plugin {request.Registration.Binary} --runtime-plugin-extra-arg=--oi-profile --runtime-plugin-extra-arg=guardian-kvm";
}
