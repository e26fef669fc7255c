using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Rules.Namespaces;
using OciInterceptor.Schema;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Conditions;

/// <summary>Reads a rule's "when".</summary>
internal static class ConditionReader
{
    internal static readonly Shape When = new Shape.Named("when", () => new Shape.Filled(new Shape.Record(Members)));

    private static readonly Shape _patterns = new Shape.Either(Shape.Text, new Shape.Filled(Shape.Texts));
    private static readonly Shape _patternsByName = new Shape.Filled(new Shape.MapOf(_patterns));

    /// <summary>The conditions there are.</summary>
    internal static ImmutableArray<Member> Members { get; } =
    [
        new("annotations", _patternsByName, "Annotations and the globs their values must match. Chosen by the container's author."),
        new("env", _patternsByName, "Environment variables and the globs their values must match. Chosen by the container's author."),
        new("command", _patterns, "Globs for the command: the first argument of the process. Chosen by the container's author."),
        new("hostname", _patterns, "Globs for the host name. Chosen by the container's author."),
        new("containerId", _patterns, "Globs for the container's ID. Chosen by the engine."),
        new("mountSource", new Shape.Filled(Shape.Texts), "Host paths: holds when a mount or the root file system gives one of them away, by any name, link or parent. Chosen by whoever may use the engine."),
        new("mountSourceOutside", new Shape.Filled(Shape.Texts), "Globs for host paths: holds when something of the host is mounted that none of them matches. Chosen by whoever may use the engine."),
        new("mountDestination", _patterns, "Globs for the places in the container where something is mounted."),
        new("privileged", Shape.Flag, "Whether the container is privileged as Docker's --privileged makes it: it may use every device and could reach them. Chosen by whoever may use the engine."),
        new("hostNamespaces", new Shape.Filled(new Shape.ListOf(NamespaceFacts.Types)), "Kinds of namespaces: holds when the container shares one of them with the host. Chosen by whoever may use the engine."),
        new("capabilities", new Shape.Filled(Shape.Texts), "Capabilities, with or without CAP_: holds when the process could have one of them. Chosen by whoever may use the engine."),
        new("apparmorProfile", _patterns, "Globs for the AppArmor profile. Chosen by whoever may use the engine."),
        new("selinuxLabel", _patterns, "Globs for the process's SELinux label. Chosen by whoever may use the engine."),
        new("hasBindMounts", Shape.Flag, "Whether anything of the host is bind mounted."),
        new("user", _patterns, "Globs for the process's user: \"uid\" or \"uid:gid\"."),
        new("verb", _patterns, "Globs for the runtime's verb: create, run, restore, exec."),
        new("noPivot", Shape.Flag, "Whether the call has the option --no-pivot, so that the host's root is covered and not let go of. Chosen by the engine."),
        new("not", When, "Holds when these conditions do not all hold."),
        new("any", new Shape.Filled(new Shape.ListOf(When)), "Holds when one of these holds."),
    ];

    /// <summary>Reads the conditions of one object; all must hold.</summary>
    /// <exception cref="InterceptorException">One is malformed, or says nothing: it would hold always, or never.</exception>
    internal static ICondition Read(ObjectReader when)
    {
        var conditions = ImmutableArray.CreateBuilder<ICondition>();
        foreach (var member in Members)
        {
            if (when.IsThere(member.Name))
            {
                foreach (var condition in ReadOne(when, member.Name))
                {
                    conditions.Add(Mark(member.Name, condition));
                }
            }
        }
        return conditions.Count == 0 ? throw when.Error("there is no condition in it") : new AllOf(conditions.DrainToImmutable());
    }

    // An exec's document is a process alone.
    private static ICondition Mark(string name, ICondition condition) =>
        name is "annotations" or "hostname" or "mountSource" or "mountSourceOutside" or "mountDestination" or "hasBindMounts" or "hostNamespaces" or "noPivot" ? new ConfigurationCondition(condition) : condition;

