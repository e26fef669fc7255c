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

    /// <summary>The whole filter; null to leave it to the engine.</summary>
    internal SeccompProfile? Profile { get; init; }

    /// <summary>Whether the profile is for containers without a filter only.</summary>
    internal bool IfAbsent { get; init; }

    /// <summary>Whether a filter that denies less than any engine's still counts as one.</summary>
    internal bool KeepWeak { get; init; }

    /// <summary>Actions for single calls; each call once.</summary>
    internal ImmutableArray<SyscallAction> Verdicts { get; init; } = [];

    /// <summary>The architectures whose system calls programs on this machine may make, for a filter made from scratch.</summary>
    internal ImmutableArray<string> Architectures { get; init; } = [];

    internal static RuleType Type => new(
        "seccomp",
        "Filters system calls: a whole profile, or single calls allowed and denied.",
        static members => new SeccompRule
        {
            Profile = ReadProfile(members),
            IfAbsent = members.Flag("ifAbsent"),
            KeepWeak = members.Flag("keepWeak"),
            Verdicts = SyscallActions.Read(members),
            Architectures = SeccompWords.ArchitecturesOf(members.Host.Architecture),
        },
        new Member("profile", Shape.Text, "\"docker-default\", \"containerd-default\", \"podman-default\", or a file with a profile in the runtime-spec's form or Docker's."),
        new Member("ifAbsent", Shape.Flag, "Whether the profile is for containers without a filter only."),
        new Member("keepWeak", Shape.Flag, "With ifAbsent: whether a filter that denies less than the default of every engine stays too."),
        new Member("allow", SyscallActions.AllowShape, "Calls to allow."),
        new Member("deny", SyscallActions.DenyShape, "Calls to deny."));

    public bool Grants => (Profile is not null && !IfAbsent) || Verdicts.Any(verdict => verdict.Errno is null);

    public RuntimeSpec Apply(RuntimeSpec spec)
    {
        if (spec.Annotations?[ReadyFilter] is not null && (Profile is not null || Verdicts.Any(verdict => verdict.Errno is not null)))
        {
            throw new InterceptorException($"the annotation {ReadyFilter} has crun load another filter in the place of linux.seccomp");
        }
        var capabilities = spec.Process?.Capabilities?.Bounding ?? default;
        return spec.MapLinux(linux =>
        {
            var before = Present(linux.Seccomp);
            var after = Profile is not null && !(IfAbsent && before is not null && (KeepWeak || !WeakFilter.Is(before, capabilities))) ? Profile.For(capabilities) : before;
            foreach (var verdict in Verdicts)
            {
                after = after is null && verdict.Errno is null ? null : verdict.Apply(after ?? AllowAll(linux.Seccomp), Architectures);
            }
            return after is null || (before is not null && JsonValue.Same(after.Json, before.Json)) ? linux : linux with { Seccomp = after };
        });
    }

    // Runtimes treat an empty filter as none.
    private static LinuxSeccomp? Present(LinuxSeccomp? filter) =>
        filter is null || (string.IsNullOrEmpty(filter.DefaultAction) && filter.Syscalls.IsDefaultOrEmpty) ? null : filter;

    private LinuxSeccomp AllowAll(LinuxSeccomp? empty)
    {
        var filter = (empty ?? new LinuxSeccomp(JsonObject.Empty)) with { DefaultAction = "SCMP_ACT_ALLOW" };
        return filter.Architectures.IsDefaultOrEmpty && !Architectures.IsEmpty ? filter with { Architectures = Architectures } : filter;
    }

    private static SeccompProfile? ReadProfile(ObjectReader members) => members.Text("profile") switch
    {
        null when members.Has("ifAbsent") => throw members.Error("ifAbsent", "ifAbsent needs a profile"),
        _ when members.Has("keepWeak") && !members.Flag("ifAbsent") => throw members.Error("keepWeak", "keepWeak needs ifAbsent"),
        null => null,
        var path when path.StartsWith('/') => SeccompProfileReader.Read(path, members.Host.TrustedFile(path), members.Host),
        var word => BuiltInFilter.Find(word)?.Read(members.Host)
            ?? throw members.Error("profile", $"profile must be one of {string.Join(", ", BuiltInFilter.Names)}, or an absolute path{NearestName.Hint(word, BuiltInFilter.Names)}"),
    };
}
