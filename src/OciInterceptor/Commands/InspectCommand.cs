using System.CommandLine;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Engines;
using OciInterceptor.Engines.Doctor;
using OciInterceptor.Engines.Inspection;
using OciInterceptor.Engines.Running;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands;

/// <summary>oi-inspect: shows what an engine recorded of a container, what its runtime was given, what runs, and which rules made the difference.</summary>
internal sealed class InspectCommand : OiCommand
{
    private readonly Argument<string?> _container = new("CONTAINER") { Arity = ArgumentArity.ZeroOrOne, Description = "an ID, the beginning of one, or a name" };
    private readonly Option<bool> _all;
    private readonly Option<bool> _values;
    private readonly Option<string> _output;

    internal InspectCommand()
        : base("oi-inspect", "show what a container asked for, what it got, and which rule made the difference", """
            Compares the engine's record of a running container, the config.json that its runtime was given, and the process itself,
            and shows where they differ, with the rules that made it so by the audit trail. It needs no engine's service. Values of
            environment variables are shown only with --env-values.

            The exit code is 1 when no such container runs, 2 when something could not be read, else 0.
            """)
    {
        Command.Arguments.Add(_container);
        _all = Command.AddSwitch("--all", "every running container");
        _values = Command.AddSwitch("--env-values", "show the values of environment variables, which may be secrets");
        _output = AddChoice("--output", "human: where they differ, for people; json: every setting, for scripts", "human", "json");
    }

    internal override ImmutableArray<CommandExample> Examples =>
    [
        new("Show how a container differs from what was asked for", "sudo oci-interceptor oi-inspect CONTAINER"),
        new("Show every setting of every running container", "sudo oci-interceptor oi-inspect --all --output json"),
    ];

    private protected override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        var wanted = arguments.GetValue(_container);
        if (wanted is null != arguments.GetValue(_all))
        {
            throw new InterceptorException($"{Name}: want one of CONTAINER and --all");
        }
        var faults = new List<InterceptorException>();
        var running = Running(context, faults);
        var engines = EngineList.Find(context.Machine);
        var history = new RuleHistory(new DoctorContext(context.Machine, context.Loader, context.Options, engines), context.HostOf ?? (_ => context.Machine), faults);
        var inspector = new Inspector(context.Machine, history);
        var chosen = wanted is null ? running : [Chosen(running, wanted, inspector, faults)];
        history.Read(chosen);
        ImmutableArray<ContainerInspection> inspections = [.. chosen.Select(inspector.Of)];
        if (!arguments.GetValue(_values))
        {
            inspections = inspections.Map(inspection => inspection with { Rows = inspection.Rows.Map(row => row.WithoutValue()) });
        }
        var output = arguments.GetValue(_output) == "json" ? InspectionJson.Of(inspections, faults) : new InspectionText(context.Terminal).Of(inspections, faults);
        return new CommandResult(output, faults.Count > 0 || inspections.Any(inspection => !inspection.Faults.IsEmpty) ? 2 : 0);
    }

    // A container that could not be looked for may run.
    private static RunningContainer Chosen(ImmutableArray<RunningContainer> running, string wanted, Inspector inspector, List<InterceptorException> faults)
    {
        try
        {
            return ContainerChoice.Of(running, wanted, inspector.NameOf);
        }
        catch (InterceptorException e) when (faults.Count > 0)
        {
            throw new InterceptorException($"{e.Message}; not everything could be read: {string.Join("; ", faults.Select(fault => fault.Message).Distinct())}", e);
        }
    }

    private static ImmutableArray<RunningContainer> Running(CommandContext context, List<InterceptorException> faults)
    {
        if (context.FindRunning is { } find)
        {
            return find();
        }
        var containers = new RunningContainers(context.Machine);
        var found = containers.Find();
        faults.AddRange(containers.Faults);
        return found;
    }
}
