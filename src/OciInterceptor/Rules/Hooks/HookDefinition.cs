using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Schema;
using OciInterceptor.Spec;

namespace OciInterceptor.Rules.Hooks;

/// <summary>
/// A file of a hooks.d directory, schema 1.0.0 (oci-hooks(5)), or the one before it (<see cref="FirstHookDefinition"/>). A hook that edits
/// the configuration has the stage "precreate".
/// </summary>
internal sealed record HookDefinition(Hook Hook, HookCondition When, ImmutableArray<string> Stages)
{
    /// <summary>The stage before all others: the hook reads the configuration and writes another.</summary>
    internal const string Precreate = "precreate";

    internal static readonly ImmutableArray<Member> Members =
    [
        new("version", new Shape.Word("1.0.0"), "The version of the schema.", IsRequired: true),
        new("hook", new Shape.Record(AddedHook.Members), "The hook.", IsRequired: true),
        new("when", new Shape.Record(HookCondition.Members), "When it is added."),
        new("stages", Shape.Texts, "Where it is added.", IsRequired: true),
    ];

    /// <exception cref="InterceptorException">The file is invalid; the message names the place.</exception>
    internal static HookDefinition Read(string path, byte[] content, IHost host)
    {
        var value = CommentedJson.Parse(content, path);
        var json = value as JsonObject ?? throw value.Error("a hook definition must be a JSON object");
        if (FirstHookDefinition.Is(json))
        {
            return FirstHookDefinition.Read(json, host) with { Path = path };
        }
        var file = new ObjectReader(json, Members, host);
        _ = file.Word("version");
        var when = file.Record("when", HookCondition.Members);
        return new HookDefinition(AddedHook.Read(file.Record("hook", AddedHook.Members)!), when is null ? new HookCondition() : HookCondition.Read(when), ReadStages(file, "stages"))
        {
            Path = path,
        };
    }

    /// <summary>Where it was read.</summary>
    internal string Path { get; init; } = "";

    /// <summary>What an operator may not expect of the file; null for nothing.</summary>
    internal string? Note => When.IsEmpty ? $"{Path}: the hook is never added: it has no condition, such as \"always\": true in \"when\"" : null;

    internal static ImmutableArray<string> ReadStages(ObjectReader file, string member)
    {
        ImmutableArray<string> known = [.. HookStages.Names, Precreate];
        var stages = file.Texts(member);
        return stages.FirstOrDefault(stage => !known.Contains(stage)) is { } unknown
            ? throw file.Error(member, $"unknown stage \"{unknown}\"{NearestName.Hint(unknown, known)}")
            : stages.Distinct().ToImmutableArray();
    }
}
