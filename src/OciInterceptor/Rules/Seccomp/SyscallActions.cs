using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Seccomp;

/// <summary>Reads which calls a policy allows and denies.</summary>
internal static class SyscallActions
{
    private static readonly ImmutableArray<Member> _argument =
    [
        new("index", Shape.Integer, "Which argument, from 0 to 5.", IsRequired: true),
        new("value", Shape.Integer, "What it is compared with, a number of at most 32 bits; with SCMP_CMP_MASKED_EQ the mask.", IsRequired: true),
        new("valueTwo", Shape.Integer, "With SCMP_CMP_MASKED_EQ what the masked argument is compared with; 0 without it."),
        new("op", new Shape.Word(SeccompWords.Operators), "How, in libseccomp's words.", IsRequired: true),
    ];

    private static readonly ImmutableArray<Member> _scope =
    [
        new("caps", Shape.Texts, "Capabilities in the container's bounding set: all of \"includes\", none of \"excludes\"."),
        new("arches", Shape.Texts, "Processors by the names of libseccomp's Go binding: amd64, x86, arm64, ppc64le, loong64 …"),
        new("minKernel", Shape.Text, "The oldest kernel, such as \"4.8\"."),
    ];

    private static readonly ImmutableArray<Member> _allowed =
    [
        new("names", Shape.Texts, "The system calls, or groups of them such as \"@io-uring\"."),
        new("name", Shape.Text, "The only system call."),
        new("args", new Shape.ListOf(new Shape.Record(_argument)), "Conditions on the arguments, which must all hold."),
        new("action", new Shape.Word("SCMP_ACT_ALLOW", "SCMP_ACT_LOG"), "What happens; by default SCMP_ACT_ALLOW."),
        new("includes", new Shape.Record(_scope), "What must hold for the entry to apply."),
        new("excludes", new Shape.Record(_scope), "What must not hold for the entry to apply."),
    ];

    private static readonly ImmutableArray<Member> _denied =
    [
        .. _allowed.RemoveAll(static member => member.Name == "action"),
        new("action", new Shape.Word("SCMP_ACT_ERRNO", "SCMP_ACT_NOTIFY", "SCMP_ACT_TRAP", "SCMP_ACT_KILL", "SCMP_ACT_KILL_THREAD", "SCMP_ACT_KILL_PROCESS"), "What happens; by default SCMP_ACT_ERRNO. SCMP_ACT_NOTIFY needs listenerPath."),
        new("errno", new Shape.Either(Shape.Integer, new Shape.WordFrom(static () => ErrnoName.All)), "What the calls fail with: a number, or a name of errno(3) such as \"ENOSYS\". By default EPERM."),
    ];

    internal static Shape AllowShape { get; } = new Shape.ListOf(new Shape.Either(Shape.Text, new Shape.Record(_allowed)));

    internal static Shape DenyShape { get; } = new Shape.ListOf(new Shape.Either(Shape.Text, new Shape.Record(_denied)));

    internal static ImmutableArray<SyscallAction> Read(ObjectReader members)
    {
        var (seen, named) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        var allowed = ReadAll(members, "allow", _allowed, seen, named);
        var kept = new HashSet<string>(named, StringComparer.Ordinal);
        var denied = ReadAll(members, "deny", _denied, seen, named);
        var actions = allowed.AddRange(denied).Map(action => action with { Multiplexed = MultiplexedDenial.Of(action.Names, action.Verdict, kept) });
        actions = Composed(actions);
        var isInRings = !IoUring.Own.Any(named.Contains) && denied.Any(static action => action.Names.Any(IoUring.Calls.Contains));
        return isInRings ? actions.Add(new SyscallAction(IoUring.Own, SyscallVerdict.Fail(SeccompWords.Enosys)) { TakesAnyErrno = true }) : actions;
    }

    // A later entry comes before an earlier one, so the earlier one is for what the later leaves: applied one after another,
    // they would open what they have closed, and close it again each time.
    private static ImmutableArray<SyscallAction> Composed(ImmutableArray<SyscallAction> actions)
    {
        var composed = ImmutableArray.CreateBuilder<SyscallAction>();
        for (var i = 0; i < actions.Length; i++)
        {
            var (action, whole) = (actions[i], ImmutableArray.CreateBuilder<string>());
            foreach (var name in action.Names)
            {
                var later = Later(actions, i, name);
                if (later.IsEmpty)
                {
                    whole.Add(name);
                    continue;
                }
                var left = ArgumentRegion.Without([action.Region ?? ArgumentRegion.Any], later.Select(static other => other.Region ?? ArgumentRegion.Any));
                composed.AddRange(left.Map(region => action with { Names = [name], Region = action.Verdict.Allows ? region : region.Widened() }));
            }
            if (whole.Count > 0)
            {
                composed.Add(action with { Names = whole.DrainToImmutable() });
            }
        }
        return composed.DrainToImmutable();
    }

    private static ImmutableArray<SyscallAction> Later(ImmutableArray<SyscallAction> actions, int index, string name)
    {
        var later = ImmutableArray.CreateBuilder<SyscallAction>();
        foreach (var action in actions.AsSpan()[(index + 1)..])
        {
            if (!action.IsScoped && action.Names.Contains(name))
            {
                later.Add(action);
            }
        }
        return later.DrainToImmutable();
    }

    private static ImmutableArray<SyscallAction> ReadAll(ObjectReader members, string list, ImmutableArray<Member> declared, HashSet<string> seen, HashSet<string> named)
    {
        var actions = ImmutableArray.CreateBuilder<SyscallAction>();
        foreach (var item in members.Items(list))
        {
            var entry = new SyscallEntryReader(list == "allow", seen, named, members.Host);
            actions.AddRange(item switch
            {
                JsonScalar { Kind: JsonKind.String } name => entry.Read(name),
                JsonObject json => entry.Read(new ObjectReader(json, declared, members.Host), _argument, _scope),
                _ => throw item.Error($"{list} must be a list of names and objects"),
            });
        }
        return actions.DrainToImmutable();
    }
}
