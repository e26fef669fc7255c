using System.Globalization;
using OciInterceptor.Call.Flags;
using OciInterceptor.Conditions;
using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Rules;
using OciInterceptor.Schema;

namespace OciInterceptor.Policy;

/// <summary>Reads a <see cref="PolicyFile"/> from a file's bytes.</summary>
internal static class PolicyFileReader
{
    private static readonly ImmutableArray<Member> _debugOutput =
    [
        new("enabled", Shape.Flag, "Write snapshots of the documents and a log of the calls that carry one."),
        new("directory", Shape.Text, "The directory for them, an absolute path."),
    ];

    private static readonly ImmutableArray<Member> _log =
    [
        new("file", Shape.Text, "The file that our own log is appended to, an absolute path."),
        new("level", new Shape.Word("Verbose", "Debug", "Information", "Warning", "Error", "Fatal"), "The minimum level of the messages that are logged."),
    ];

    private static readonly ImmutableArray<Member> _shield =
    [
        new("covers", new Shape.Filled(Shape.Texts), "The vulnerabilities: CVE numbers, or words.", IsRequired: true),
        new("source", Shape.Text, "The address of the publication.", IsRequired: true),
        new("changes", Shape.Text, "What the rule changes."),
        new("mayBreak", Shape.Text, "What may no longer work."),
        new("leaves", Shape.Text, "What stays open."),
    ];

    /// <summary>The members of a policy file.</summary>
    internal static ImmutableArray<Member> Members { get; } =
    [
        new("$schema", Shape.Text, "The JSON Schema of this file, for editors."),
        new("description", Shape.Text, "What the file is for, in a sentence: oi-profiles shows it."),
        new("date", Shape.Text, "Its date, such as 2026-11-29: for profiles that follow what is published."),
        new("debugOutput", new Shape.Record(_debugOutput), "Snapshots of the documents."),
        new("log", new Shape.Record(_log), "Our own log."),
        new("audit", AuditReader.Shape, "The audit trail: where it is written."),
        new("recorder", new Shape.Record(RecorderSettings.Members), "Records of the calls that carry a document, for oi-replay."),
        new("cloneRuntime", Shape.Flag, "Execute a sealed copy of the runtime in memory, in calls that carry a document."),
        new("execArguments", new Shape.Word("refuse", "pass"), "What to do with an exec that describes its process by arguments (--user, --cap …), which rules about processes cannot see."),
        new("mode", new Shape.Word("enforce", "warn"), "In mode warn the whole file is a shadow: its rules and profiles are evaluated, what they would have done is in the audit trail and the log, and nothing is applied."),
        new("profiles", Shape.Texts, "Profiles whose rules follow those of the policy files."),
        new("shadow", Shape.Texts, "Profiles that are shadows: evaluated after all rules in force, and not applied."),
        new("rules", new Shape.ListOf(Shape.AnyObject), "The rules, in the order in which they apply."),
    ];

    /// <summary>The members that every rule has.</summary>
    internal static ImmutableArray<Member> RuleMembers { get; } =
    [
        new("name", Shape.Text, "The operator's name for the rule, for messages and the audit trail; by default its type."),
        new("type", Shape.Text, "What the rule does: a type of rule.", IsRequired: true),
        new("when", ConditionReader.When, "When the rule applies: every condition must hold. By default always."),
        new("mode", new Shape.Word("enforce", "warn", "off"), "\"enforce\", the default, applies the rule; \"warn\" records what it would have done and changes nothing; \"off\" leaves it out."),
        new("shield", new Shape.Record(_shield), "The published vulnerability that the rule covers, for people and for oi-doctor. It has no effect on containers."),
        new("onError", new Shape.Word("refuse", "skip"), "What to do when the rule cannot be applied: \"refuse\" the container, the default, or \"skip\" the rule."),
        new("onUnsupported", new Shape.Word("warn", "refuse", "pass"), "What to do when the runtime does not support what the rule writes: \"warn\", the default, reports it; \"refuse\" treats it as an error of the rule; \"pass\" does not check."),
    ];

    /// <exception cref="InterceptorException">It is not a valid policy; the message names the place.</exception>
    internal static PolicyFile Read(string path, byte[] content, IHost host) => Read(path, content, Parse(path, content), host);

    /// <summary>The same for a call. A file in mode warn that is invalid has a fault: a container never depends on it.</summary>
    /// <exception cref="InterceptorException">It is not a valid policy, and not in mode warn.</exception>
    internal static PolicyFile ReadForCall(string path, byte[] content, IHost host)
    {
        var json = Parse(path, content);
        try
        {
            return Read(path, content, json, host);
        }
        catch (InterceptorException e) when (IsShadow(json))
        {
            return ReadEvidence(path, content, json, host) with { Fault = e.Message };
        }
    }

    // A second spelling may contradict the first.
    private static bool IsShadow(JsonObject json) =>
        json.Entry("mode") is JsonScalar { Kind: JsonKind.String } mode && mode.AsText() == "warn"
        && json.Members.RemoveAll(static member => !member.Name.AsText().Equals("mode", StringComparison.OrdinalIgnoreCase)).Length == 1;

