using System.CommandLine;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Engines;
using OciInterceptor.Engines.Doctor;
using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands;

/// <summary>oi-doctor: checks the interceptor's environment, and says what to do about each problem.</summary>
internal sealed class DoctorCommand : OiCommand
{
    private readonly Option<string[]> _ignored;
    private readonly Option<bool> _strict;
    private readonly Option<string> _output;

    internal DoctorCommand()
        : base("oi-doctor", "check the interceptor's environment", """
            Checks the engines that are installed, how they are set up for the interceptor, its runtimes and their age, policies, logs,
            control groups, security modules and quotas. Nothing is changed. Engines are found by their default configuration
            files, and by PATH as it is here. The exit code is 0 when all is OK or a WARNING, 1 for a PROBLEM, else 2 when something is
            UNKNOWN.
            """)
    {
        _ignored = Command.AddMany("--ignore", "ID", "leave out an escape by its CVE number, once you have judged it (repeatable)");
        _strict = Command.AddSwitch("--strict", "treat a WARNING as a PROBLEM in the exit code");
        _output = AddChoice("--output", "human: a line for each finding; json: for scripts", "human", "json");
    }

    internal override ImmutableArray<CommandExample> Examples =>
    [
        new("Check this machine", "sudo oci-interceptor oi-doctor"),
        new("Leave out an escape that has been judged", "sudo oci-interceptor oi-doctor --ignore CVE-2024-21626"),
    ];

    private protected override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        var ignored = arguments.All(_ignored).Select(EscapeId).ToImmutableArray();
        var found = DoctorChecks.Of(new DoctorContext(context.Machine, context.Loader, context.Options, EngineList.Find(context.Machine)) { Ignored = ignored });
        var output = arguments.GetValue(_output) == "json"
            ? IndentedJson.Text(JsonBuilder.List(found.Select(AsJson)))
            : string.Concat(found.Select(diagnosis => AsText(diagnosis, context)));
        return new CommandResult(output, DoctorChecks.ExitCode(found, arguments.GetValue(_strict)));
    }

    // A number that this version does not list is accepted: a fleet has several versions, and one command line.
    private static string EscapeId(string text) =>
        text.Split('-') is ["CVE", { Length: 4 } year, { Length: >= 4 } number] && year.All(char.IsAsciiDigit) && number.All(char.IsAsciiDigit)
            ? text
            : throw new InterceptorException($"invalid --ignore \"{text}\": want a CVE number such as {EscapeList.All[0].Id}");

    private static string AsText(Diagnosis diagnosis, CommandContext context)
    {
        var colour = diagnosis.Condition switch { Health.Well => Colour.Green, Health.Problem => Colour.Red, _ => Colour.Yellow };
        return $"{context.Coloured(HealthWord.Of(diagnosis.Condition).PadRight(9), colour)}{diagnosis.Check}: {OneLine.Of(diagnosis.Message)}\n";
    }

    private static JsonObject AsJson(Diagnosis diagnosis) => JsonBuilder.Object(
        ("condition", JsonScalar.Of(HealthWord.Of(diagnosis.Condition))),
        ("check", JsonScalar.Of(diagnosis.Check)),
        ("message", JsonScalar.Of(diagnosis.Message)),
        ("id", JsonBuilder.Text(diagnosis.Id)),
        ("source", JsonBuilder.Text(diagnosis.Source)));
}
