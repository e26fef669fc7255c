using System.Text;
using Fuzz.Models;
using Fuzz.Mutation;
using Fuzz.Oracles;
using OciInterceptor.Collections;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Rules;
using OciInterceptor.Rules.Hooks;
using OciInterceptor.Spec;

namespace Fuzz.Targets;

/// <summary>The files of a hooks.d directory.</summary>
internal sealed class HooksTarget(Repository repository) : ITarget
{
    private const string Directory = "/etc/containers/oci/hooks.d";

    private readonly byte[][] _documents = [repository.Document("podman-4.3-run.json"), repository.Document("docker-20.10-run.json"), "{}"u8.ToArray()];

    public string Name => "hooks";

    public int InputsARound => 920;

    public IReadOnlyList<IMutator> Mutators { get; } = MutatorSet.OfJson(repository.Words("hooks"));

    public bool Run(byte[] input)
    {
        var host = new FuzzHost();
        host.Files[Directory + "/a.json"] = input;
        HookDefinition definition;
        try
        {
            definition = HookDefinition.Read("a.json", input, host);
        }
        catch (InterceptorException)
        {
            return false;
        }
        OracleException.Require(StrictJson.AcceptsCommented(input), () => "the hook is read, and is not JSON with comments");
        var rule = new HooksDirRule { Definitions = [definition], Trust = new HookTrust(HookTrust.DefaultDirectories, IncludesEngines: false, host) };
        foreach (var document in _documents)
        {
            Apply(rule, definition, document);
        }
        return true;
    }

    private static void Apply(HooksDirRule rule, HookDefinition definition, byte[] document)
    {
        var root = (JsonObject)JsonText.Parse(document, "config.json");
        if (Applied(rule, root) is not { } once)
        {
            return;
        }
        _ = Change.Check(document, root, once);
        var isAdded = definition.When.Holds(new RuntimeSpec(root)) && definition.Stages.Any(stage => stage != HookDefinition.Precreate);
        OracleException.Require(isAdded != ReferenceEquals(root, once), () => $"the hook {(isAdded ? "applies and is not added" : "does not apply and changes the document")}");
        var twice = Applied(rule, once);
        OracleException.Require(twice is not null && JsonValue.Same(once, twice), () =>
            $"the hook changes its own result {Encoding.UTF8.GetString(Change.Written(once))}: {(twice is null ? "a refusal" : Encoding.UTF8.GetString(Change.Written(twice)))}");
    }

    private static JsonObject? Applied(HooksDirRule rule, JsonObject root)
    {
        try
        {
            return rule.Apply(new RuntimeSpec(root)).Json;
        }
        catch (InterceptorException)
        {
            return null;
        }
    }
}