    // Where the fault is told may be in the file itself.
    private static PolicyFile ReadEvidence(string path, byte[] content, JsonObject json, IHost host)
    {
        ImmutableArray<string> wanted = ["mode", "debugOutput", "log", "audit", "recorder"];
        try
        {
            return Read(path, content, new JsonObject(json.Members.RemoveAll(member => !wanted.Contains(member.Name.AsText()))), host);
        }
        catch (InterceptorException)
        {
            // It is broken there as well, and the first error of the file is told.
            return Read(path, content, JsonBuilder.Object(("mode", JsonScalar.Of("warn"))), host);
        }
    }

    private static JsonObject Parse(string path, byte[] content)
    {
        var value = CommentedJson.Parse(content, path);
        return value as JsonObject ?? throw value.Error("a policy must be a JSON object");
    }

    internal static PolicyFile Read(string path, byte[] content, JsonObject json, IHost host)
    {
        var file = new ObjectReader(json, Members, host);
        _ = file.Text("$schema");
        if (file.Text("date") is { } date && !DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            throw file.Error("date", $"invalid date \"{date}\": want one such as 2026-11-29");
        }
        var rules = ImmutableArray.CreateBuilder<PolicyRule>();
        foreach (var item in file.Items("rules"))
        {
            rules.Add(ReadRule(item, path, host));
        }
        return new PolicyFile(path, content, ReadSettings(file), file.Texts("profiles"), rules.DrainToImmutable())
        {
            IsShadow = file.Word("mode") == "warn",
            Shadows = file.Texts("shadow"),
            Members = file,
        };
    }

    /// <remarks>A file that cannot be used is an error of the rule, not of the policy: see <see cref="UnreadRule"/>.</remarks>
    /// <exception cref="InterceptorException">It is not a valid rule; the message names the place.</exception>
    internal static PolicyRule ReadRule(JsonValue item, string origin, IHost host)
    {
        var json = item as JsonObject ?? throw item.Error("a rule must be a JSON object");
        try
        {
            return ReadRule(json, origin, host);
        }
        // An error about a device or a file of the machine has no position in the policy file.
        catch (InterceptorException e) when (e is not JsonFormatException)
        {
            throw json.Error(e.Message, e);
        }
    }

    private static PolicyRule ReadRule(JsonObject json, string origin, IHost host)
    {
        var typeName = json.Entry("type") ?? throw json.Error("missing member \"type\"");
        if (typeName is not JsonScalar { Kind: JsonKind.String } word)
        {
            throw typeName.Error("a rule's type must be a string");
        }
        var type = RuleTypes.Find(word.AsText())
            ?? throw typeName.Error($"unknown rule type \"{word.AsText()}\"{NearestName.Hint(word.AsText(), RuleTypes.All.Select(known => known.Name))}");
        var template = FactTemplate.Of(json, type, host);
        var members = new ObjectReader(template?.Example ?? json, [.. RuleMembers, .. type.Members], host);
        var when = members.Record("when", ConditionTypes.Members);
        if (type.NeedsCondition && when is null)
        {
            throw json.Error($"a rule of type {type.Name} needs \"when\"");
        }
        return new PolicyRule(members.Text("name") ?? type.Name, type.Name, origin, ReadExample(type, members, template))
        {
            When = when is null ? null : ConditionReader.Read(when),
            Written = json,
            Template = template,
            Mode = members.Word("mode") switch { "warn" => Mode.Warn, "off" => Mode.Off, _ => Mode.Enforce },
            Shield = members.Record("shield", _shield) is { } shield ? ReadShield(shield) : null,
            SkipOnError = members.Word("onError") == "skip",
            OnUnsupported = members.Word("onUnsupported") switch { "refuse" => OnUnsupported.Refuse, "pass" => OnUnsupported.Pass, _ => OnUnsupported.Warn },
        };
    }

    private static IRule ReadExample(RuleType type, ObjectReader members, FactTemplate? template)
    {
        IRule rule;
        try
        {
            rule = type.Read(members);
        }
        catch (InterceptorException e) when (template is not null)
        {
            throw template.Error(e);
        }
        try
        {
            return type.ReadFiles?.Invoke(rule, members) ?? rule;
        }
        catch (InterceptorException e)
        {
            return new UnreadRule(rule, template?.Error(e) ?? e);
        }
    }

    private static Shield ReadShield(ObjectReader shield) =>
        new(shield.Texts("covers") is { IsEmpty: false } covers ? covers : throw shield.Error("covers", "covers must not be empty"), shield.Text("source")!, shield.Text("leaves"));

    private static PolicySettings ReadSettings(ObjectReader file)
    {
        var debug = file.Record("debugOutput", _debugOutput);
        var log = file.Record("log", _log);
        return new PolicySettings
        {
            WriteDebugOutput = debug is not null && debug.Has("enabled") ? debug.Flag("enabled") : null,
            DebugOutputDirectory = debug?.AbsolutePath("directory"),
            LogFile = log?.AbsolutePath("file"),
            LogLevel = log?.Word("level") is { } level ? Enum.Parse<LogLevel>(level) : null,
            Audit = AuditReader.Read(file),
            Recorder = RecorderSettings.Read(file.Record("recorder", RecorderSettings.Members)),
            CloneRuntime = file.Has("cloneRuntime") ? file.Flag("cloneRuntime") : null,
            PassesExecArguments = file.Word("execArguments") is { } word ? word == "pass" : null,
        };
    }
}
