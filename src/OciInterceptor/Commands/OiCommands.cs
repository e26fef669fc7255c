using OciInterceptor.Call;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Engines;
using OciInterceptor.Evidence;
using OciInterceptor.Host;
using OciInterceptor.Linux.Files;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;
using OciInterceptor.Policy;

namespace OciInterceptor.Commands;

/// <summary>Calls for us and not for the runtime: help, version, and verbs that begin with oi-.</summary>
internal static class OiCommands
{
    /// <summary>The commands, for calling and for the help.</summary>
    internal static ImmutableArray<OiCommand> All =>
    [
        new ExplainCommand(),
        new FilterCommand(),
        new ValidateCommand(),
        new ApplyCommand(),
        new TestCommand(),
        new RecordCommand(),
        new ReplayCommand(),
        new SchemaCommand(),
        new HookTestCommand(),
        new ProfilesCommand(),
        new InstallCommand(),
        new UninstallCommand(),
        new ReportCommand(),
        new StatusCommand(),
        new InspectCommand(),
        new DoctorCommand(),
        new RuntimesCommand(),
        new SpecCommand(),
        new RunCommand(),
        new HelpCommand(),
        new VersionCommand(),
        new CompletionCommand(),
    ];

    internal static bool Concern(RuntimeCall call) => call.Options.Help || call.Options.Version || call.OwnCommand is not null;

    /// <returns>The exit code.</returns>
    /// <exception cref="InterceptorException">The command is unknown, or it failed.</exception>
    internal static int Run(RuntimeCall call)
    {
        var answer = call.Options switch
        {
            { Help: true } => new CommandResult(HelpText.Render(new Terminal().Width)),
            { Version: true } => new CommandResult(VersionCommand.Text),
            _ => CommandOf(call).Run(call.OwnArguments, ContextOf(call)),
        };
        StandardOutput.Write(StandardOutput.IsTerminal ? TerminalText.Of(answer.Output.Span) : answer.Output.Span);
        if (answer.Message is not null)
        {
            _ = Failure.Report(answer.Message, call.Scan);
        }
        return answer.ExitCode;
    }

    // An option of the command that is before it would otherwise be lost: --dry-run, for one.
    private static OiCommand CommandOf(RuntimeCall call)
    {
        var command = Find(call.OwnCommand!);
        return call.RuntimeOptions.FirstOrDefault(option => !command.Allows(option)) is not { } lost
            ? command
            : throw new InterceptorException($"{command.Name}: {OneLine.Of(lost)} is before the command, where only flags of oci-interceptor are read (--oi-…): put it after {command.Name}");
    }

    /// <exception cref="InterceptorException">The command is unknown.</exception>
    internal static OiCommand Find(string name)
    {
        var commands = All;
        return commands.FirstOrDefault(command => command.Name == name)
            ?? throw new InterceptorException($"unknown command \"{name}\"{NearestName.Hint(name, commands.Select(command => command.Name))}; see oci-interceptor --oi-help");
    }

    private static CommandContext ContextOf(RuntimeCall call) => new(call.Options, PolicyPaths.Default, new LinuxMachine(call.SearchPath) { FindRuntime = () => call.RuntimeFile, AskRuntime = () => call.AskRuntime(isCommand: true) })
    {
        HostOf = bundle => new LinuxHost(bundle) { FindRuntime = () => call.RuntimeFile, AskRuntime = () => call.AskRuntime(isCommand: true) },
        // The output is a terminal, and NO_COLOR is not set (https://no-color.org).
        Terminal = new Terminal { HasColour = StandardOutput.IsTerminal && !ProcessStart.HasValue("NO_COLOR"u8), ShowProgress = StandardError.IsTerminal ? StandardError.TryWrite : null },
        RuntimePath = call.RuntimePath,
        SearchPath = call.SearchPath,
        NotifySocket = call.NotifySocket,
        UserDirectory = call.UserDirectory,
        BeforeCommand = call.BeforeVerb,
    };
}
