using OciInterceptor.Engines.Running;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Messages;
using OciInterceptor.Spec;

namespace OciInterceptor.Engines.Inspection;

/// <summary>
/// Which settings a rule's operations are about. An item that was added is named by its value, and one that was changed by the item
/// that the finished document has there. One that was removed has left no name: then the family alone is known.
/// </summary>
internal sealed class TouchedSettings
{
    private readonly HashSet<Setting> _settings = [];
    private readonly HashSet<string> _families = new(StringComparer.Ordinal);

    // The members whose items are settings.
    private static ImmutableArray<(string Pointer, string Family)> Lists =>
    [
        ("/process/env", Setting.Env), ("/process/rlimits", Setting.Rlimit), ("/process/capabilities/bounding", Setting.Capability), ("/mounts", Setting.Mount),
        ("/linux/maskedPaths", Setting.Masked), ("/linux/readonlyPaths", Setting.ReadonlyPath), ("/linux/devices", Setting.Device),
        ("/linux/namespaces", Setting.Namespace), ("/linux/sysctl", Setting.Sysctl),
    ];

    private static ImmutableArray<(string Pointer, Setting Setting)> Members =>
    [
        ("/process/user/uid", new(Setting.User)), ("/process/user/gid", new(Setting.User)), ("/process/noNewPrivileges", new(Setting.NoNewPrivileges)), ("/process/apparmorProfile", new(Setting.Apparmor)),
        ("/process/selinuxLabel", new(Setting.SelinuxLabel)), ("/process/oomScoreAdj", new(Setting.OomScore)), ("/root/readonly", new(Setting.ReadonlyRoot)),
        ("/linux/seccomp", new(Setting.Seccomp)), ("/linux/resources/memory/limit", new(Setting.Memory)), ("/linux/resources/memory/swap", new(Setting.Swap)),
        ("/linux/resources/pids/limit", new(Setting.Processes)), ("/linux/resources/cpu/quota", new(Setting.CpuTime)), ("/linux/resources/cpu/period", new(Setting.CpuTime)),
        ("/linux/resources/cpu/shares", new(Setting.CpuShares)), ("/linux/resources/cpu/cpus", new(Setting.Cpus)),
        ("/process/capabilities/permitted", new(Setting.CapabilitySet, "permitted")), ("/process/capabilities/effective", new(Setting.CapabilitySet, "effective")),
        ("/process/capabilities/inheritable", new(Setting.CapabilitySet, "inheritable")), ("/process/capabilities/ambient", new(Setting.CapabilitySet, "ambient")),
    ];

    /// <param name="changes">The operations of the rule, and of those after it.</param>
    /// <param name="count">How many of them are the rule's.</param>
    /// <param name="result">The document after all of them.</param>
    internal TouchedSettings(ImmutableArray<PatchOperation> changes, int count, RuntimeSpec result)
    {
        for (var i = 0; i < count; i++)
        {
            Add(changes, i, result);
        }
    }

    /// <summary>Whether the rule made a setting what it is.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="differs">Whether the configuration has another value than the engine's record.</param>
    internal bool Has(Setting setting, bool differs) => _settings.Contains(setting) || (differs && _families.Contains(setting.Family))
        || (setting.Family is Setting.MountFlags or Setting.MountSize && _settings.Contains(setting with { Family = Setting.Mount }));

    /// <summary>Whether a place of the document is among the settings.</summary>
    internal static bool IsKnown(string path) =>
        Members.Any(member => Concerns(path, member.Pointer)) || Lists.Any(list => Concerns(path, list.Pointer));

    /// <summary>The family of the list that an operation takes an item out of; null if it takes none.</summary>
    internal static string? RemovedFrom(PatchOperation change) =>
        change.Op == "remove" && Lists.Where(list => JsonPointer.IsInside(change.Path, list.Pointer) && JsonPointer.Parse(change.Path[list.Pointer.Length..]).Length == 1).ToList() is [var (_, family), ..] ? family : null;

    private void Add(ImmutableArray<PatchOperation> changes, int at, RuntimeSpec result)
    {
        var change = changes[at];
        foreach (var (pointer, setting) in Members)
        {
            if (Concerns(change.Path, pointer))
            {
                _settings.Add(setting);
            }
        }
        foreach (var (pointer, family) in Lists)
        {
            if (JsonPointer.IsInside(change.Path, pointer))
            {
                AddItem(changes, at, pointer, family, result);
            }
            else if (Concerns(change.Path, pointer))
            {
                AddWhole(change, pointer, family);
            }
        }
    }

    private static bool Concerns(string path, string pointer) => path == pointer || JsonPointer.IsInside(path, pointer) || JsonPointer.IsInside(pointer, path);

    private void AddItem(ImmutableArray<PatchOperation> changes, int at, string pointer, string family, RuntimeSpec result)
    {
        var steps = JsonPointer.Parse(changes[at].Path[pointer.Length..]);
        var name = family == Setting.Sysctl ? steps[0]
            : steps.Length == 1 && changes[at].Value is { } value ? NameOf(family, value)
            : steps.Length > 1 && ListPosition.AtEnd(changes, at, pointer) is { } index ? Item(result.Json, pointer, index) is { } item ? NameOf(family, item) : null
            : null;
        if (name is null)
        {
            _families.Add(family);
        }
        else
        {
            _settings.Add(new Setting(family, name));
        }
    }

    // A list that is new has all its items by this rule; of one that was another, some may have gone.
    private void AddWhole(PatchOperation change, string pointer, string family)
    {
        if (change.Op != "add")
        {
            _families.Add(family);
        }
        var list = change.Value is { } value ? change.Path == pointer ? value : JsonTree.Find(value, pointer[change.Path.Length..]) : null;
        var names = list switch
        {
            JsonArray array => array.Items.Select(item => NameOf(family, item)),
            JsonObject map => map.Members.Select(member => (string?)member.Name.AsText()),
            _ => [],
        };
        foreach (var name in names.OfType<string>())
        {
            _settings.Add(new Setting(family, name));
        }
    }

    private static JsonValue? Item(JsonObject document, string pointer, int index)
    {
        try
        {
            return JsonTree.Find(document, JsonPointer.Item(pointer, index));
        }
        catch (InterceptorException)
        {
            // The document is not the one that the operations made.
            return null;
        }
    }

    private static string? NameOf(string family, JsonValue item)
    {
        var members = new RecordMembers(item as JsonObject);
        return family switch
        {
            Setting.Rlimit or Setting.Namespace => members.Text("type"),
            Setting.Device => members.Text("path"),
            Setting.Mount => members.Text("destination") is { } destination ? Spec.Facts.ContainerPath.Clean(destination) : null,
            _ when item is not JsonScalar { Kind: JsonKind.String } => null,
            Setting.Env => SettingText.Variable(((JsonScalar)item).AsText()).Name,
            Setting.Capability => SettingText.ShortName(((JsonScalar)item).AsText()),
            _ => Spec.Facts.ContainerPath.Clean(((JsonScalar)item).AsText()),
        };
    }
}
