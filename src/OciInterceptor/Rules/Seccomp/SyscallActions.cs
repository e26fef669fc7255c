using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Schema;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Seccomp;

/// <summary>Reads which calls a policy allows and denies.</summary>
internal static class SyscallActions
{
    private static readonly Member _names = new("names", Shape.Texts, "The system calls.", IsRequired: true);

    internal static Shape AllowShape { get; } = new Shape.ListOf(new Shape.Record(_names));

    private static readonly ImmutableArray<Member> _denied =
    [
        _names,
        new("errno", new Shape.Either(Shape.Integer, new Shape.Word(ErrnoName.All)), "What they fail with: a number or a name; EPERM without it."),
    ];

    internal static Shape DenyShape { get; } = new Shape.ListOf(new Shape.Record(_denied));

    internal static ImmutableArray<SyscallAction> Read(ObjectReader members)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var allowed = members.Records("allow", [_names]).Map(item => new SyscallAction(Names(item, seen), null));
        var kept = new HashSet<string>(seen, StringComparer.Ordinal);
        var denied = members.Records("deny", _denied).Map(item => Denial(Names(item, seen), Errno(item), kept));
        var isInRings = !IoUring.Own.Any(seen.Contains) && denied.Any(action => action.Names.Any(IoUring.Calls.Contains));
        return allowed.AddRange(denied).AddRange(isInRings ? [new SyscallAction(IoUring.Own, SeccompWords.Enosys) { TakesAnyErrno = true }] : []);
    }

    private static SyscallAction Denial(ImmutableArray<string> names, uint errno, IReadOnlySet<string> kept) =>
        new(names, errno) { Multiplexed = MultiplexedDenial.Of(names, errno, kept) };

    private static ImmutableArray<string> Names(ObjectReader item, HashSet<string> seen)
    {
        var names = item.Texts("names");
        foreach (var name in names)
        {
            if (!IsName(name))
            {
                throw item.Error("names", name, $"invalid system call name \"{name}\"");
            }
            if (!seen.Add(name))
            {
                throw item.Error("names", name, $"{name} is listed twice in this rule");
            }
        }
        return !names.IsEmpty ? names : throw item.Error("names", "names must not be empty");
    }

    private static bool IsName(string text)
    {
        var isName = text.Length > 0;
        foreach (var c in text)
        {
            isName &= c is '_' || char.IsAsciiLetterOrDigit(c);
        }
        return isName;
    }

    private static uint Errno(ObjectReader item) => item.Raw("errno") switch
    {
        null => SeccompWords.Eperm,
        JsonScalar { Kind: JsonKind.String } word => ErrnoName.Number(word.AsText()) ?? throw Wrong(item, word.AsText()),
        JsonScalar { Kind: JsonKind.Number } => item.Number<uint>("errno") is >= 1 and <= SeccompWords.GreatestErrno and var number ? number : throw Wrong(item),
        _ => throw Wrong(item),
    };

    private static InterceptorException Wrong(ObjectReader item, string word = "") =>
        item.Error("errno", $"errno must be a number from 1 to {SeccompWords.GreatestErrno}, or a name such as EPERM{NearestName.Hint(word, ErrnoName.All)}");
}
