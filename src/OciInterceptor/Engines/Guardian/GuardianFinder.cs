using OciInterceptor.Engines.Doctor;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Guardian;

/// <summary>Guardian: the runc of its assets, where gdn and Concourse put them. Its flags are not looked at.</summary>
internal sealed class GuardianFinder : IEngineFinder
{
    private static ImmutableArray<string> Places =>
        ["/var/gdn/assets/linux/bin/runc", "/var/lib/concourse/*/assets/bin/runc", "/usr/local/concourse/bin/runc", "/var/vcap/packages/guardian/bin/runc", "/var/vcap/packages/runc/bin/runc"];

    public FoundEngine? Find(IMachine machine)
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
            : new FoundEngine("guardian", program) { Faults = faults.DrainToImmutable() }.With(machine, "runc", files);
    }
}
