using System.CommandLine;
using System.Globalization;
using System.Text;
using OciInterceptor.Bundle;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;
using OciInterceptor.Rules;
using OciInterceptor.Rules.Hooks;
using OciInterceptor.Schema;
using OciInterceptor.Spec;

namespace OciInterceptor.Commands;

/// <summary>oi-hook-test: runs a hook of the host as a runtime would, with a container's state to read.</summary>
internal sealed class HookTestCommand : OiCommand
{
    private const int MaxFileSize = 4 << 20;

    private static readonly ImmutableArray<string> _stages = [.. HookStages.Names, HookDefinition.Precreate];

    private readonly Argument<string> _stage = new("STAGE") { Description = "prestart, createRuntime, poststart, poststop or precreate" };
    private readonly Argument<string> _file = new("FILE") { Description = "a hook, a file of hooks.d, or a document with hooks" };
    private readonly Option<string> _bundle;
    private readonly Option<string> _id;
    private readonly Option<string[]> _trusted = new("--trusted-directory") { HelpName = "DIR", Description = "a directory that may hold hooks, instead of the default ones (repeatable)" };

    internal HookTestCommand()
        : base("oi-hook-test", "run a hook with a container state on its standard input", """
            Checks the hook and runs it within limits, as the filter rule runs programs: at most 30 s without a timeout of its own.

            The exit code is 0, or 1 when the hook is refused or fails.
            """)
    {
        _stage.CompletionSources.Add("prestart", "createRuntime", "poststart", "poststop", "precreate");
        Command.Arguments.Add(_stage);
        Command.Arguments.Add(_file);
        _bundle = Add("--bundle", "DIR", "the container's bundle, for the state; for precreate its config.json is the input (default: the working directory)");
        _id = Add("--id", "ID", "the container's ID, for the state (default: oi-hook-test)");
        Command.Options.Add(_trusted);
    }

    internal override ImmutableArray<CommandExample> Examples =>
    [
        new("Run a hook as at the start of a container", "sudo oci-interceptor oi-hook-test createRuntime hook.json --bundle bundle"),
        new("Show what a precreate hook makes of a configuration", "sudo oci-interceptor oi-hook-test precreate hook.json --bundle bundle"),
    ];

    private protected override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        var stage = arguments.GetValue(_stage)!;
        if (!_stages.Contains(stage))
        {
            throw new InterceptorException($"{Name}: unknown hook stage {stage}{NearestName.Hint(stage, _stages)}");
        }
        if (!HookStages.IsHosts(stage))
        {
            throw new InterceptorException($"{Name}: {stage} hooks run in the container's namespaces, but only the host's are available here");
        }
        var trusted = arguments.GetValue(_trusted) is { Length: > 0 } directories ? HookTrust.ParseDirectories(directories) : HookTrust.DefaultDirectories;
        var bundle = Path.GetFullPath(arguments.GetValue(_bundle) ?? ".");
        var configuration = stage == HookDefinition.Precreate ? Document.ReadConfiguration(CString.Of($"{bundle}/config.json")).Root : null;
        var input = configuration is null ? State(stage, bundle, arguments.GetValue(_id) ?? Name) : JsonBuilder.Line(configuration);
        var answer = new CommandResult("");
        foreach (var hook in HooksOf(stage, arguments.GetValue(_file)!, context.Machine))
        {
            answer = answer.Then(Run(AddedHook.Program(hook, trusted), stage, input, configuration));
            if (answer.ExitCode != 0)
            {
                break;
            }
        }
        return answer;
    }

    // A hook that edits the configuration must write a valid one, as for a container.
    private static CommandResult Run(HostProgram program, string stage, ReadOnlyMemory<byte> input, JsonObject? configuration)
    {
        ProgramRun? run = null;
        try
        {
            run = GuardedProgram.Run(program, input, Document.MaxSize);
            if (run.Fault is { } fault)
            {
                throw new InterceptorException(fault);
            }
            _ = configuration is null ? null : FilterRule.Read(run.Output, configuration);
            return new CommandResult(run.Output, 0, run.Complaint.Length > 0 ? $"the {stage} hook {program.Path} says: {run.Complaint}" : null);
        }
        catch (InterceptorException e)
        {
            return new CommandResult(run?.Output ?? [], 1, $"the {stage} hook {program.Path} failed: {e.Message}");
        }
    }

    private ImmutableArray<Hook> HooksOf(string stage, string path, IHost host)
    {
        var content = Read(path);
        var value = CommentedJson.Parse(content, path);
        var json = value as JsonObject ?? throw value.Error("a hook must be a JSON object");
        if (json.Entry("hooks") is not null)
        {
            return stage == HookDefinition.Precreate ? throw new InterceptorException($"{Name}: \"hooks\" cannot have the stage {stage}: want a single hook, or a file of hooks.d")
                : AddHooksFile.Read(json, host).Stages.FirstOrDefault(some => some.Stage == stage)?.Hooks
                ?? throw new InterceptorException($"{Name}: {path} has no hook of the stage {stage}");
        }
        if (json.Entry("hook") is null)
        {
            return [AddedHook.Read(new ObjectReader(json, AddedHook.Members, host))];
        }
        var definition = HookDefinition.Read(path, content, host);
        return definition.Stages.Contains(stage) ? [definition.Hook] : throw new InterceptorException($"{Name}: {path} is not for the stage {stage}, but for {string.Join(", ", definition.Stages)}");
    }

    private static byte[] Read(string path)
    {
        try
        {
            using var file = Descriptor.Open(CString.Of(path), Libc.O_RDONLY);
            return file.ReadToEnd(MaxFileSize) ?? throw new InterceptorException($"cannot read {path}: it is larger than {MaxFileSize >> 20} MiB");
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot read {path}: {e.Message}", e);
        }
    }

    private static byte[] State(string stage, string bundle, string id)
    {
        var status = stage switch { "poststart" => "running", "poststop" => "stopped", _ => "creating" };
        // This command's own process: hooks may look it up, so it must exist.
        var pid = status == "stopped" ? "0" : Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetBytes($$"""{"ociVersion":"1.3.0","id":{{Quoted(id)}},"status":"{{status}}","pid":{{pid}},"bundle":{{Quoted(bundle)}}}""");
    }

    private static string Quoted(string text) => Encoding.UTF8.GetString(JsonBuilder.Line(JsonScalar.Of(text)).Span);
}