    private static ImmutableArray<ICondition> ReadOne(ObjectReader when, string name) => name switch
    {
        _ when when.Raw(name) is null or JsonObject { Members.IsEmpty: true } or JsonArray { Items.IsEmpty: true } => throw when.Error(name, $"{name} says nothing"),
        "annotations" => ByName(when, name, "annotation", PatternProblems.OfAnnotationName, static (subject, key) => subject.Spec?.Annotations?[key] is { } value ? [value] : []),
        "env" => ByName(when, name, "variable", PatternProblems.OfVariableName, static (subject, key) => ProcessFacts.Values(subject.Process, key)),
        "command" => Text(when, name, true, static subject => subject.Process?.Args is { IsDefaultOrEmpty: false } args ? [args[0]] : []),
        "hostname" => Text(when, name, true, static subject => subject.Spec?.Hostname is { } hostname ? [hostname] : []),
        "containerId" => Text(when, name, false, static subject => [subject.ContainerId], flaw: PatternProblems.OfId),
        "mountSource" => [new MountSourceCondition(Checked(when, name).Texts(name))],
        "mountSourceOutside" => [new MountSourceOutsideCondition(Checked(when, name).Globs(name, forPaths: true))],
        "mountDestination" => Text(when, name, true, static subject => MountFacts.Destinations(subject.Spec), forPaths: true, PatternProblems.OfPath),
        "privileged" => [new FlagCondition(name, when.Flag(name), static subject => Privilege.IsPrivileged(subject), IsAuthorControlled: false)],
        "hostNamespaces" => [HostNamespaceCondition.Read(when, name)],
        "capabilities" => [CapabilityCondition.Read(when, name)],
        "apparmorProfile" => Text(when, name, false, static subject => subject.Process?.ApparmorProfile is { } profile ? [profile] : []),
        "selinuxLabel" => Text(when, name, false, static subject => subject.Process?.SelinuxLabel is { } label ? [label] : []),
        "hasBindMounts" => [new FlagCondition(name, when.Flag(name), static subject => MountFacts.HasBinds(subject.Spec), IsAuthorControlled: true)],
        "user" => Text(when, name, true, static subject => ProcessFacts.Users(subject.Process), flaw: PatternProblems.OfUser),
        "verb" => Text(when, name, false, static subject => [subject.Verb], flaw: PatternProblems.OfVerb),
        "noPivot" => [new FlagCondition(name, when.Flag(name), static subject => subject.NoPivot, IsAuthorControlled: false)],
        "not" => [new Not(Read(when.Record(name, Members)!))],
        _ => [new AnyOf(when.Records(name, Members).Map(Read))],
    };

    private static ImmutableArray<ICondition> Text(
        ObjectReader when, string name, bool isAuthorControlled, Func<Subject, IEnumerable<string>> values, bool forPaths = false, Func<string, string?>? flaw = null) =>
        [new TextCondition(name, Patterns(when.Raw(name)!, forPaths, flaw), values, isAuthorControlled)];

    private static ImmutableArray<ICondition> ByName(ObjectReader when, string name, string kind, Func<string, string?> flaw, Func<Subject, string, IEnumerable<string?>> values) =>
        when.Entries(name).Map<KeyValuePair<string, JsonValue>, ICondition>(entry => flaw(entry.Key) is { } cause
            ? throw when.Error(name, entry.Key, cause)
            : new NamedCondition(kind, entry.Key, Patterns(entry.Value, forPaths: false, null), values));

    private static ImmutableArray<Glob> Patterns(JsonValue value, bool forPaths, Func<string, string?>? flaw) => value switch
    {
        JsonScalar { Kind: JsonKind.String } => [Pattern(value, forPaths, flaw)],
        JsonArray { Items.IsEmpty: false } list => list.Items.Map(item => Pattern(item, forPaths, flaw)),
        _ => throw value.Error("a pattern, or a list of patterns, must stand here"),
    };

    private static Glob Pattern(JsonValue value, bool forPaths, Func<string, string?>? flaw)
    {
        var text = value is JsonScalar { Kind: JsonKind.String } scalar ? scalar.AsText() : throw value.Error("a pattern must be a string");
        return flaw?.Invoke(text) is { } cause ? throw value.Error(cause) : new Glob(text, forPaths);
    }

    private static ObjectReader Checked(ObjectReader when, string name)
    {
        foreach (var path in when.Texts(name))
        {
            _ = PatternProblems.OfPath(path) is { } cause ? throw when.Error(name, path, cause) : path;
        }
        return when;
    }
}
