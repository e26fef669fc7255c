using System.Text;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Rules;

namespace OciInterceptor.Engines.Doctor;

/// <summary>Whether containers with a size limit can escape it through their network files (docs/quota-escape.md).</summary>
internal sealed class QuotaCheck : ICheck
{
    public string Name => "quota";

    public IEnumerable<Diagnosis> Look(DoctorContext context)
    {
        foreach (var engine in context.Engines.Where(engine => engine.DataRoot is not null))
        {
            if (!HasQuota(context.Machine, engine.DataRoot!))
            {
                continue;
            }
            foreach (var runtime in engine.Runtimes.Where(runtime => runtime.IsDefault || runtime.IsInterceptor))
            {
                yield return Diagnose(context, engine, runtime);
            }
        }
    }

    private Diagnosis Diagnose(DoctorContext context, FoundEngine engine, FoundRuntime runtime)
    {
        var title = $"{engine.Name} has {engine.DataRoot} on XFS with project quotas, and containers of {runtime.Name}";
        if (runtime.IsInterceptor && !context.IsBinary(runtime))
        {
            return new Diagnosis(Health.Unknown, Name, $"{title} run through a script: cannot tell whether their network files are read-only");
        }
        try
        {
            return runtime.IsInterceptor && context.PolicyOf(runtime).Rules.Any(IsClosing)
                ? new Diagnosis(Health.Well, Name, $"{title} have read-only network files")
                : new Diagnosis(Health.Problem, Name, $"{title} can write beyond a size limit through /etc/hosts: add the rule {ReadonlyNetworkingMountsRule.TypeName}");
        }
        catch (InterceptorException e)
        {
            return new Diagnosis(Health.Unknown, Name, $"{title} have a policy that cannot be loaded: {e.Message}");
        }
    }

    private static bool IsClosing(PolicyRule rule) => rule is { Rule: ReadonlyNetworkingMountsRule, Mode: Mode.Enforce, When: null };

    private static bool HasQuota(IMachine machine, string path) =>
        machine.Status(path) is not null
        && machine.Read("/proc/self/mountinfo") is { } mounts
        && MountTable.Parse(Encoding.UTF8.GetString(mounts)).FileSystemOf(machine.ResolveOrKeep(path)) is { Type: "xfs" } found
        && found.Options.Split(',').Any(option => option is "prjquota" or "pquota");
}
