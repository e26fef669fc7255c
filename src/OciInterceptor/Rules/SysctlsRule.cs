using OciInterceptor.Host;
using OciInterceptor.Messages;
using OciInterceptor.Rules.Namespaces;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Rules;

/// <summary>Sets and removes kernel parameters of the container's own namespaces.</summary>
internal sealed record SysctlsRule : IRule
{
    /// <summary>Parameters by their dotted names, each in a namespace.</summary>
    internal ImmutableArray<KeyValuePair<string, string>> Set { get; init; } = [];

    /// <summary>Parameters to remove, by their dotted names, unless they are to be set.</summary>
    internal ImmutableArray<Glob> Removed { get; init; } = [];

    /// <summary>The only parameters that may stay besides those to set; default for any.</summary>
    internal ImmutableArray<Glob> Allowed { get; init; }

    /// <summary>The machine, which recognizes its own namespaces.</summary>
    internal required IHost Host { get; init; }

    internal static RuleType Type => new(
        "sysctls",
        "Sets and removes kernel parameters that belong to the container's namespaces.",
        static members => new SysctlsRule
        {
            Set = members.TextMap("set").Map(entry => Checked(members, entry)),
            Removed = members.Globs("remove", forPaths: false),
            Allowed = members.Has("allow") ? members.Globs("allow", forPaths: false) : default,
            Host = members.Host,
        },
        new Member("set", Shape.TextMap, "Parameters by their dotted names, and their values."),
        new Member("remove", Shape.Texts, "Globs for the names of parameters to remove, before any is set."),
        new Member("allow", Shape.Texts, "Globs for the names of parameters that may stay: all others are removed, except those in set."));

    public bool Grants => !Set.IsEmpty;

    public RuntimeSpec Apply(RuntimeSpec spec) => spec.MapLinux(linux =>
    {
        foreach (var (name, _) in Set)
        {
            RequireOwnNamespace(linux, name);
        }
        var before = linux.Sysctl ?? StringMap.Empty;
        var after = before.Without(IsRemoved);
        foreach (var (name, value) in Set)
        {
            after = after[name] == value ? after : after.With(name, value);
        }
        return ReferenceEquals(after, before) ? linux : linux with { Sysctl = after };
    });

    // If one parameter has two spellings, runtimes apply both, in an unknown order.
    private bool IsRemoved(string name)
    {
        var dotted = SysctlName.Dotted(name);
        return Set.Any(entry => entry.Key == dotted) ? name != dotted : IsMatched(dotted);
    }

    private bool IsMatched(string name) =>
        Removed.Any(pattern => pattern.Matches(name)) || (!Allowed.IsDefault && !Allowed.Any(pattern => pattern.Matches(name)));

    // runc checks this for the network namespace alone: a sysctl must not be set in a namespace of the host.
    private void RequireOwnNamespace(LinuxSection linux, string name)
    {
        var type = SysctlName.NamespaceOf(name)!;
        var own = NamespaceFacts.Find(linux, type);
        if (own is null)
        {
            throw new InterceptorException($"the sysctl {name} would change the host: the container has no {type} namespace of its own");
        }
        if (own.Path is { Length: > 0 } path && NamespaceFacts.IsHosts(path, type, Host))
        {
            throw new InterceptorException($"the sysctl {name} would change the host: the container joins its {type} namespace by {path}");
        }
    }

    private static KeyValuePair<string, string> Checked(ObjectReader members, KeyValuePair<string, string> entry)
    {
        var (name, value) = entry;
        if (SysctlName.Dotted(name) != name)
        {
            throw members.Error("set", name, $"write the sysctl {name} with dots: {SysctlName.Dotted(name)}");
        }
        if (name == "kernel.hostname")
        {
            throw members.Error("set", name, "kernel.hostname cannot be set as a sysctl: runc refuses it, because it conflicts with the configuration's \"hostname\"");
        }
        if (SysctlName.NamespaceOf(name) is null || name.EndsWith('.'))
        {
            throw members.Error("set", name, $"the sysctl {name} belongs to no namespace: setting it would change the host");
        }
        return value.AsSpan().IndexOfAny('\n', '\0') < 0 ? entry : throw members.Error("set", name, $"the value of the sysctl {name} must be one line");
    }
}
