using System.Text;
using OciInterceptor.Engines;
using OciInterceptor.Engines.Coverage;
using OciInterceptor.Engines.Doctor;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands.Output;

/// <summary>A coverage report for people: a block for each engine, then what needs attention.</summary>
internal sealed class CoverageText(Terminal terminal)
{
    private readonly StringBuilder _text = new();

    /// <param name="report">What was found.</param>
    /// <param name="engines">The engines, in the order of the report.</param>
    /// <param name="checks">What the checks of the registrations found.</param>
    internal string Of(CoverageReport report, ImmutableArray<FoundEngine> engines, ImmutableArray<Diagnosis> checks)
    {
        if (engines.IsEmpty)
        {
            Line("No engine was found.");
        }
        foreach (var engine in engines)
        {
            _text.Append(terminal.Coloured(engine.Name, Colour.Bold)).Append("  ");
            Line(engine.Program ?? "its program is not on PATH");
            AddDoors(report.Doors.Where(door => door.Engine == engine.Name).ToImmutableArray());
            if (!engine.Runtimes.Any(runtime => runtime.IsInterceptor))
            {
                Line("  the interceptor is not registered");
            }
        }
        foreach (var name in report.Doors.Select(door => door.Engine).Distinct().Where(name => !engines.Any(engine => engine.Name == name)))
        {
            _text.Append(terminal.Coloured(name, Colour.Bold)).Append('\n');
            AddDoors(report.Doors.Where(door => door.Engine == name).ToImmutableArray());
        }
        AddContainers(report.Containers);
        foreach (var leftover in report.Leftovers)
        {
            Line($"left over: {leftover.Path}: {leftover.Message}", Colour.Yellow);
        }
        foreach (var diagnosis in checks.Where(diagnosis => diagnosis.Condition != Health.Well || diagnosis.Check == "runtime")
            .Concat(report.Findings.Where(finding => finding.Condition == Health.Unknown)))
        {
            Line(diagnosis.Message, diagnosis.Condition switch { Health.Well => Colour.None, Health.Problem => Colour.Red, _ => Colour.Yellow });
        }
        return _text.ToString();
    }

    private void AddDoors(ImmutableArray<Door> doors)
    {
        foreach (var door in doors)
        {
            var runtime = door.Runtime;
            Line("  " + string.Join(' ', runtime.Arguments.Insert(0, runtime.Path).Insert(0, runtime.Name)) + (runtime.IsDefault ? "  (default)" : ""));
            Line($"    {door.Word}: {door.Reason}", door.State switch { DoorState.Applies => Colour.Green, DoorState.Closed => Colour.Red, _ => Colour.Yellow });
        }
    }

    private void AddContainers(ImmutableArray<SeenContainer> containers)
    {
        if (containers.IsEmpty)
        {
            return;
        }
        var counts = PolicyAgeWord.All.Select(age => (Word: PolicyAgeWord.Of(age), Count: containers.Count(container => container.Policy == age))).Where(one => one.Count > 0);
        Line($"{containers.Length} running container{(containers.Length == 1 ? "" : "s")}, by policy: {string.Join(", ", counts.Select(one => $"{one.Count} {one.Word}"))}");
        foreach (var container in containers.Where(container => container.Policy != PolicyAge.Present))
        {
            Line($"  {CoverageReport.Title(container)}: {CoverageReport.Sentence(container.Policy)}", Colour.Yellow);
        }
    }

    private void Line(string line, Colour colour = Colour.None) => _text.Append(terminal.Coloured(OneLine.Of(line), colour)).Append('\n');
}
