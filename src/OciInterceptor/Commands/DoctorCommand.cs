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
    private readonly Option<string> _output;

    internal DoctorCommand()
        : base("oi-doctor", "check the interceptor's environment", """
            Checks the engines that are installed, how they are set up for the interceptor, its runtimes and their age, policies, logs,
            control groups, security modules and quotas. Nothing is changed. Engines are found by their default configuration
            files, and by PATH as it is here. The exit code is 0 when all is well, 1 for problems, 2 when something cannot be determined.
            """) =>
        _output = AddChoice("--output", "human: a line for each finding; json: for scripts", "human", "json");

    private protected override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        var found = DoctorChecks.Of(new DoctorContext(context.Machine, context.Loader, context.Options, EngineList.Find(context.Machine)));
        var output = arguments.GetValue(_output) == "json"
            ? IndentedJson.Text(JsonBuilder.List(found.Select(AsJson)))
            : string.Concat(found.Select(diagnosis => AsText(diagnosis, context)));
        return new CommandResult(output, DoctorChecks.ExitCode(found));
    }

    private static string AsText(Diagnosis diagnosis, CommandContext context)
    {
        var (word, colour) = diagnosis.Condition switch
        {
            Health.Well => ("well     ", Colour.Green),
            Health.Unknown => ("unknown  ", Colour.Yellow),
            _ => ("problem  ", Colour.Red),
        };
        return $"{context.Coloured(word, colour)}{diagnosis.Check}: {OneLine.Of(diagnosis.Message)}\n";
    }

    private static JsonObject AsJson(Diagnosis diagnosis) => JsonBuilder.Object(
        ("condition", JsonScalar.Of(diagnosis.Condition.ToString().ToLowerInvariant())),
        ("check", JsonScalar.Of(diagnosis.Check)),
        ("message", JsonScalar.Of(diagnosis.Message)));
}
