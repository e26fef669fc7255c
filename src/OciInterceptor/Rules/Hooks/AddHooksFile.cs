using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Schema;
using OciInterceptor.Spec;

namespace OciInterceptor.Rules.Hooks;

/// <summary>
/// A file of oci-add-hooks (awslabs), read as that program does: the lists of the six stages in "hooks", whose hooks are added as they are
/// written, unknown members included; everything else is passed over.
/// </summary>
/// <remarks><paramref name="Notes"/> has what of the file is passed over.</remarks>
internal sealed record AddHooksFile(ImmutableArray<StageHooks> Stages, ImmutableArray<string> Notes)
{
    private static readonly ImmutableArray<Member> _file = [new("hooks", Shape.Any, "")];

    private static readonly ImmutableArray<Member> _stages = HookStages.Names.Map(static name => new Member(name, Shape.Any, ""));

    /// <exception cref="Messages.InterceptorException">It is not such a file, or a hook in it has no absolute path or a member of the wrong type.</exception>
    internal static AddHooksFile Read(JsonValue document, IHost host)
    {
        var file = document as JsonObject ?? throw document.Error("expected an object with \"hooks\"");
        var passed = new PassedOver("oci-add-hooks");
        // The file may be a whole configuration.
        _ = new ObjectReader(file, _file, host, takesNull: true, (name, known) => RuntimeSpec.MemberNames.Contains(name.AsText()) || passed.Take(name, known));
        if (file.Entry("hooks") is not { } hooks)
        {
            passed.Note(file, "the file has no \"hooks\", so nothing is added");
            return new AddHooksFile([], passed.Notes);
        }
        var stages = new ObjectReader(hooks as JsonObject ?? throw hooks.Error("hooks must be an object"), _stages, host, takesNull: true, passed.Take);
        return new AddHooksFile(
            [.. HookStages.Names.Select(stage => new StageHooks(stage, stages.Items(stage).Map(ReadHook))).Where(static some => !some.Hooks.IsEmpty)], passed.Notes);
    }

    private static Hook ReadHook(JsonValue value)
    {
        var json = value as JsonObject ?? throw value.Error("a hook must be an object");
        DistinctNames.Require(json);
        var written = new Hook(json);
        var path = written.Path ?? throw json.Error("missing member \"path\"");
        if (!path.StartsWith('/'))
        {
            throw json.Entry("path")!.Error($"\"{path}\" must be an absolute path");
        }
        // Of the wrong type, they would be refused when the hook is compared with others.
        _ = (written.Args, written.Timeout);
        var hook = new Hook((JsonObject)CompactJson.Copy(json));
        return written.Env.IsDefault ? hook with { Env = [AddedHook.SearchPath] } : hook;
    }
}
