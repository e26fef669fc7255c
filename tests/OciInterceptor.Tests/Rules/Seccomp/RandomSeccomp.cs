using System.Globalization;
using OciInterceptor.Spec;

namespace OciInterceptor.Tests.Rules.Seccomp;

/// <summary>Filters, conditions and arguments of system calls that meet each other often.</summary>
internal static class RandomSeccomp
{
    private static readonly string[] _operators = ["NE", "LT", "LE", "EQ", "GE", "GT", "MASKED_EQ"];

    /// <summary>A condition on an argument, and whether it holds as libseccomp documents it.</summary>
    internal sealed record Condition(int Index, string Operator, ulong Value, ulong Two)
    {
        internal string Json => string.Create(CultureInfo.InvariantCulture,
            $"{{'index':{Index},'value':{Value},{(Operator == "MASKED_EQ" ? $"'valueTwo':{Two}," : "")}'op':'SCMP_CMP_{Operator}'}}");

        internal bool Holds(ulong[] arguments) => Operator switch
        {
            "NE" => arguments[Index] != Value,
            "LT" => arguments[Index] < Value,
            "LE" => arguments[Index] <= Value,
            "EQ" => arguments[Index] == Value,
            "GE" => arguments[Index] >= Value,
            "GT" => arguments[Index] > Value,
            _ => (arguments[Index] & Value) == Two,
        };
    }

    /// <summary>Some conditions, of different arguments.</summary>
    internal static Condition[] Conditions(Random random, int least)
    {
        // Mostly of the first.
        var indexes = random.Next(3) > 0 && least == 1 ? (IEnumerable<int>)[0] : Enumerable.Range(0, 3).OrderBy(index => index == 0 ? -1 : random.Next(-2, 9)).Take(random.Next(least, 3)).Order();
        return [.. indexes.Select(index => Of(random, index))];
    }

    private static Condition Of(Random random, int index)
    {
        var (name, value) = (_operators[random.Next(_operators.Length)], (ulong)random.Next(1, 9));
        return new Condition(index, name, value, name == "MASKED_EQ" ? (ulong)random.Next(9) & value : 0);
    }

    /// <summary>A filter with up to five entries for a call, or with more.</summary>
    internal static string Filter(Random random, string call, int most = 4)
    {
        var fallback = random.Next(5) switch { 0 => "SCMP_ACT_ALLOW", 1 => "SCMP_ACT_LOG", 2 => "SCMP_ACT_KILL_PROCESS", 3 => "SCMP_ACT_TRAP", _ => "SCMP_ACT_ERRNO" };
        string[] actions = ["'SCMP_ACT_ALLOW'", "'SCMP_ACT_ALLOW'", "'SCMP_ACT_LOG'", "'SCMP_ACT_ERRNO','errnoRet':1", "'SCMP_ACT_ERRNO','errnoRet':13", "'SCMP_ACT_KILL'"];
        // Most filters have one action beside the default.
        var main = actions[random.Next(actions.Length)];
        var entries = Enumerable.Range(0, random.Next(most)).Select(_ =>
            $"{{'names':['x','{call}'],'action':{(random.Next(4) == 0 ? actions[random.Next(actions.Length)] : main)},'args':[{string.Join(',', Conditions(random, random.Next(2)).Select(condition => condition.Json))}]}}").ToList();
        if (random.Next(3) == 0)
        {
            // As Podman's: the one lacks nothing but what the other allows.
            entries.AddRange(new[] { random.Next(1, 3), 0 }.Select(index => $"{{'names':['x','{call}'],'action':{main},'args':[{Of(random, index).Json}]}}"));
        }
        entries.Insert(random.Next(entries.Count + 1), $"{{'names':['{(random.Next(3) == 0 && fallback is "SCMP_ACT_ALLOW" or "SCMP_ACT_LOG" ? "chown32" : "read")}'],'action':{(fallback == "SCMP_ACT_ERRNO" ? "'SCMP_ACT_ALLOW'" : "'SCMP_ACT_ERRNO','errnoRet':5")}}}");
        var architectures = random.Next(3) == 0 ? "'SCMP_ARCH_X86_64'" : "'SCMP_ARCH_X86_64','SCMP_ARCH_X86','SCMP_ARCH_X32'";
        return $"{{'defaultAction':'{fallback}','architectures':[{architectures}],'syscalls':[{string.Join(',', entries)}]}}";
    }

    /// <summary>What a filter does with a call as its document says it; null where entries say different things.</summary>
    internal static uint? Says(LinuxSeccomp filter, string call, ulong[] arguments)
    {
        var fallback = Libseccomp.Action(filter.DefaultAction!, filter.DefaultErrnoRet);
        var said = filter.Syscalls.Where(entry => entry.Names.Contains(call) && Libseccomp.Action(entry.Action!, entry.ErrnoRet) != fallback
            && (entry.Args.IsDefault ? [] : entry.Args).All(condition =>
                new Condition((int)condition.Index!, condition.Op!["SCMP_CMP_".Length..], condition.Value ?? 0, condition.ValueTwo ?? 0).Holds(arguments)))
            .Select(entry => Libseccomp.Action(entry.Action!, entry.ErrnoRet)).Distinct().ToArray();
        return said.Length == 0 ? fallback : said.Length == 1 ? said[0] : null;
    }

    /// <summary>Whether all entries for a call do the same.</summary>
    internal static bool HasOneAction(LinuxSeccomp filter, string call) =>
        filter.Syscalls.Where(entry => entry.Names.Contains(call)).Select(entry => Libseccomp.Action(entry.Action!, entry.ErrnoRet)).Distinct().Count() < 2;

    /// <summary>Three arguments; of a 64-bit program some have bits above the lower half.</summary>
    internal static ulong[] Arguments(Random random, string architecture) => [.. Enumerable.Range(0, 3).Select(_ =>
        (ulong)random.Next(random.Next(5) == 0 ? 200 : 10) + (architecture != "SCMP_ARCH_X86" && random.Next(5) == 0 ? (ulong)random.Next(1, 9) << 32 : 0))];
}
