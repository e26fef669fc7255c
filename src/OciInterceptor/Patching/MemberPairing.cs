using OciInterceptor.Json;

namespace OciInterceptor.Patching;

/// <summary>Which member of an object's new version continues which of the old: the same name, the same time it occurs.</summary>
internal sealed class MemberPairing
{
    private readonly int[] _partners;

    private MemberPairing(int[] partners, ImmutableArray<int> added)
    {
        _partners = partners;
        Added = added;
    }

    /// <summary>The new members without a partner, in their order.</summary>
    internal ImmutableArray<int> Added { get; }

    /// <summary>The new member that continues an old one, or -1.</summary>
    internal int PartnerOf(int old) => _partners[old];

    internal static MemberPairing Of(ImmutableArray<JsonMember> before, ImmutableArray<JsonMember> after)
    {
        var partners = new int[before.Length];
        var taken = new bool[after.Length];
        var next = 0;
        for (var i = 0; i < before.Length; i++)
        {
            partners[i] = Find(before[i].Name, after, taken, next);
            if (partners[i] >= 0)
            {
                taken[partners[i]] = true;
                next = partners[i] + 1;
            }
        }
        var added = ImmutableArray.CreateBuilder<int>();
        for (var j = 0; j < after.Length; j++)
        {
            if (!taken[j])
            {
                added.Add(j);
            }
        }
        return new MemberPairing(partners, added.DrainToImmutable());
    }

    // Most members follow their neighbour, so the place behind the last partner is looked at first.
    private static int Find(JsonScalar name, ImmutableArray<JsonMember> after, bool[] taken, int next)
    {
        if (next < after.Length && !taken[next] && JsonValue.Same(name, after[next].Name))
        {
            return next;
        }
        for (var j = 0; j < after.Length; j++)
        {
            if (!taken[j] && JsonValue.Same(name, after[j].Name))
            {
                return j;
            }
        }
        return -1;
    }
}
