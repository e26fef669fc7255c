using OciInterceptor.Spec;

namespace OciInterceptor.Tests.Rules.Seccomp;

/// <summary>What a filter answers to a call, as its author means it: a denial holds beside a wider allowance.</summary>
internal static class FilterAnswer
{
    /// <summary>"allow", or the number of the error.</summary>
    internal static string Of(LinuxSeccomp filter, string call, params ulong[] arguments)
    {
        var hit = filter.Syscalls.Where(entry => entry.Names.Contains(call) && Matches(entry, arguments)).ToArray();
        var chosen = hit.FirstOrDefault(entry => Allows(entry) && entry.Args.IsDefaultOrEmpty) ?? hit.FirstOrDefault(entry => !Allows(entry)) ?? hit.FirstOrDefault();
        return chosen is null ? Denial(filter.DefaultErrnoRet) : Allows(chosen) ? "allow" : Denial(chosen.ErrnoRet);
    }

    /// <summary>For how many entries a call with these arguments is: a filter of libseccomp's takes one action alone.</summary>
    internal static int Actions(LinuxSeccomp filter, string call, params ulong[] arguments) =>
        filter.Syscalls.Where(entry => entry.Names.Contains(call) && Matches(entry, arguments)).Select(entry => (entry.Action, entry.ErrnoRet)).Distinct().Count();

    private static bool Allows(LinuxSyscall entry) => entry.Action == "SCMP_ACT_ALLOW";

    private static string Denial(uint? errno) => $"{errno ?? 1}";

    private static bool Matches(LinuxSyscall entry, ulong[] arguments) =>
        entry.Args.IsDefaultOrEmpty || entry.Args.All(condition => Holds(condition, arguments.ElementAtOrDefault((int)(condition.Index ?? 0))));

    private static bool Holds(LinuxSeccompArg condition, ulong value) => condition.Op switch
    {
        "SCMP_CMP_NE" => value != condition.Value,
        "SCMP_CMP_LT" => value < condition.Value,
        "SCMP_CMP_GT" => value > condition.Value,
        "SCMP_CMP_EQ" => value == condition.Value,
        "SCMP_CMP_MASKED_EQ" => (value & condition.Value) == (condition.ValueTwo ?? 0),
        _ => throw new InvalidOperationException(condition.Op),
    };
}
