using System.CommandLine;
using System.Text;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Engines;
using OciInterceptor.Engines.Doctor;
using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands;

/// <summary>oi-status: shows the engines, and the names under which the interceptor is registered with them.</summary>
internal sealed class StatusCommand : OiCommand
{
    private readonly Option<string> _output;

    internal StatusCommand()
        : base("oi-status", "show the engines and how the interceptor is registered with them", """
            Reads each engine's default configuration files and shows each name under which the interceptor is registered, with the
            runtime that it becomes. The exit code is 1 when one of them does not work, 2 when that cannot be determined, else 0.
            """) =>
        _output = AddChoice("--output", "human: for people; json: every runtime, for scripts", "human", "json");

    private protected override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        var engines = EngineList.Find(context.Machine);
        var machine = new DoctorContext(context.Machine, context.Loader, context.Options, engines);
        var output = arguments.GetValue(_output) == "json"
            ? IndentedJson.Text(JsonBuilder.List(engines.Select(engine => AsJson(engine, machine))))
            : AsText(machine, context);
        return new CommandResult(output, DoctorChecks.ExitCode(DoctorChecks.OfRegistrations(machine)));
    }

    private static string AsText(DoctorContext machine, CommandContext context)
    {
        var text = new StringBuilder(machine.Engines.IsEmpty ? "No engine was found.\n" : "");
        foreach (var engine in machine.Engines)
        {
            text.Append(context.Coloured(engine.Name, Colour.Bold)).Append("  ").Append(OneLine.Of(engine.Program ?? "its program is not on PATH")).Append('\n');
            foreach (var runtime in engine.Runtimes.Where(runtime => runtime.IsInterceptor))
            {
                text.Append("  ").AppendJoin(' ', runtime.Arguments.Insert(0, runtime.Path).Insert(0, OneLine.Of(runtime.Name)).Select(OneLine.Of))
                    .Append(runtime.IsDefault ? "  (default)" : "").Append('\n');
            }
            if (!engine.Runtimes.Any(runtime => runtime.IsInterceptor))
            {
                text.Append("  the interceptor is not registered\n");
            }
        }
        foreach (var diagnosis in DoctorChecks.OfRegistrations(machine).Where(diagnosis => diagnosis.Condition != Health.Well || diagnosis.Check == "runtime"))
        {
            var colour = diagnosis.Condition switch { Health.Well => Colour.None, Health.Unknown => Colour.Yellow, _ => Colour.Red };
            text.Append(context.Coloured(OneLine.Of(diagnosis.Message), colour)).Append('\n');
        }
        return text.ToString();
    }

    private static JsonObject AsJson(FoundEngine engine, DoctorContext machine) => JsonBuilder.Object(
        ("engine", JsonScalar.Of(engine.Name)),
        ("program", JsonBuilder.Text(engine.Program)),
        ("defaultRuntime", JsonBuilder.Text(engine.DefaultRuntime)),
        ("runtimes", JsonBuilder.List(engine.Runtimes.Select(runtime => AsJson(runtime, machine)))),
        ("faults", JsonBuilder.Texts(engine.Faults.Select(fault => fault.Message))));

    private static JsonObject AsJson(FoundRuntime runtime, DoctorContext machine)
    {
        var isOurs = runtime.IsInterceptor && machine.IsBinary(runtime);
        var (becomes, fault) = isOurs ? machine.Machine.Runtime(machine.FileOf(runtime.Path)!, runtime.Arguments) : default;
        return JsonBuilder.Object(
            ("name", JsonScalar.Of(runtime.Name)),
            ("path", JsonScalar.Of(runtime.Path)),
            ("arguments", JsonBuilder.Texts(runtime.Arguments)),
            ("source", JsonScalar.Of(runtime.Source)),
            ("interceptor", JsonScalar.Of(runtime.IsInterceptor)),
            ("becomes", JsonBuilder.Text(becomes)),
            ("fault", JsonBuilder.Text(fault ?? (isOurs ? machine.PolicyFault(runtime) : null))));
    }
}
