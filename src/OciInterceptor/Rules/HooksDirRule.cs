using OciInterceptor.Rules.Hooks;
using OciInterceptor.Rules.Paths;
using OciInterceptor.Schema;
using OciInterceptor.Spec;

namespace OciInterceptor.Rules;

/// <summary>Adds the hooks of hooks.d directories, as Podman and CRI-O do (oci-hooks(5)).</summary>
internal sealed record HooksDirRule : IRule
{
    /// <summary>Where the files are; later directories win.</summary>
    internal ImmutableArray<string> Directories { get; init; } = [];

    /// <summary>In the order in which they are added.</summary>
    internal ImmutableArray<HookDefinition> Definitions { get; init; } = [];

    /// <summary>Dangling symlinks.</summary>
    internal ImmutableArray<string> Missing { get; init; } = [];

    internal required HookTrust Trust { get; init; }

    internal static RuleType Type => new(
        "hooks-dir",
        "Adds the hooks of hooks.d directories, as Podman and CRI-O do.",
        Read,
        new Member("directories", Shape.Texts, "The directories, in their order; a file in a later one replaces files of its name in earlier ones. By default /usr/share/containers/oci/hooks.d and /etc/containers/oci/hooks.d."),
        HookTrust.VerifyAll,
        HookTrust.TrustedDirectories)
    {
        ReadFiles = static (rule, members) => ((HooksDirRule)rule).WithFiles(members),
    };

    public bool Grants => true;

    /// <summary>Whether a hook may edit the configuration, which is what a filter does.</summary>
    internal bool RunsPrograms => Definitions.Any(static definition => definition.Stages.Contains(HookDefinition.Precreate));

    public ImmutableArray<string> Notes =>
    [
        .. Definitions.SelectMany(static definition => definition.Notes),
        .. Missing.Select(static path => $"{path} is ignored, as in Podman: it is a dangling symlink"),
        .. Trust.LinkNotes(Definitions.Where(static definition => definition.Stages.Any(HookStages.IsHosts)).Select(static definition => definition.Hook.Path)),
    ];

    public RuntimeSpec Apply(RuntimeSpec spec)
    {
        var matching = Definitions.Where(definition => definition.IsFor(spec)).ToImmutableArray();
        var added = HookStages.Names.Select(stage => new StageHooks(stage,
            matching.Where(definition => definition.Stages.Contains(stage)).Select(definition => definition.Hook).ToImmutableArray())).ToImmutableArray();
        var after = spec;
        foreach (var stage in added)
        {
            after = stage.AddTo(after, isAfter: true);
        }
        Trust.Check(after, added);
        foreach (var definition in matching)
        {
            if (definition.Stages.Contains(HookDefinition.Precreate))
            {
                after = new FilterRule(AddedHook.Program(definition.Hook, Trust.Directories), Trust.Host).Apply(after);
            }
        }
        return after;
    }

    // Case is ignored first, so that names that differ only in case stay together.
    private static int ByName(string a, string b) => string.CompareOrdinal(a.ToLowerInvariant(), b.ToLowerInvariant()) is var order and not 0 ? order : string.CompareOrdinal(a, b);

    private static HooksDirRule Read(ObjectReader members) => new()
    {
        Directories = members.Has("directories")
            ? members.Texts("directories").Select(path => PolicyPath.OnHost(members, "directories", path)).ToImmutableArray()
            : ["/usr/share/containers/oci/hooks.d", "/etc/containers/oci/hooks.d"],
        Trust = HookTrust.Read(members),
    };

    private HooksDirRule WithFiles(ObjectReader members)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        var missing = new List<string>();
        foreach (var path in Directories.SelectMany(directory => members.Host.FilesIn(directory, ".json")))
        {
            if (members.Host.Exists(path))
            {
                files[Path.GetFileName(path)] = path;
            }
            else
            {
                missing.Add(path);
            }
        }
        return this with
        {
            Definitions = files.Keys.Order(Comparer<string>.Create(ByName))
                .Select(name => HookDefinition.Read(files[name], members.Host.TrustedFile(files[name]), members.Host)).ToImmutableArray(),
            Missing = [.. missing],
        };
    }
}
