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
        new("stages", Shape.Texts, "Where it is added."),
    ];

    /// <exception cref="InterceptorException">The file is invalid; the message names the place.</exception>
    internal static HookDefinition Read(string path, byte[] content, IHost host)
    {
        var value = CommentedJson.Parse(content, path);
        var json = value as JsonObject ?? throw value.Error("a hook definition must be a JSON object");
        var passed = new PassedOver("Podman");
        return (FirstHookDefinition.Is(json) ? FirstHookDefinition.Read(json, host, passed) : Read(json, host, passed)) with { Path = path, PassedOver = passed.Notes };
    }

    /// <summary>Where it was read.</summary>
    internal string Path { get; init; } = "";

    /// <summary>What of the file is passed over.</summary>
    internal ImmutableArray<string> PassedOver { get; init; } = [];

    /// <summary>What an operator may not expect of the file.</summary>
    internal ImmutableArray<string> Notes =>
        (Stages.IsEmpty ? "it has no stage" : When.WhyNever) is { } cause ? PassedOver.Add($"{Path}: the hook is never added: {cause}") : PassedOver;

    /// <exception cref="InterceptorException">The process has no arguments, and the file asks for its command.</exception>
    internal bool IsFor(RuntimeSpec spec)
    {
        try
        {
            return When.Holds(spec);
        }
        catch (InterceptorException e)
        {
            throw new InterceptorException($"{Path}: {e.Message}", e);
        }
    }

    private static HookDefinition Read(JsonObject json, IHost host, PassedOver passed)
    {
        var file = new ObjectReader(json, Members, host, takesNull: true, passed.Take);
        _ = file.Word("version");
        var when = file.Record("when", HookCondition.Members);
        return new HookDefinition(AddedHook.Read(file.Record("hook", AddedHook.Members)!), when is null ? new HookCondition() : HookCondition.Read(when), ReadStages(file, "stages"));
    }

    internal static ImmutableArray<string> ReadStages(ObjectReader file, string member)
    {
        ImmutableArray<string> known = [.. HookStages.Names, Precreate];
        var stages = file.Texts(member);
        return stages.FirstOrDefault(stage => !known.Contains(stage)) is { } unknown
            ? throw file.Error(member, $"unknown stage \"{unknown}\"{NearestName.Hint(unknown, known)}")
            : stages.Distinct().ToImmutableArray();
    }
}
