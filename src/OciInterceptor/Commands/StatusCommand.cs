using System.CommandLine;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Engines;
using OciInterceptor.Engines.Coverage;
using OciInterceptor.Engines.Doctor;

namespace OciInterceptor.Commands;

/// <summary>oi-status: shows every door to a runtime on this machine, and whether the policy applies behind it.</summary>
internal sealed class StatusCommand : OiCommand
{
    private readonly Option<bool> _strict;
    private readonly Option<string> _output;

    internal StatusCommand()
        : base("oi-status", "show where the policy applies: engines, runtimes, running containers", """
            Reads each engine's default configuration files and shows each way to a runtime, with whether the policy applies there and
            why; the running containers that were started without the present policy; and what earlier installations have left behind.

            The exit code is 1 when a registered name does not work, 2 when something cannot be determined, else 0. With --strict
            it is 1 as well when the policy does not apply somewhere.
            """)
    {
        _strict = Command.AddSwitch("--strict", "exit code 1 also for ways around the policy, containers without the present one, and leftovers");
        _output = AddChoice("--output", "human: for people; json: everything, for scripts; prometheus: metrics", "human", "json", "prometheus");
    }

    internal override ImmutableArray<CommandExample> Examples =>
    [
        new("Show which ways to a runtime the policy covers", "sudo oci-interceptor oi-status"),
        new("Fail in a script where it does not apply", "sudo oci-interceptor oi-status --strict --output json"),
    ];

    private protected override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        var engines = EngineList.Find(context.Machine);
        var machine = new DoctorContext(context.Machine, context.Loader, context.Options, engines);
        var checks = DoctorChecks.OfRegistrations(machine);
        var report = CoverageReport.Of(machine, context.Paths);
        var output = arguments.GetValue(_output) switch
        {
            "json" => CoverageJson.Of(report, engines, checks),
            "prometheus" => new CoverageMetrics().Of(report, checks),
            _ => new CoverageText(context.Terminal).Of(report, engines, checks),
        };
        return new CommandResult(output, DoctorChecks.ExitCode(checks.AddRange(report.Findings), arguments.GetValue(_strict)));
    }
}
