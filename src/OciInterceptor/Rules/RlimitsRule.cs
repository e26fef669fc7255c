using OciInterceptor.Rules.Limits;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Rules;

/// <summary>Sets resource limits where the container has none or always, and lowers those above a ceiling.</summary>
internal sealed record RlimitsRule : IProcessRule
{
    internal ImmutableArray<RlimitSetting> Defaults { get; init; } = [];

    internal ImmutableArray<RlimitSetting> Forced { get; init; } = [];

    internal ImmutableArray<RlimitSetting> Ceilings { get; init; } = [];

    internal static RuleType Type => new(
        "rlimits",
        "Sets resource limits (ulimits), or lowers those above a ceiling.",
        Read,
        new Member("default", RlimitSetting.Map, "Limits, by names such as RLIMIT_NOFILE, to set unless the container sets them: a soft and a hard one, or one value for both."),
        new Member("force", RlimitSetting.Map, "Limits to set even if the container sets them."),
        new Member("ceiling", RlimitSetting.Map, "The highest limits: a higher soft or hard one of the container is lowered."));

    public bool Grants => !Defaults.IsEmpty || !Forced.IsEmpty;

    public Process Apply(Process process)
    {
        var limits = process.Rlimits.IsDefault ? [] : process.Rlimits;
        foreach (var limit in Forced)
        {
            limits = Has(limits, limit)
                ? limits.Map(entry => entry.Type == limit.Type ? entry with { Hard = limit.Hard, Soft = limit.Soft } : entry)
                : limits.Add(limit.Entry);
        }
        foreach (var limit in Defaults)
        {
            limits = Has(limits, limit) ? limits : limits.Add(limit.Entry);
        }
        foreach (var ceiling in Ceilings)
        {
            limits = limits.Map(entry => entry.Type == ceiling.Type ? Lower(entry, ceiling) : entry);
        }
        return limits.IsEmpty ? process : (process with { Rlimits = limits }).OrSame(process);
    }

    // Runtimes read a missing limit as 0.
    private static PosixRlimit Lower(PosixRlimit limit, RlimitSetting ceiling) => limit with
    {
        Hard = limit.Hard > ceiling.Hard ? ceiling.Hard : limit.Hard,
        Soft = limit.Soft > ceiling.Soft ? ceiling.Soft : limit.Soft,
    };

    private static bool Has(ImmutableArray<PosixRlimit> limits, RlimitSetting limit) => limits.Any(entry => entry.Type == limit.Type);

    private static RlimitsRule Read(ObjectReader members)
    {
        var rule = new RlimitsRule
        {
            Defaults = RlimitSetting.Read(members, "default"),
            Forced = RlimitSetting.Read(members, "force"),
            Ceilings = RlimitSetting.Read(members, "ceiling"),
        };
        CheckSettable(members, "default", rule.Defaults, rule.Ceilings);
        CheckSettable(members, "force", rule.Forced, rule.Ceilings);
        return rule;
    }

    private static void CheckSettable(ObjectReader members, string name, ImmutableArray<RlimitSetting> limits, ImmutableArray<RlimitSetting> ceilings)
    {
        foreach (var limit in limits)
        {
            // The kernel refuses a limit above fs.nr_open, even from root.
            if (limit is { Type: "RLIMIT_NOFILE", Hard: ulong.MaxValue })
            {
                throw members.Error(name, limit.Type, "RLIMIT_NOFILE cannot be unlimited: the kernel's bound is the sysctl fs.nr_open");
            }
            if (ceilings.Any(ceiling => ceiling.Type == limit.Type && (limit.Soft > ceiling.Soft || limit.Hard > ceiling.Hard)))
            {
                throw members.Error(name, limit.Type, $"{limit.Type} is above its ceiling");
            }
        }
    }
}
