using System.Collections.Immutable;
using OciInterceptor.Engines.Doctor;

namespace OciInterceptor.Engines.Found;

/// <summary>Guardian: the runc of its assets, where gdn and Concourse put them. Its flags are not looked at.</summary>
internal sealed class GuardianFinder : IEngineFinder
{
    private static ImmutableArray<string> Places =>
    [
        "/var/gdn/assets/linux/bin/runc", "/var/lib/concourse/*/assets/bin/runc", "/usr/local/concourse/bin/runc", "/var/vcap/packages/guardian/bin/runc", "/var/vcap/packages/runc/bin/runc",
    ];

    public FoundEngine? Find(IMachine machine)
    {
        var faults = ImmutableArray.CreateBuilder<string>();
        var runtimes = ImmutableArray.CreateBuilder<FoundRuntime>();
        foreach (var place in Places)
        {
            try
            {
                runtimes.AddRange(machine.Glob(place).Select(path =>
                    new FoundRuntime("runc", path, Path.GetDirectoryName(path)!) { IsDefault = true, IsInterceptor = InterceptorFile.Is(machine, path) }));
            }
            catch (InterceptorException e)
            {
                faults.Add(e.Message);
            }
        }
        var program = machine.Find("gdn");
        return program is null && runtimes.Count == 0 && faults.Count == 0
            ? null
            : new FoundEngine("guardian", program) { DefaultRuntime = "runc", Runtimes = runtimes.DrainToImmutable(), Faults = faults.DrainToImmutable() };
    }
}
