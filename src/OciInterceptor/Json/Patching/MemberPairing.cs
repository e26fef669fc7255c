namespace OciInterceptor.Json.Patching;

/// <summary>Pairs the members of two versions of an object by name, and those of a repeated name by their order.</summary>
internal sealed class MemberPairing
{
    // Up to this many, a linear search is faster than an index, which pays off for objects with thousands of names.
    private const int FewMembers = 64;

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
        // The first new member without a partner: most members have the same neighbours as before, so this one is tried first.
        var next = 0;
        TextIndex? places = null;
        for (var i = 0; i < before.Length; i++)
        {
            partners[i] = next < after.Length && JsonValue.Same(before[i].Name, after[next].Name) ? next
                : after.Length <= FewMembers ? Find(before[i].Name, after, taken, next + 1)
                : Find(before[i].Name, places ??= Places(after), taken);
            if (partners[i] >= 0)
            {
                taken[partners[i]] = true;
                while (next < after.Length && taken[next])
                {
                    next++;
                }
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

    private static int Find(JsonScalar name, ImmutableArray<JsonMember> after, bool[] taken, int start)
    {
        for (var j = start; j < after.Length; j++)
        {
            if (!taken[j] && JsonValue.Same(name, after[j].Name))
            {
                return j;
            }
        }
        return -1;
    }

    private static int Find(JsonScalar name, TextIndex places, bool[] taken)
    {
        var text = name.AsText();
        var place = places.Take(text);
        while (place >= 0 && taken[place])
        {
            place = places.Take(text);
        }
        return place;
    }

    private static TextIndex Places(ImmutableArray<JsonMember> members)
    {
        var names = new string?[members.Length];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = members[i].Name.AsText();
        }
        return new TextIndex(names);
    }
}
