using OciInterceptor.Host;
using OciInterceptor.Messages;
using OciInterceptor.Schema;
using OciInterceptor.Spec;

namespace OciInterceptor.Rules.Hooks;

/// <summary>When a hook of a hooks.d file is added: all its members must hold (oci-hooks(5)).</summary>
internal sealed record HookCondition
{
    internal static readonly ImmutableArray<Member> Members =
    [
        new("always", Shape.Flag, "Holds when it is true."),
        new("annotations", Shape.TextMap, "Expressions for names and values, each pair of which an annotation must match."),
        new("commands", Shape.Texts, "Expressions, one of which the first argument of the process must match."),
        new("hasBindMounts", Shape.Flag, "Holds when it is true and something of the host is bind mounted."),
    ];

    internal bool? Always { get; init; }

    internal ImmutableArray<(GoExpression Name, GoExpression Value)> Annotations { get; init; } = [];

    /// <summary>Empty if any command matches.</summary>
    internal ImmutableArray<GoExpression> Commands { get; init; } = [];

    internal bool? HasBindMounts { get; init; }

    /// <summary>Whether any of the conditions suffices, as in the first format; else all must hold.</summary>
    internal bool IsAny { get; init; }

    /// <summary>Why the conditions never hold, as in the reference, where a condition that is false is not the opposite of one that is true; null if they may.</summary>
    internal string? WhyNever =>
        IsAny ? (Annotations, Commands, HasBindMounts) switch
        {
            ([], [], null) => "it has no condition: cmds, annotations or hasbindmounts",
            ([], [], false) => "\"hasbindmounts\": false never holds, and it has no other condition",
            _ => null,
        }
        : IsEmpty ? "it has no condition, such as \"always\": true in \"when\""
        : Always == false ? "\"always\": false never holds"
        : HasBindMounts == false ? "\"hasBindMounts\": false never holds"
        : null;

    /// <summary>Whether nothing is asked: such a hook is never added.</summary>
    internal bool IsEmpty => this is { Always: null, Annotations: [], Commands: [], HasBindMounts: null };

    internal static HookCondition Read(ObjectReader when) => new()
    {
        Always = when.Has("always") ? when.Flag("always") : null,
        Annotations = when.TextMap("annotations")
            .Select(pair => (Expression(when, "annotations", pair.Key), Expression(when, "annotations", pair.Value))).ToImmutableArray(),
        Commands = Expressions(when, "commands"),
        HasBindMounts = when.Has("hasBindMounts") ? when.Flag("hasBindMounts") : null,
    };

    /// <summary>The expressions that a member lists.</summary>
    /// <exception cref="InterceptorException">One of them is invalid.</exception>
    internal static ImmutableArray<GoExpression> Expressions(ObjectReader members, string name) => members.Texts(name).Map(text => Expression(members, name, text));

    /// <remarks>In the order in which the reference asks, containers/common (pkg/hooks/1.0.0/when.go): what is decided before is not asked.</remarks>
    /// <exception cref="InterceptorException">The process has no arguments, and its command is asked for.</exception>
    internal bool Holds(RuntimeSpec spec) => !IsEmpty && (IsAny ? HoldsOne(spec) : HoldsAll(spec));

    private bool HoldsOne(RuntimeSpec spec) =>
        (HasBindMounts == true && MountFacts.HasBinds(spec))
        || Annotations.Any(pair => HasAnnotation(spec, pair.Name, pair.Value))
        || HasCommand(spec) == true;

    private bool HoldsAll(RuntimeSpec spec) =>
        Always is not false
        && (HasBindMounts is not { } expected || (expected && MountFacts.HasBinds(spec)))
        && Annotations.All(pair => HasAnnotation(spec, pair.Name, pair.Value))
        && (HasCommand(spec) ?? this with { Commands = [] } is { IsEmpty: false });

    // Null if it is not asked for, as of a container without a process.
    private bool? HasCommand(RuntimeSpec spec) =>
        Commands.IsEmpty || spec.Process is not { } process ? null
        : process.Args is { IsDefaultOrEmpty: false } args ? Commands.Any(expression => expression.Matches(args[0]))
        : throw new InterceptorException("the file has a condition on the process's command, but the process has no arguments");

    private static bool HasAnnotation(RuntimeSpec spec, GoExpression name, GoExpression value)
    {
        if (spec.Annotations is not { } annotations)
        {
            return false;
        }
        var names = annotations.Names;
        for (var i = 0; i < names.Length; i++)
        {
            if (name.Matches(names[i]) && value.Matches(annotations.At(i)))
            {
                return true;
            }
        }
        return false;
    }

    /// <exception cref="InterceptorException">It is invalid, or has what is not supported.</exception>
    internal static GoExpression Expression(ObjectReader members, string name, string text)
    {
        try
        {
            return new GoExpression(text);
        }
        catch (InterceptorException e)
        {
            throw members.Error(name, text, e.Message);
        }
    }
}
