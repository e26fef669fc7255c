using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Engines;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Policy.Kept;

namespace OciInterceptor.Commands.Apply;

/// <summary>Chooses what a rollback brings back: the newest kept file that differs from the one in place, and with which the policies can be used.</summary>
internal sealed class WayBack(CommandContext context, KeptPolicies kept)
{
    /// <summary>Whether a file may be removed while calls are refused; one that is named may be.</summary>
    internal bool MayRemove { get; init; }

    private readonly ImmutableArray<FoundEngine> _engines = EngineList.Find(context.Machine);

    /// <summary>Why kept files that were looked at were not chosen.</summary>
    internal List<string> Faults { get; } = [];

    /// <param name="target">The policy file; null for the one that was changed last, or another that repairs the policies.</param>
    /// <returns>Null if nothing that is kept helps.</returns>
    /// <exception cref="InterceptorException">What is kept, or a policy file, cannot be read.</exception>
    internal KeptPolicy? Find(PolicyTarget? target)
    {
        var known = target is null ? kept.All : kept.Of(target);
        var others = known.GroupBy(old => old.Target).SelectMany(group => OthersOf(group.Key, group.Items)).Order(KeptPolicies.NewestFirst);
        if (others is not [var first, ..] || Refusal(first) is not { } refusal)
        {
            return Best(others);
        }
        // Calls are refused, and without the file everything might run: no file repairs anything only if the operator says so.
        var removals = others.Where(old => KeptPolicies.Same(old, null)).ToList();
        if (Best([.. others.Where(old => !removals.Contains(old))]) is { } repair)
        {
            return repair;
        }
        if (MayRemove || target is not null)
        {
            return Best(removals);
        }
        Faults.AddRange(removals.Select(old => $"{old.Target.Path} did not exist before, and is not removed while calls are refused ({refusal}): to remove it, add --force"));
        return null;
    }

    // One that leaves no fault at all is better than one that leaves faults that are there anyway.
    private KeptPolicy? Best(List<KeptPolicy> others) =>
        others.FirstOrDefault(old => Loads(old, isStrict: true)) ?? others.FirstOrDefault(old => Loads(old, isStrict: false));

    // Why calls are refused now; null if they are not.
    private string? Refusal(KeptPolicy any)
    {
        try
        {
            return new AffectedContainers(context, _engines, new ProposedFile(any.Target.Path, null)).All(null)
                .Select(known => known.Policies.PresentFault).FirstOrDefault(fault => fault is not null);
        }
        catch (InterceptorException e)
        {
            return e.Message;
        }
    }

    // No policy at all comes back only where it is the newest: it must not replace one that cannot be loaded.
    private IEnumerable<KeptPolicy> OthersOf(PolicyTarget target, List<KeptPolicy> known)
    {
        if (RivalOf(target) is { } fault)
        {
            Faults.Add(fault);
            return [];
        }
        var present = target.Look();
        var others = known.Where(old => !present.Holds(old)).ToList();
        return others.Where(old => old == others[0] || !KeptPolicies.Same(old, null));
    }

    private static string? RivalOf(PolicyTarget target)
    {
        try
        {
            return target.Rival is { } rival ? $"{rival} is in place instead of {target.Path}" : null;
        }
        catch (InterceptorException e)
        {
            return e.Message;
        }
    }

    private bool Loads(KeptPolicy old, bool isStrict)
    {
        var fault = Fault(old, isStrict);
        if (fault is not null && isStrict)
        {
            Faults.Add(fault);
        }
        return fault is null;
    }

    private string? Fault(KeptPolicy old, bool isStrict)
    {
        try
        {
            var content = old.Read();
            var affected = new AffectedContainers(context, _engines, new ProposedFile(old.Target.Path, content));
            // Who asks for a profile that goes is among the others.
            var fault = affected.Main.ProposedFault
                ?? affected.All(content is null ? null : old.Target.Profile).Select(known => known.Policies)
                    .FirstOrDefault(policies => policies.ProposedFault is { } left && (isStrict || left != policies.PresentFault))?.ProposedFault;
            return fault is null ? null : $"{old.Path}: {fault}";
        }
        catch (InterceptorException e)
        {
            return e.Message;
        }
    }
}
