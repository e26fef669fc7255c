using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Schema;
using OciInterceptor.Spec;

namespace OciInterceptor.Rules.Hooks;

/// <summary>A file of a hooks.d directory, schema 1.0.0 (oci-hooks(5)). A hook that edits the configuration has the stage "precreate".</summary>
internal sealed record HookDefinition(Hook Hook, HookCondition When, ImmutableArray<string> Stages)
{
    /// <summary>The stage before all others: the hook reads the configuration and writes another.</summary>
    internal const string Precreate = "precreate";

    internal static readonly ImmutableArray<Member> Members =
    [
        new("version", new Shape.Word("1.0.0"), "The version of the schema.", IsRequired: true),
        new("hook", new Shape.Record(AddedHook.Members), "The hook.", IsRequired: true),
        new("when", new Shape.Record(HookCondition.Members), "When it is added.", IsRequired: true),
        new("stages", Shape.Texts, "Where it is added.", IsRequired: true),
    ];

    /// <exception cref="InterceptorException">The file is invalid; the message names the place.</exception>
    internal static HookDefinition Read(string path, byte[] content, IHost host)
    {
        var value = CommentedJson.Parse(content, path);
        var file = new ObjectReader(value as JsonObject ?? throw value.Error("a hook definition must be a JSON object"), Members, host);
        _ = file.Word("version");
        return new HookDefinition(
            AddedHook.Read(file.Record("hook", AddedHook.Members)!), HookCondition.Read(file.Record("when", HookCondition.Members)!), ReadStages(file));
    }

    private static ImmutableArray<string> ReadStages(ObjectReader file)
    {
        ImmutableArray<string> known = [.. HookStages.Names, Precreate];
        var stages = file.Texts("stages");
        return stages.FirstOrDefault(stage => !known.Contains(stage)) is { } unknown
            ? throw file.Error("stages", $"unknown stage \"{unknown}\"{NearestName.Hint(unknown, known)}")
            : stages.Distinct().ToImmutableArray();
    }
}
