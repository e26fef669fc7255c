using OciInterceptor.Json;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Rules;

/// <summary>Sets the CPUs of processes that join the container (sched_setaffinity(2)).</summary>
/// <param name="Initial">CPUs for the runtime before it enters the container's cgroup; null for no change of its own.</param>
/// <param name="Final">CPUs for the process afterwards; null for those of the container's cgroup.</param>
internal sealed record CpuAffinityRule(string? Initial, string? Final) : IProcessRule
{
    private static readonly ImmutableArray<Member> _value =
    [
        new("initial", Shape.Text, "CPUs for the runtime until it enters the container's cgroup: \"0-3,7\"."),
        new("final", Shape.Text, "CPUs for the process afterwards: \"0-3,7\"; by default those of the cgroup."),
    ];

    internal static RuleType Type => new(
        "cpu-affinity",
        "Sets the CPUs of processes that join the container.",
        Read,
        new Member("value", new Shape.Filled(new Shape.Record(_value)), "As process.execCPUAffinity in the runtime specification.", IsRequired: true));

    public Process Apply(Process process) => (process with
    {
        ExecCpuAffinity = (process.ExecCpuAffinity ?? new CpuAffinity(JsonObject.Empty)) with { Initial = Initial, Final = Final },
    }).OrSame(process);

    private static CpuAffinityRule Read(ObjectReader members)
    {
        var value = members.Record("value", _value) ?? throw members.Error("value", "value must be an object");
        return value.Has("initial") || value.Has("final")
            ? new CpuAffinityRule(Cpus(value, "initial"), Cpus(value, "final"))
            : throw members.Error("value", "value needs initial or final");
    }

    private static string? Cpus(ObjectReader value, string name) =>
        value.Text(name) is not { } list || NumberList.IsList(list, NumberList.LastCpu)
            ? value.Text(name)
            : throw value.Error(name, $"{name} must be a list of CPUs such as \"0-3,7\"");
}
