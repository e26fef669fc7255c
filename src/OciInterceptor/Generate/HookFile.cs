using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Rules.Hooks;
using OciInterceptor.Spec;
using OciInterceptor.Validation;

namespace OciInterceptor.Generate;

/// <summary>Reads hooks for a container from a document with "hooks", in the format of oci-add-hooks.</summary>
internal static class HookFile
{
    /// <exception cref="InterceptorException">The file cannot be read or trusted, or holds no hooks.</exception>
    internal static JsonObject Read(string path, IHost host)
    {
        var root = JsonText.Parse(host.TrustedFile(path), path);
        var value = (root as JsonObject)?.Field("hooks"u8) ?? throw root.Error("want an object with the member \"hooks\"");
        var hooks = value as JsonObject ?? throw value.Mismatch("hooks", "an object");
        var findings = new Findings();
        new HookCheck(findings.In(Reference.Config("POSIX-platform Hooks"))).Check(new Hooks(hooks));
        if (findings.All.FirstOrDefault(static finding => finding.Severity == Severity.Error) is { } finding)
        {
            throw new InterceptorException($"{finding.File}:{finding.Line}:{finding.Column}: {finding.Message}");
        }
        return new JsonObject(hooks.Members.Select(WithEnvironments).ToImmutableArray());
    }

    private static JsonMember WithEnvironments(JsonMember stage) =>
        !HookStages.Names.Contains(stage.Name.AsText()) ? throw stage.Name.Error($"unknown hook stage \"{stage.Name.AsText()}\"{Messages.NearestName.Hint(stage.Name.AsText(), HookStages.Names)}")
        : stage.Value is JsonArray hooks ? stage with { Value = JsonBuilder.List(hooks.Items.Select(hook => WithEnvironment((JsonObject)hook))) }
        : stage;

    // A hook without an environment gets the container's from the runtime, which on the host would choose what it loads.
    private static JsonObject WithEnvironment(JsonObject hook) =>
        hook.Field("env"u8) is JsonArray ? hook : hook.WithField("env"u8, JsonBuilder.Texts([AddedHook.SearchPath]));
}
