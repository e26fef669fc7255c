using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Seccomp;

/// <summary>Reads one entry of "allow" or "deny": a name, or an object.</summary>
internal sealed class SyscallEntryReader(bool isAllowed, HashSet<string> seen, HashSet<string> named, IHost host)
{
    internal ImmutableArray<SyscallAction> Read(JsonScalar name) =>
        Actions([name.AsText()], null, isAllowed ? SyscallVerdict.Allow : null, true, (_, cause) => name.Error(cause));

    internal ImmutableArray<SyscallAction> Read(ObjectReader entry, ImmutableArray<Member> argument, ImmutableArray<Member> scope)
    {
        var names = entry.Text("name") is { } name ? [name] : entry.Texts("names");
        if (names.IsEmpty || (entry.Has("name") && entry.Has("names")))
        {
            throw entry.Has("name") ? entry.Error("names", "an entry needs either \"names\" or \"name\"")
                : entry.Has("names") ? entry.Error("names", "names must not be empty") : entry.Error("missing member \"names\"");
        }
        var arguments = entry.Records("args", argument);
        var region = arguments.IsEmpty ? null : Region(arguments);
        var (includes, excludes) = (entry.Record("includes", scope), entry.Record("excludes", scope));
        foreach (var scoping in (ReadOnlySpan<ObjectReader?>)[includes, excludes])
        {
            _ = scoping is null ? [] : SeccompProfileReader.Known(scoping, "arches", SeccompWords.DockerNames);
        }
        var isScoped = includes is not null || excludes is not null;
        var actions = Actions(names, region, Verdict(entry), !isScoped, (text, cause) => entry.Error(entry.Has("name") ? "name" : "names", text, cause));
        return !SeccompProfileReader.IsForMachine(includes, excludes, host) ? [] : actions.Map(action => action with
        {
            WithCapabilities = Capabilities(includes),
            WithoutCapabilities = Capabilities(excludes),
        });
    }

    private ImmutableArray<SyscallAction> Actions(
        ImmutableArray<string> names, ArgumentRegion? region, SyscallVerdict? verdict, bool isOnce, Func<string, string, InterceptorException> error)
    {
        var plain = names.RemoveAll(static name => name.StartsWith(SyscallGroup.Mark));
        var actions = ImmutableArray.CreateBuilder<SyscallAction>();
        foreach (var name in names)
        {
            var parts = SyscallGroup.Find(name, host.Architecture);
            _ = plain.Contains(name) ? name.All(static c => c is '_' || char.IsAsciiLetterOrDigit(c)) && name.Length > 0 ? name : throw error(name, $"invalid system call name \"{name}\"")
                : parts.IsEmpty ? throw error(name, $"unknown group \"{name}\"{NearestName.Hint(name, SyscallGroup.All)}")
                : region is not null ? throw error(name, $"{name} has arguments of its own, so it takes no \"args\"") : name;
            if (((region is null && isOnce) || parts.Length > 0) && !seen.Add(name))
            {
                throw error(name, $"{name} is listed twice in this rule");
            }
            named.Add(name);
            foreach (var part in parts)
            {
                named.UnionWith(part.Names);
                actions.Add(new SyscallAction(part.Names, verdict ?? SyscallVerdict.Fail(ErrnoName.Number(part.Errno)!.Value)) { Region = Wide(part.Region) });
            }
        }
        if (!plain.IsEmpty)
        {
            actions.Add(new SyscallAction(plain, verdict ?? SyscallVerdict.Fail(SeccompWords.Eperm)) { Region = Wide(region) });
        }
        return actions.DrainToImmutable();
    }

    // What is allowed is allowed by the whole argument; what is denied must not pass by bits that the kernel does not look at.
    private ArgumentRegion? Wide(ArgumentRegion? region) => isAllowed ? region : region?.WithLowerHalves();

    private static ArgumentRegion Region(ImmutableArray<ObjectReader> arguments)
    {
        var indexes = new HashSet<uint>();
        var conditions = arguments.Map(argument =>
        {
            var condition = SeccompProfileReader.ReadArgument(argument);
            var two = condition.ValueTwo ?? 0;
            _ = !indexes.Add(condition.Index!.Value) ? throw argument.Error("index", $"argument {condition.Index} has two conditions: want one; to match either, write two entries")
                : condition.Value > uint.MaxValue ? throw argument.Error("value", $"value must be at most {uint.MaxValue}: 32-bit programs have no greater arguments")
                : two > 0 && condition.Op != "SCMP_CMP_MASKED_EQ" ? throw argument.Error("valueTwo", "valueTwo is only valid with SCMP_CMP_MASKED_EQ")
                : (two & ~condition.Value) > 0 || (condition.Op, condition.Value) is ("SCMP_CMP_LT", 0) or ("SCMP_CMP_GT", uint.MaxValue)
                    ? throw argument.Error("value", "no argument of 32 bits satisfies this condition") : two;
            return condition;
        });
        return ArgumentRegion.Of(conditions)[0];
    }

    private SyscallVerdict? Verdict(ObjectReader entry)
    {
        var action = entry.Word("action");
        if (isAllowed)
        {
            return action is null ? SyscallVerdict.Allow : new SyscallVerdict(action, null);
        }
        var errno = Errno(entry);
        return action is null or "SCMP_ACT_ERRNO" ? errno is { } number ? SyscallVerdict.Fail(number) : null
            : errno is null ? new SyscallVerdict(action, null) : throw entry.Error("errno", $"{action} returns nothing, so it takes no \"errno\"");
    }

    private static uint? Errno(ObjectReader entry) => entry.Raw("errno") switch
    {
        null => null,
        JsonScalar { Kind: JsonKind.String } word => ErrnoName.Number(word.AsText()) ?? throw Wrong(entry, word.AsText()),
        JsonScalar { Kind: JsonKind.Number } => entry.Number<uint>("errno") is >= 1 and <= SeccompWords.GreatestErrno and var number ? number : throw Wrong(entry),
        _ => throw Wrong(entry),
    };

    private static InterceptorException Wrong(ObjectReader entry, string word = "") =>
        entry.Error("errno", $"errno must be a number from 1 to {SeccompWords.GreatestErrno}, or a name such as EPERM{ErrnoName.Hint(word)}");

    private static ImmutableArray<string> Capabilities(ObjectReader? scope) => scope is null ? []
        : scope.Texts("caps").Map(name => CapabilityNames.Known(name) ?? throw scope.Error("caps", name, CapabilityNames.Unknown(name)));
}
