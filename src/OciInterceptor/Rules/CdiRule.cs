using OciInterceptor.Host;
using OciInterceptor.Messages;
using OciInterceptor.Rules.Cdi;
using OciInterceptor.Rules.Hooks;
using OciInterceptor.Rules.Paths;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Rules;

/// <summary>Adds devices described in spec files of the Container Device Interface.</summary>
internal sealed record CdiRule : IRule
{
    internal const string TypeName = "cdi";

    private const string AnnotationPrefix = "cdi.k8s.io/";

    /// <summary>Full names: VENDOR/CLASS=NAME.</summary>
    internal ImmutableArray<string> Devices { get; init; } = [];

    /// <summary>Whether the container's annotations may name devices.</summary>
    internal bool FromAnnotations { get; init; }

    /// <summary>The variable of the container that may name devices; null for none.</summary>
    internal string? FromEnv { get; init; }

    /// <summary>The kind of the devices that the variable may name, there without it; null for whole names of any kind.</summary>
    internal string? Kind { get; init; }

    /// <summary>Where spec files are; later directories win.</summary>
    internal ImmutableArray<string> Directories { get; init; } = ["/etc/cdi", "/var/run/cdi"];

    /// <summary>Whether a spec file that cannot be read refuses every container that asks for a device.</summary>
    internal bool IsStrict { get; init; }

    /// <summary>The directories that may hold the programs of the devices' hooks.</summary>
    internal ImmutableArray<string> TrustedDirectories { get; init; } = HookTrust.DefaultDirectories;

    /// <summary>The machine that has the spec files and nodes; asked when the rule applies, since they change.</summary>
    internal required IHost Host { get; init; }

    internal static RuleType Type => new(
        TypeName,
        "Gives the container devices of the Container Device Interface (CDI).",
        Read,
        new Member("devices", Shape.Texts, "Devices for every container, \"vendor.com/class=name\" each."),
        new Member("fromAnnotations", Shape.Flag, "Let the container's annotations cdi.k8s.io/… name devices, separated by commas."),
        new Member("fromEnv", Shape.Text, "The variable of the container that may name devices, separated by commas; blanks around a name are ignored."),
        new Member("kind", Shape.Text, "The kind of the devices that the variable may name, \"vendor.com/class\": by their own names, or by whole names of this kind. By default whole names of any kind."),
        new Member("directories", Shape.Texts, "Directories of spec files, absolute paths; later ones win. By default /etc/cdi and /var/run/cdi."),
        new Member("strict", Shape.Flag, "Let one spec file that cannot be read refuse every container that requests a device."),
        HookTrust.TrustedDirectories);

    public bool Grants => true;

    public ImmutableArray<string> Notes
    {
        get
        {
            var specs = new CdiSpecs(Directories, isStrict: false, Host);
            return [.. specs.Notes(), .. new HookTrust(TrustedDirectories, IncludesEngines: false, Host).LinkNotes(specs.Programs)];
        }
    }

    public ImmutableArray<string> MembersForAuthors =>
        FromAnnotations && FromEnv is not null ? ["fromAnnotations", "fromEnv"] : FromAnnotations ? ["fromAnnotations"] : FromEnv is not null ? ["fromEnv"] : [];

    /// <exception cref="InterceptorException">A device is not available, or one of its hooks is refused.</exception>
    public RuntimeSpec Apply(RuntimeSpec spec)
    {
        var names = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in Devices.Concat(FromAnnotations ? Annotated(spec) : []).Concat(FromEnv is null ? [] : Named(spec, FromEnv)))
        {
            if (known.Add(name))
            {
                names.Add(name);
            }
        }
        if (names.Count == 0)
        {
            return spec;
        }
        var edits = new CdiSpecs(Directories, IsStrict, Host).EditsFor(names);
        var trust = new HookTrust(TrustedDirectories, IncludesEngines: false, Host);
        foreach (var hook in edits.Hooks)
        {
            trust.Check(hook.Hook, hook.Stage);
        }
        return edits.Apply(spec, Host);
    }

    private static List<string> Annotated(RuntimeSpec spec)
    {
        var names = new List<string>();
        var annotations = spec.Annotations ?? StringMap.Empty;
        var all = annotations.Names;
        for (var i = 0; i < all.Length; i++)
        {
            if (all[i].StartsWith(AnnotationPrefix, StringComparison.Ordinal))
            {
                names.AddRange(Split(annotations.At(i), $"the annotation {all[i]}"));
            }
        }
        return names;
    }

    private string[] Named(RuntimeSpec spec, string variable)
    {
        var values = ProcessFacts.Values(spec.Process, variable).ToImmutableArray();
        return values.IsEmpty || (values.Length == 1 && values[0] is null or "") ? []
            : values.Length > 1 ? throw new InterceptorException($"the variable {variable} is set more than once: programs differ in which value they take")
            : Split(string.Join(',', values[0]!.Split(',').Select(name => WithKind(name.Trim()))), $"the variable {variable}");
    }

    private string WithKind(string name) =>
        name.Length == 0 ? throw new InterceptorException($"the variable {FromEnv} has an empty name among its CDI devices")
        : Kind is null ? name
        : !name.Contains('=', StringComparison.Ordinal) ? $"{Kind}={name}"
        : name.StartsWith($"{Kind}=", StringComparison.Ordinal) ? name
        : throw new InterceptorException($"the variable {FromEnv} names the CDI device \"{CdiName.Shown(name)}\": want one of the kind {Kind}");

    private static string[] Split(string list, string origin)
    {
        var names = list.Split(',');
        return Array.Find(names, name => !CdiName.IsQualified(name)) is { } wrong
            ? throw new InterceptorException($"{origin} names an invalid CDI device \"{CdiName.Shown(wrong)}\": want {CdiName.Form}")
            : names;
    }

    private static CdiRule Read(ObjectReader members)
    {
        var devices = members.Texts("devices");
        if (devices.FirstOrDefault(name => !CdiName.IsQualified(name)) is { } wrong)
        {
            throw members.Error("devices", $"invalid CDI device \"{wrong}\": want {CdiName.Form}");
        }
        if (members.Text("fromEnv") is { } variable && (variable.Length == 0 || variable.Contains('=', StringComparison.Ordinal)))
        {
            throw members.Error("fromEnv", $"invalid variable name \"{variable}\": want a name without \"=\"");
        }
        if (members.Text("kind") is { } kind && (!members.Has("fromEnv") || !CdiName.IsKind(kind)))
        {
            throw members.Error("kind", members.Has("fromEnv") ? $"invalid CDI kind \"{kind}\": want VENDOR/CLASS, such as vendor.com/gpu" : "\"kind\" is only valid with \"fromEnv\"");
        }
        if (devices.IsEmpty && !members.Flag("fromAnnotations") && !members.Has("fromEnv"))
        {
            throw members.Error("a rule of type cdi needs devices, fromAnnotations or fromEnv");
        }
        var rule = new CdiRule
        {
            Devices = devices,
            FromAnnotations = members.Flag("fromAnnotations"),
            FromEnv = members.Text("fromEnv"),
            Kind = members.Text("kind"),
            IsStrict = members.Flag("strict"),
            TrustedDirectories = HookTrust.ReadDirectories(members),
            Host = members.Host,
        };
        var directories = members.Texts("directories").Select(path => PolicyPath.OnHost(members, "directories", path)).ToImmutableArray();
        return !members.Has("directories") ? rule
            : directories.IsEmpty ? throw members.Error("directories", "directories must not be empty")
            : rule with { Directories = directories };
    }
}
