using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Rules.Paths;
using OciInterceptor.Schema;
using OciInterceptor.Spec;

namespace OciInterceptor.Rules.Hooks;

/// <summary>
/// A file of a hooks.d directory in the first format, schema 0.1.0, which Podman and CRI-O still read (CRI-O's hooks.md of 2018). It has no
/// version, or this one; any of its conditions suffices, and words that are not known are passed over.
/// </summary>
internal static class FirstHookDefinition
{
    private const string Version = "0.1.0";

    private static readonly ImmutableArray<Member> _members =
    [
        new("version", new Shape.Word("", Version), "The version of the schema."),
        new("hook", Shape.Text, "The program, an absolute path.", IsRequired: true),
        new("arguments", Shape.Texts, "Its arguments, without its name."),
        new("stages", Shape.Texts, "Where it is added."),
        new("stage", Shape.Texts, "The same in an older spelling."),
        new("cmds", Shape.Texts, "Expressions, one of which the first argument of the process must match."),
        new("cmd", Shape.Texts, "The same in an older spelling."),
        new("annotations", Shape.Texts, "Expressions, one of which the value of an annotation must match."),
        new("annotation", Shape.Texts, "The same in an older spelling."),
        new("hasbindmounts", Shape.Flag, "Holds when it is true and something of the host is bind mounted."),
    ];

    /// <summary>Whether a file is in this format: it says so, or does not say anything.</summary>
    internal static bool Is(JsonObject file) => file.Entry("version") switch
    {
        null or { Kind: JsonKind.Null } => file.Entry("hook") is not JsonObject,
        var version => version is JsonScalar { Kind: JsonKind.String } text && text.AsText() is "" or Version,
    };

    /// <exception cref="InterceptorException">The file is invalid; the message names the place.</exception>
    internal static HookDefinition Read(JsonObject json, IHost host, PassedOver passed)
    {
        _ = json.Entry("hook") ?? throw json.Error("missing member \"hook\"");
        var file = new ObjectReader(json, _members, host, takesNull: true, passed.Take);
        passed.Note(json, "the file has the first format, 0.1.0, which is read as in Podman: want \"version\": \"1.0.0\"");
        var stages = Either(file, "stages", "stage");
        if (!file.Has(stages))
        {
            throw json.Error("missing member \"stages\"");
        }
        var path = PolicyPath.OnHost(file, "hook", file.Text("hook")!);
        var hook = new Hook(JsonObject.Empty) with
        {
            Path = path,
            Args = file.Has("arguments") ? [path, .. file.Texts("arguments")] : default,
            Env = [AddedHook.SearchPath],
        };
        var when = new HookCondition
        {
            IsAny = true,
            Commands = HookCondition.Expressions(file, Either(file, "cmds", "cmd")),
            Annotations = AnyOf(file, Either(file, "annotations", "annotation")),
            HasBindMounts = file.Has("hasbindmounts") ? file.Flag("hasbindmounts") : null,
        };
        return new HookDefinition(hook, when, HookDefinition.ReadStages(file, stages));
    }

    // The reference makes one expression of them, with | between, so that flags of one are for those after it, too.
    private static ImmutableArray<(GoExpression Name, GoExpression Value)> AnyOf(ObjectReader file, string annotations) =>
        file.Has(annotations) ? [(new GoExpression(""), HookCondition.Expression(file, annotations, string.Join('|', file.Texts(annotations).AsSpan()!)))] : [];

    // The member that is there; none may be.
    private static string Either(ObjectReader file, string name, string older) => (file.Has(name), file.Has(older)) switch
    {
        (true, true) => throw file.Error(older, $"a file must not have both \"{name}\" and \"{older}\""),
        (false, true) => older,
        _ => name,
    };
}
