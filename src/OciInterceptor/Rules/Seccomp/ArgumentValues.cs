using OciInterceptor.Json;
using OciInterceptor.Spec;

namespace OciInterceptor.Rules.Seccomp;

/// <summary>Values of one argument of a system call.</summary>
/// <param name="Plain">Those of 32 bits, which 32-bit programs have alone.</param>
/// <param name="Wide">The lower halves of those that have bits above.</param>
internal sealed record ArgumentValues(ImmutableArray<Bits> Plain, ImmutableArray<Bits> Wide)
{
    private static readonly ImmutableArray<Bits> _none = [];
    private static readonly ImmutableArray<Bits> _all = [default];

    /// <summary>The condition that says it; null if none does alone.</summary>
    internal LinuxSeccompArg? Condition { get; private init; }

    /// <summary>All that an argument can be.</summary>
    internal static ArgumentValues Any { get; } = new(_all, _all);

    internal bool IsAny => !IsUnknown && Bits.Without(_all, Plain).IsEmpty && Bits.Without(_all, Wide).IsEmpty;

    /// <summary>Whether its condition is not for equality, and is not the one for bits above the lower half.</summary>
    internal bool IsOrdered => Condition is not null and not { Op: "SCMP_CMP_EQ" or "SCMP_CMP_MASKED_EQ" } and not { Op: "SCMP_CMP_GT", Value: uint.MaxValue };

    internal bool IsEmpty => Plain.IsEmpty && Wide.IsEmpty;

    /// <summary>Whether it is not known which: a condition looks at upper halves more closely than whether there is one.</summary>
    internal bool IsUnknown { get; private init; }

    /// <summary>The lower halves of values for which no comparison is made, since libseccomp has none that also suits 32-bit programs.</summary>
    internal ImmutableArray<Bits> Lost => Condition is not null || Bits.Without(_all, Wide).IsEmpty ? _none : Bits.Without(Wide, Plain);

    /// <summary>The values for which a condition holds.</summary>
    internal static ArgumentValues Of(LinuxSeccompArg condition)
    {
        var (value, two) = (condition.Value ?? 0, condition.ValueTwo ?? 0);
        var values = (condition.Op, value) switch
        {
            ("SCMP_CMP_EQ", <= uint.MaxValue) => new ArgumentValues(Bits.Range(value, value), _none),
            ("SCMP_CMP_NE", <= uint.MaxValue) => new ArgumentValues(Bits.Without(_all, Bits.Range(value, value)), _all),
            ("SCMP_CMP_LT", <= 1ul << 32) => new ArgumentValues(value == 0 ? _none : Bits.Range(0, value - 1), _none),
            ("SCMP_CMP_LE", <= uint.MaxValue) => new ArgumentValues(Bits.Range(0, value), _none),
            ("SCMP_CMP_GE", <= uint.MaxValue) => new ArgumentValues(Bits.Range(value, uint.MaxValue), _all),
            ("SCMP_CMP_GT", <= uint.MaxValue) => new ArgumentValues(Bits.Range(value + 1, uint.MaxValue), _all),
            ("SCMP_CMP_MASKED_EQ", <= uint.MaxValue) => new ArgumentValues(Masked((uint)value, (uint)two), Masked((uint)value, (uint)two)),
            ("SCMP_CMP_MASKED_EQ", >= 0xFFFF_FFFF_0000_0000) when two <= uint.MaxValue => new ArgumentValues(Masked((uint)value, (uint)two), _none),
            _ => new ArgumentValues(_all, _all) { IsUnknown = true },
        };
        // libseccomp up to 2.6 inverts LE of 32-bit programs after another condition (db.c, _db_rule_gen_arg_32).
        return values with { Condition = (condition.Op, value) is ("SCMP_CMP_LE", < uint.MaxValue) ? Compare(condition.Index ?? 0, "SCMP_CMP_LT", value + 1) : condition };
    }

    internal bool HasLowerHalves => Bits.Without(Plain, Wide).IsEmpty;

    /// <summary>These, and those whose lower halves are among them: of an argument that is an int the kernel takes no more.</summary>
    internal ArgumentValues WithLowerHalves() => Bits.Without(Plain, Wide) is { IsEmpty: false } lower ? new(Plain, Wide.AddRange(lower)) : this;

    internal bool Meets(ArgumentValues other) => !Both(other).IsEmpty;

    /// <summary>The values of both; with a condition if all of the one are among the other.</summary>
    internal ArgumentValues Both(ArgumentValues other) => Without(other).IsEmpty ? this : other.Without(this).IsEmpty ? other
        : new(Bits.InBoth(Plain, other.Plain), Bits.InBoth(Wide, other.Wide));

    internal ArgumentValues Without(ArgumentValues other) => new(Bits.Without(Plain, other.Plain), Bits.Without(Wide, other.Wide));

    /// <summary>These, and those of what is lost whose lower halves are among others.</summary>
    internal ArgumentValues With(ImmutableArray<Bits> others) =>
        Lost is { IsEmpty: false } lost ? new(Plain.AddRange(Bits.Without(Bits.InBoth(lost, others), Plain)), Wide) : this;

    /// <summary>These, and all with bits above the lower half where some of those would be <see cref="Lost"/>.</summary>
    internal ArgumentValues Widened() => Lost.IsEmpty ? this : new(Plain, _all);

    /// <summary>Conditions of which one holds for each of the values but the <see cref="Lost"/>.</summary>
    /// <remarks>
    /// Before another condition none but comparisons for equality: libseccomp has the others lead to one tree of what follows by two ways,
    /// and mixes in what follows another entry's (db.c, _db_rule_gen_arg_64 and _db_tree_add).
    /// </remarks>
    internal ImmutableArray<LinuxSeccompArg> Conditions(uint index, bool isLast)
    {
        if (Condition is not null && (isLast || IsUnknown || !IsOrdered))
        {
            return [Condition];
        }
        var conditions = ImmutableArray.CreateBuilder<LinuxSeccompArg>();
        foreach (var block in Bits.InBoth(Plain, Wide))
        {
            conditions.Add(Compare(index, "SCMP_CMP_MASKED_EQ", block.Mask, block.Value));
        }
        foreach (var block in Bits.Without(Plain, Wide))
        {
            conditions.Add(Compare(index, "SCMP_CMP_MASKED_EQ", 0xFFFF_FFFF_0000_0000 | block.Mask, block.Value));
        }
        if (Bits.Without(_all, Wide).IsEmpty)
        {
            conditions.Add(Compare(index, "SCMP_CMP_GT", uint.MaxValue));
        }
        return conditions.DrainToImmutable();
    }

    internal static LinuxSeccompArg Compare(uint index, string op, ulong value, ulong? two = null) =>
        new LinuxSeccompArg(JsonObject.Empty) with { Index = index, Value = value, ValueTwo = two, Op = op };

    private static ImmutableArray<Bits> Masked(uint mask, uint value) => [new Bits(mask, value & mask)];
}
