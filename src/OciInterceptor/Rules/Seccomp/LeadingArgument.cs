using OciInterceptor.Spec;

namespace OciInterceptor.Rules.Seccomp;

/// <summary>An argument that all entries for a call compare, each once, ahead of those that a rule compares.</summary>
/// <remarks>
/// libseccomp has a comparison of order lead to what follows by two ways, and mixes in what follows another (db.c, _db_rule_gen_arg_64
/// and _db_tree_add). That does no harm where the same follows each, so what the rule says is said after each. But 2.5.4 does not end
/// with some filters in which another comparison of order follows.
/// </remarks>
/// <param name="Index">Which.</param>
/// <param name="Values">With what the entries compare it.</param>
internal sealed record LeadingArgument(int Index, ImmutableArray<ArgumentValues> Values)
{
    /// <summary>
    /// The one ahead of the argument <paramref name="next"/>; null if entries compare several, if one goes on with another than the next
    /// or with a comparison of order, or if different things follow comparisons of order.
    /// </summary>
    internal static LeadingArgument? Of(ImmutableArray<LinuxSyscall> entries, int next)
    {
        var (values, followers) = (ImmutableArray.CreateBuilder<ArgumentValues>(), new Dictionary<string, HashSet<string>>(StringComparer.Ordinal));
        var index = -1;
        foreach (var entry in entries)
        {
            foreach (var region in ArgumentRegion.Of(entry.Args))
            {
                index = index < 0 ? region.First : index;
                if (index < 0 || index >= next || region.First != index || !region.IsExactFrom(next) || region.Arguments.AsSpan(index + 1, next - index - 1).ContainsAnyExcept((ArgumentValues?)null)
                    || region.Arguments[index] is not { IsUnknown: false, Condition: { } condition } known)
                {
                    return null;
                }
                var key = $"{condition.Op} {condition.Value} {condition.ValueTwo}";
                if (!followers.TryGetValue(key, out var after))
                {
                    values.Add(known);
                    followers.Add(key, after = new(StringComparer.Ordinal));
                }
                after.Add($"{entry.Action} {entry.ErrnoRet} {string.Join(' ', region.Arguments.AsSpan()[next..].ToArray().Select(static later => $"{later?.Condition?.Op} {later?.Condition?.Value} {later?.Condition?.ValueTwo}"))}");
            }
        }
        var all = values.DrainToImmutable();
        return index >= 0 && IsEvenly(all, followers.Values) ? new LeadingArgument(index, all) : null;
    }

    /// <summary>The parts of a region that follow each of the comparisons, and, unless they are denied by default, the part that follows none.</summary>
    internal ImmutableArray<ArgumentRegion> Spread(ArgumentRegion region, bool isDenied)
    {
        var parts = Values.Map(values => new ArgumentRegion(region.Arguments.SetItem(Index, values)));
        if (isDenied)
        {
            return parts;
        }
        var left = ArgumentRegion.Without([region], Values.Map(values => new ArgumentRegion(ArgumentRegion.Any.Arguments.SetItem(Index, values))));
        return parts.AddRange(left.Map(static part => part.Widened()));
    }

    // No two comparisons hold for one value. What follows an equality is its own.
    private static bool IsEvenly(ImmutableArray<ArgumentValues> values, IEnumerable<HashSet<string>> followers)
    {
        var (i, isEvenly) = (0, true);
        HashSet<string>? common = null;
        foreach (var after in followers)
        {
            var one = values[i++];
            isEvenly &= (!one.IsOrdered || after.SetEquals(common ??= after)) && values.All(other => ReferenceEquals(one, other) || !one.Meets(other));
        }
        return isEvenly;
    }
}
