namespace OciInterceptor.Rules.Seccomp;

/// <summary>The 32-bit numbers that have these values in the bits of a mask.</summary>
internal readonly record struct Bits(uint Mask, uint Value)
{
    /// <summary>The numbers from one to another, both included, as blocks that libseccomp can compare.</summary>
    internal static ImmutableArray<Bits> Range(ulong first, ulong last)
    {
        var blocks = ImmutableArray.CreateBuilder<Bits>();
        while (first <= last)
        {
            var size = 1ul << 32;
            while (first % size != 0 || first + size - 1 > last)
            {
                size >>= 1;
            }
            blocks.Add(new Bits((uint)~(size - 1), (uint)first));
            first += size;
        }
        return blocks.DrainToImmutable();
    }

    internal bool Meets(Bits other) => ((Value ^ other.Value) & Mask & other.Mask) == 0;

    /// <summary>The numbers in both lists.</summary>
    internal static ImmutableArray<Bits> InBoth(ImmutableArray<Bits> some, ImmutableArray<Bits> others)
    {
        var both = ImmutableArray.CreateBuilder<Bits>();
        foreach (var one in some)
        {
            foreach (var other in others)
            {
                if (one.Meets(other))
                {
                    both.Add(new Bits(one.Mask | other.Mask, one.Value | other.Value));
                    _ = both.Count > ArgumentRegion.MostParts ? throw ArgumentRegion.TooMany() : both;
                }
            }
        }
        return both.DrainToImmutable();
    }

    /// <summary>The numbers of the first list that are not in the second.</summary>
    internal static ImmutableArray<Bits> Without(ImmutableArray<Bits> some, ImmutableArray<Bits> taken)
    {
        foreach (var other in taken)
        {
            var left = ImmutableArray.CreateBuilder<Bits>();
            foreach (var one in some)
            {
                one.Without(other, left);
                _ = left.Count > ArgumentRegion.MostParts ? throw ArgumentRegion.TooMany() : left;
            }
            some = left.DrainToImmutable();
        }
        return some;
    }

    // One block for each bit that the other looks at and this one does not: the bits above it as there, the bit itself not.
    private void Without(Bits other, ImmutableArray<Bits>.Builder left)
    {
        if (!Meets(other))
        {
            left.Add(this);
            return;
        }
        var (mask, value) = (Mask, Value);
        for (var bit = 1u << 31; bit != 0; bit >>= 1)
        {
            if ((other.Mask & ~Mask & bit) != 0)
            {
                left.Add(new Bits(mask | bit, value | (~other.Value & bit)));
                (mask, value) = (mask | bit, value | (other.Value & bit));
            }
        }
    }
}
