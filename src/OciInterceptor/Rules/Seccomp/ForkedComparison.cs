using OciInterceptor.Messages;
using OciInterceptor.Spec;

namespace OciInterceptor.Rules.Seccomp;

/// <summary>A comparison of order that different things follow, one of them another comparison of order.</summary>
/// <remarks>
/// A comparison of order has two parts, for either half of an argument, that lead to what follows (db.c, _db_rule_gen_arg_64), so
/// libseccomp adds what follows next twice to one tree. Where that has two parts as well, 2.5.4 makes a circle of it (_db_tree_add), and
/// the runtime never ends.
/// </remarks>
internal static class ForkedComparison
{
    /// <summary>Whether entries for one call have one.</summary>
    internal static bool IsIn(ImmutableArray<LinuxSyscall> entries)
    {
        var (followers, orders) = (new Dictionary<string, HashSet<string>>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var entry in entries)
        {
            var conditions = entry.Args.IsDefault ? [] : entry.Args.AsSpan().ToArray();
            Array.Sort(conditions, static (one, other) => (one.Index ?? 0).CompareTo(other.Index ?? 0));
            var key = "";
            for (var i = 0; i < conditions.Length - 1; i++)
            {
                key += Text(conditions[i]);
                if (!IsOrdered(conditions[i]))
                {
                    continue;
                }
                var rest = conditions[(i + 1)..];
                if (!followers.TryGetValue(key, out var after))
                {
                    followers.Add(key, after = new(StringComparer.Ordinal));
                }
                after.Add($"{entry.Action} {entry.ErrnoRet}{string.Concat(Array.ConvertAll(rest, Text))}");
                _ = Array.Exists(rest, static condition => IsOrdered(condition) && condition is not { Op: "SCMP_CMP_GE", Value: 0 }) && orders.Add(key);
            }
        }
        return orders.Any(key => followers[key].Count > 1);
    }

    internal static InterceptorException Error(string call) =>
        new($"linux.seccomp: entries for {call} would compare two arguments by order, and libseccomp 2.5.4 hangs on such a filter: deny {call} by one of the arguments, or compare the last with SCMP_CMP_EQ or SCMP_CMP_MASKED_EQ");

    private static bool IsOrdered(LinuxSeccompArg condition) => condition.Op is not ("SCMP_CMP_EQ" or "SCMP_CMP_MASKED_EQ");

    private static string Text(LinuxSeccompArg condition) => $" {condition.Index ?? 0} {condition.Op} {condition.Value} {condition.ValueTwo}";
}
