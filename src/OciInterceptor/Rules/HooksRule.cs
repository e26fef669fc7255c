using OciInterceptor.Json;
using OciInterceptor.Rules.Hooks;
using OciInterceptor.Rules.Paths;
using OciInterceptor.Schema;
using OciInterceptor.Spec;

namespace OciInterceptor.Rules;

/// <summary>Adds, removes and checks the hooks of a container's stages.</summary>
internal sealed record HooksRule : IRule
{
    /// <summary>Hooks to add. A hook that is also to be removed stays.</summary>
    internal ImmutableArray<StageHooks> Added { get; init; } = [];

    /// <summary>Whether they run after the existing hooks.</summary>
    internal bool IsAfter { get; init; }

    /// <summary>Globs for the programs of hooks to remove from every stage.</summary>
    internal ImmutableArray<Glob> Removed { get; init; } = [];

    internal required HookTrust Trust { get; init; }

    /// <summary>What of the file of oci-add-hooks is passed over.</summary>
    internal ImmutableArray<string> PassedOver { get; init; } = [];

    public ImmutableArray<string> Notes =>
        [.. PassedOver, .. Trust.LinkNotes(Added.Where(static some => HookStages.IsHosts(some.Stage)).SelectMany(static some => some.Hooks).Select(static hook => hook.Path))];

    internal static RuleType Type => new(
        "hooks",
        "Adds, removes and checks the hooks of a container's stages.",
        Read,
        new Member("add", new Shape.Record(AddedHook.Stages), "Hooks by stage, as in the runtime specification."),
        new Member("file", Shape.Text, "A file in the format of oci-add-hooks, whose hooks are added after those of add."),
        new Member("position", new Shape.Word("before", "after"), "Where the hooks are added: \"before\" the existing ones, the default, or \"after\" them."),
        new Member("remove", Shape.Texts, "Globs for the paths of hooks to remove, from every stage."),
        HookTrust.VerifyAll,
        HookTrust.TrustedDirectories)
    {
        ReadFiles = static (rule, members) => members.Has("file") ? ((HooksRule)rule).WithFile(members) : rule,
        FactMembers = ["add"],
        FactsFrom = AddedHook.FactsFrom,
        WhyNotFilled = AddedHook.WhyNotTold,
    };

    public bool Grants => !Added.IsEmpty || !Removed.IsEmpty;

    public RuntimeSpec Apply(RuntimeSpec spec)
    {
        var after = spec;
        foreach (var stage in HookStages.Names)
        {
            after = RemoveFrom(after, stage);
        }
        foreach (var stage in Added)
        {
            after = stage.AddTo(after, IsAfter);
        }
        Trust.Check(after, Added);
        return after;
    }

    private RuntimeSpec RemoveFrom(RuntimeSpec spec, string stage)
    {
        var before = StageHooks.ListOf(spec, stage);
        var after = before.RemoveAll(hook => IsRemoved(hook) && !IsAdded(hook, stage));
        return after.Length == before.Length ? spec : StageHooks.WithList(spec, stage, after);
    }

    private bool IsRemoved(Hook hook) => hook.Path is { } path && Removed.Any(pattern => pattern.Matches(path));

    private bool IsAdded(Hook hook, string stage) => Added.Any(some => some.Stage == stage && some.Hooks.Any(added => AddedHook.AreSame(added, hook)));

    private static HooksRule Read(ObjectReader members)
    {
        _ = members.Text("file") is { } path ? PolicyPath.OnHost(members, "file", path) : null;
        return new HooksRule
        {
            Added = members.Record("add", AddedHook.Stages) is { } stages ? AddedHook.ReadStages(stages) : [],
            IsAfter = members.Word("position") == "after",
            Removed = members.Globs("remove", forPaths: true),
            Trust = HookTrust.Read(members),
        };
    }

    private HooksRule WithFile(ObjectReader members)
    {
        var path = PolicyPath.OnHost(members, "file", members.Text("file")!);
        var file = AddHooksFile.Read(CommentedJson.Parse(members.Host.TrustedFile(path), path), members.Host);
        return this with { Added = Merged(Added, file.Stages), PassedOver = file.Notes };
    }

    // One list per stage keeps the order in which they are written.
    private static ImmutableArray<StageHooks> Merged(ImmutableArray<StageHooks> one, ImmutableArray<StageHooks> other) =>
        HookStages.Names.Select(stage => new StageHooks(stage, one.Concat(other).Where(some => some.Stage == stage).SelectMany(some => some.Hooks).ToImmutableArray()))
            .Where(some => !some.Hooks.IsEmpty).ToImmutableArray();
}
