using System.CommandLine;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Commands.Replay;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;
using OciInterceptor.Policy;

namespace OciInterceptor.Commands;

/// <summary>oi-replay: shows what another policy would have done to the containers of a record.</summary>
internal sealed class ReplayCommand : OiCommand
{
    private readonly Argument<string?> _directory = new("DIR")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "a directory of the recorder or of debug output (default: that of \"recorder\" in the policy in force)",
    };

    private readonly Option<string> _policy;
    private readonly Option<string> _by;
    private readonly Option<string> _output;
    private readonly Option<bool> _runPrograms = new("--run-programs") { Description = "run the programs of filters and of hooks.d; without it, calls that need one are not judged" };

    internal ReplayCommand()
        : base("oi-replay", "show what another policy means for recorded calls", """
            Judges each recorded call by the policy in force and by another one, and counts what differs, by rule and by image.
            Nothing is written. The machine is this one; what Docker recorded of a container is taken from the record.

            The exit code is 3 when a call would be refused that is not refused now, else 2 when some could not be judged.
            """)
    {
        Command.Arguments.Add(_directory);
        _policy = Add("--policy", "FILE", "the other policy, at any path, as --oi-config takes it");
        _policy.Required = true;
        _by = Add("--by", "image|label:NAME", "what to group calls by besides rules: the image, a Docker label or an annotation");
        _by.DefaultValueFactory = static _ => "image";
        Command.Options.Add(_runPrograms);
        _output = AddChoice("--output", "human: for people; json: for scripts", "human", "json");
    }

    internal override ImmutableArray<CommandExample> Examples =>
    [
        new("See what another policy would do to recorded calls", "sudo oci-interceptor oi-replay --policy new.json"),
        new("Group what differs by a label", "sudo oci-interceptor oi-replay --policy new.json --by label:team"),
    ];

    private protected override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        var label = Label(arguments.GetValue(_by)!);
        var runsPrograms = arguments.GetValue(_runPrograms);
        var machine = new RecordedHost(context.Machine, context.Machine, null) { RunsPrograms = runsPrograms };
        var present = new PolicyLoader(context.Paths, machine).Load(context.Options);
        var directory = RecordedFiles.DirectoryOf(arguments.GetValue(_directory), present.Settings, Name);
        var file = Path.GetFullPath(arguments.GetValue(_policy)!);
        var proposed = new PolicyLoader(context.Paths, machine) { Proposed = new ProposedFile(file, Content(file)) }.Load(context.Options.WithConfig(file));
        var report = new ReplayReport(directory, label is null ? "image" : $"label {label}") { Present = Origins(present), Proposed = Origins(proposed) };
        var hostOf = (RecordedCall call) => new RecordedHost(context.HostOf?.Invoke(call.Bundle ?? "/") ?? context.Machine, context.Machine, call) { RunsPrograms = runsPrograms };
        new ReplayRun(new RecordedFiles(directory), new PolicyComparison(present, proposed), hostOf, label).Run(report, context.Terminal.ShowProgress);
        if (report.Judged + report.NotJudged == 0)
        {
            throw new InterceptorException($"{Name}: {directory} has no recorded call: want a directory of the recorder or of debug output");
        }
        return new CommandResult(arguments.GetValue(_output) == "json" ? ReplayJson.Of(report) : new ReplayText(context.Terminal).Of(report), report.ExitCode);
    }

    private string? Label(string by) => by == "image" ? null
        : by.StartsWith("label:", StringComparison.Ordinal) && by.Length > "label:".Length ? by["label:".Length..]
        : throw new InterceptorException($"{Name}: invalid --by \"{by}\": want image, or label:NAME");

    // A draft may be anybody's: it is judged by, and not in force.
    private static byte[] Content(string file)
    {
        try
        {
            using var opened = Descriptor.Open(CString.Of(file), Libc.O_RDONLY | Libc.O_NONBLOCK);
            return !opened.Status().IsRegular ? throw new InterceptorException($"cannot read the policy {file}: it is not a regular file")
                : opened.ReadToEnd(PolicyLoader.MaxSize) ?? throw new InterceptorException($"cannot read the policy {file}: it is larger than {PolicyLoader.MaxSize >> 20} MiB");
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot read the policy {file}: {e.Message}", e);
        }
    }

    private static List<string> Origins(EffectivePolicy policy) => policy.Files.Select(file => file.Path).Concat(policy.Rules.Select(rule => rule.Origin)).Distinct().ToList();
}
