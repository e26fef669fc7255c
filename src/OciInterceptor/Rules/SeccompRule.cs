using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Rules.Seccomp;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules;

/// <summary>Filters system calls by a whole profile, by actions for single calls on top of the engine's filter or the profile, or by both.</summary>
internal sealed record SeccompRule : IRule
{
    // crun: a program of BPF, which nothing here can judge.
    private const string ReadyFilter = "run.oci.seccomp_bpf_data";

    private const string Notify = "SCMP_ACT_NOTIFY";

    /// <summary>The whole filter; null to leave it to the engine.</summary>
    internal SeccompProfile? Profile { get; init; }

    /// <summary>Whether the profile is for containers without a filter only.</summary>
    internal bool IfAbsent { get; init; }

    /// <summary>Whether a filter that denies less than any engine's still counts as one.</summary>
    internal bool KeepWeak { get; init; }

    /// <summary>Flags that a filter gets.</summary>
    internal ImmutableArray<string> Flags { get; init; } = [];

    /// <summary>The socket of the program that decides calls with SCMP_ACT_NOTIFY; null to leave it.</summary>
    internal string? ListenerPath { get; init; }

    /// <summary>Free text for that program; null to leave it.</summary>
    internal string? ListenerMetadata { get; init; }

    /// <summary>Actions for single calls, in order.</summary>
    internal ImmutableArray<SyscallAction> Actions { get; init; } = [];

    /// <summary>The architectures whose system calls programs on this machine may make, for a filter made from scratch.</summary>
    internal ImmutableArray<string> Architectures { get; init; } = [];

    internal static RuleType Type => new(
        "seccomp",
        "Filters system calls: a whole profile, or single calls allowed and denied.",
        static members => new SeccompRule
        {
            Profile = ReadBuiltIn(members),
            IfAbsent = members.Flag("ifAbsent"),
            KeepWeak = members.Flag("keepWeak"),
            Actions = ReadActions(members),
            Flags = SeccompProfileReader.Known(members, "flags", SeccompWords.Flags),
            ListenerPath = ReadListener(members),
            ListenerMetadata = members.Text("listenerMetadata"),
            Architectures = SeccompWords.ArchitecturesOf(members.Host.Architecture),
        },
        new Member("profile", Shape.Text, "\"docker-default\", \"containerd-default\", \"podman-default\", or the absolute path of a profile in the runtime-spec's form or Docker's."),
        new Member("ifAbsent", Shape.Flag, "Apply the profile only to containers without a filter, or with a weak one."),
        new Member("keepWeak", Shape.Flag, "With ifAbsent: keep a weak filter, which denies less than the default of every engine."),
        new Member("allow", SyscallActions.AllowShape, "Calls to allow: names, groups such as \"@af-alg\", or objects."),
        new Member("deny", SyscallActions.DenyShape, "Calls to deny: names, groups, or objects."),
        new Member("flags", new Shape.ListOf(new Shape.Word(SeccompWords.Flags)), "Flags that the filter gets besides its own, such as SECCOMP_FILTER_FLAG_LOG."),
        new Member("listenerPath", Shape.Text, "The socket of the program that decides calls with SCMP_ACT_NOTIFY, in place of the filter's own."),
        new Member("listenerMetadata", Shape.Text, "Text for that program."))
    {
        ReadFiles = static (rule, members) => members.Text("profile") is ['/', ..] path
            ? (SeccompRule)rule with { Profile = Listening(members, SeccompProfileReader.Read(path, members.Host.TrustedFile(path), members.Host)) }
            : rule,
    };

    public bool Grants => (Profile is not null && !IfAbsent) || ListenerPath is not null || Actions.Any(static action => action.Verdict.Allows);

    public ImmutableArray<string> Notes => Profile?.Notes ?? [];

    public RuntimeSpec Apply(RuntimeSpec spec)
    {
        if (spec.Annotations?[ReadyFilter] is not null && (Profile is not null || Actions.Any(static action => !action.Verdict.Allows)))
        {
            throw new InterceptorException($"the annotation {ReadyFilter} has crun load another filter in the place of linux.seccomp");
        }
        var capabilities = spec.Process?.Capabilities?.Bounding ?? default;
        return spec.MapLinux(linux =>
        {
            var before = Present(linux.Seccomp);
            var after = Profile is not null && !(IfAbsent && before is not null && (KeepWeak || !WeakFilter.Is(before, capabilities))) ? Profile.For(capabilities) : before;
            var actions = Actions.RemoveAll(action => !action.IsFor(capabilities.IsDefault ? [] : capabilities));
            // The filter that a denial makes is there before anything is allowed, as it is when the rule is applied to its result.
            after ??= actions.Any(static action => !action.Verdict.Allows) ? AllowAll(linux.Seccomp) : null;
            foreach (var action in after is null ? [] : actions)
            {
                after = action.Apply(after!, Architectures);
            }
            after = after is null ? null : Completed(after);
            return after is null || (before is not null && JsonValue.Same(after.Json, before.Json)) ? linux : linux with { Seccomp = after };
        });
    }

