using OciInterceptor.Messages;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Seccomp;

/// <summary>The argument that all entries for a call compare first: of entries that begin with different arguments libseccomp drops some.</summary>
/// <param name="Call">The call.</param>
/// <param name="Index">Which argument.</param>
/// <param name="IsDenied">Whether what no entry is for is denied.</param>
internal sealed record FirstArgument(string Call, int Index, bool IsDenied)
{
    /// <summary>
    /// The entries, of which one that begins with another argument lacks what entries of the same action do already. What is left
    /// then compares this argument first: of Podman's entries for socket, "argument 2 is not 9" without "argument 0 is not 16".
    /// </summary>
    /// <exception cref="InterceptorException">An entry would still begin with another argument, or cannot be split.</exception>
    internal ImmutableArray<LinuxSyscall> Lead(ImmutableArray<LinuxSyscall> entries, Func<LinuxSyscall, bool> isEffective)
    {
        var after = ImmutableArray.CreateBuilder<LinuxSyscall>(entries.Length);
        var done = entries.RemoveAll(entry => !isEffective(entry)).Map(entry => (Entry: entry, Regions: ArgumentRegion.Of(entry.Args).RemoveAll(region => !Leads(region))));
        foreach (var entry in entries)
        {
            var regions = isEffective(entry) ? ArgumentRegion.Of(entry.Args) : [];
            var left = regions.RemoveAll(region => !Leads(region));
            if (left.Length == regions.Length)
            {
                after.Add(entry);
                continue;
            }
            var own = regions.RemoveAll(Leads);
            own = ArgumentRegion.Without(own, done.RemoveAll(other => !IsAlike(other.Entry, entry)).SelectMany(static other => other.Regions));
            foreach (var region in own)
            {
                _ = Leads(region) ? region
                    : throw new InterceptorException($"linux.seccomp: an entry for {Call} compares argument {region.First}, so argument {Index} cannot be compared as well: deny {Call} for any arguments, or replace the filter (\"profile\")");
            }
            done = done.Add((entry, own));
            var rest = entry.Without([Call]);
            after.AddRange(rest.HasNames() ? [rest] : []);
            after.AddRange(Pieces(entry, left.AddRange(own), entries, isLonger: false, isDenial: true));
        }
        return after.DrainToImmutable();
    }

    /// <summary>The entry for this call in some regions. Of one that does not allow, only denials (<paramref name="isDenial"/>) have taken the others.</summary>
    /// <exception cref="InterceptorException">It denies more than entries can say.</exception>
    internal ImmutableArray<LinuxSyscall> Pieces(LinuxSyscall entry, ImmutableArray<ArgumentRegion> regions, ImmutableArray<LinuxSyscall> all, bool isLonger, bool isDenial, int leading = -1)
    {
        var pieces = ImmutableArray.CreateBuilder<LinuxSyscall>();
        foreach (var region in regions)
        {
            if (pieces.Count > ArgumentRegion.MostEntries)
            {
                break;
            }
            var piece = region.Regaining(all.RemoveAll(other => !other.IsFor([Call]) || !IsAlike(other, entry)));
            // What neither allows nor denies (SCMP_ACT_NOTIFY) must not get what a rule denies, and is not missed where the default denies.
            var isDenying = SyscallOutcome.Denies(entry.Action);
            piece = SyscallOutcome.Allows(entry.Action) || !piece.IsLossy || (IsDenied && !isDenying) ? piece : isDenial && isDenying ? piece.Widened()
                : throw new InterceptorException($"linux.seccomp: an entry for {Call} does not allow numbers of more than 32 bits, so it cannot be split");
            foreach (var conditions in piece.Conditions(isLonger, leading))
            {
                pieces.Add(entry with { Names = [Call], Args = conditions });
            }
        }
        return pieces.DrainToImmutable();
    }

    private bool Leads(ArgumentRegion region) => region.First < 0 || region.First == Index;

    private static bool IsAlike(LinuxSyscall one, LinuxSyscall other) => one.Action == other.Action && one.ErrnoRet == other.ErrnoRet;
}