    private LinuxSeccomp Completed(LinuxSeccomp filter)
    {
        var missing = Flags.RemoveAll(flag => !filter.Flags.IsDefault && filter.Flags.Contains(flag));
        return filter with
        {
            Flags = missing.IsEmpty ? filter.Flags : filter.Flags.IsDefault ? missing : filter.Flags.AddRange(missing),
            ListenerPath = ListenerPath ?? filter.ListenerPath,
            ListenerMetadata = ListenerMetadata ?? filter.ListenerMetadata,
        };
    }

    // Runtimes treat an empty filter as none.
    private static LinuxSeccomp? Present(LinuxSeccomp? filter) =>
        filter is null || (string.IsNullOrEmpty(filter.DefaultAction) && filter.Syscalls.IsDefaultOrEmpty) ? null : filter;

    private LinuxSeccomp AllowAll(LinuxSeccomp? empty)
    {
        var filter = (empty ?? new LinuxSeccomp(JsonObject.Empty)) with { DefaultAction = "SCMP_ACT_ALLOW" };
        return filter.Architectures.IsDefaultOrEmpty && !Architectures.IsEmpty ? filter with { Architectures = Architectures } : filter;
    }

    private static ImmutableArray<SyscallAction> ReadActions(ObjectReader members)
    {
        var actions = SyscallActions.Read(members);
        foreach (var action in actions.RemoveAll(static action => action.Verdict.Action != Notify))
        {
            // A runtime writes the listener's descriptor itself, so write would wait for it.
            _ = !members.Has("listenerPath") ? throw Error(members, action, $"{Notify} needs listenerPath, the socket of the program that decides about {action.Names[0]}")
                : action.Names.Contains("write") ? throw Error(members, action, $"{Notify} cannot be used for write, by which a runtime hands over the listener") : action;
        }
        return actions;
    }

    // At the entry from which the action is; one that names a group is at least the first of those with such an action.
    private static InterceptorException Error(ObjectReader members, SyscallAction action, string cause)
    {
        var entries = members.Items("deny").OfType<JsonObject>().Where(entry => entry.Entry("action") is JsonScalar word && word.AsText() == action.Verdict.Action).ToList();
        return (entries.Find(entry => SyscallNames.Of(entry).Any(name => action.Names.Contains(name.AsText()))) ?? entries[0]).Error(cause);
    }

    private static string? ReadListener(ObjectReader members) => members.Text("listenerPath") switch
    {
        null when members.Has("listenerMetadata") => throw members.Error("listenerMetadata", "listenerMetadata needs listenerPath"),
        null => null,
        var path when path.StartsWith('/') => path,
        _ => throw members.Error("listenerPath", "listenerPath must be an absolute path"),
    };

    // Runtimes refuse what follows otherwise, or wait for ever.
    private static SeccompProfile Listening(ObjectReader members, SeccompProfile profile)
    {
        var notifying = profile.Entries.RemoveAll(static entry => entry.Syscall.Action != Notify);
        return profile.Frame.DefaultAction == Notify ? throw members.Error("profile", $"{Notify} cannot be the default action of a profile: the calls by which a runtime hands over the listener would wait for it")
            : notifying.Any(static entry => entry.Syscall.IsFor(["write"])) ? throw members.Error("profile", $"{Notify} cannot be used for write, by which a runtime hands over the listener")
            : notifying is [var first, ..] && !members.Has("listenerPath") && string.IsNullOrEmpty(profile.Frame.ListenerPath)
                ? throw members.Error("profile", $"{Notify} needs listenerPath, here or in the profile: the socket of the program that decides about {first.Syscall.Names[0]}")
            : profile;
    }

    // Null for a profile in a file, too, which is read later.
    private static SeccompProfile? ReadBuiltIn(ObjectReader members) => members.Text("profile") switch
    {
        null when members.Has("ifAbsent") => throw members.Error("ifAbsent", "ifAbsent needs a profile"),
        _ when members.Has("keepWeak") && !members.Flag("ifAbsent") => throw members.Error("keepWeak", "keepWeak needs ifAbsent"),
        null or ['/', ..] => null,
        var word => BuiltInFilter.Find(word)?.Read(members.Host)
            ?? throw members.Error("profile", $"profile must be one of {string.Join(", ", BuiltInFilter.Names)}, or an absolute path{NearestName.Hint(word, BuiltInFilter.Names)}"),
    };
}
