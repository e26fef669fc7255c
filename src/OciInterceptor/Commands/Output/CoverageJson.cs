using OciInterceptor.Engines;
using OciInterceptor.Engines.Coverage;
using OciInterceptor.Engines.Doctor;
using OciInterceptor.Json;

namespace OciInterceptor.Commands.Output;

/// <summary>A coverage report as JSON, for scripts.</summary>
internal static class CoverageJson
{
    internal static string Of(CoverageReport report, ImmutableArray<FoundEngine> engines, ImmutableArray<Diagnosis> checks) => IndentedJson.Text(JsonBuilder.Object(
        ("engines", JsonBuilder.List(engines.Select(Engine))),
        ("doors", JsonBuilder.List(report.Doors.Select(Door))),
        ("containers", JsonBuilder.List(report.Containers.Select(Container))),
        ("leftovers", JsonBuilder.List(report.Leftovers.Select(Leftover))),
        ("findings", JsonBuilder.List(checks.Concat(report.Findings).Select(Finding)))));

    /// <summary>A door's state as one word.</summary>
    internal static string Word(DoorState state) => state.ToString().ToLowerInvariant();

    private static JsonObject Engine(FoundEngine engine) => JsonBuilder.Object(
        ("engine", JsonScalar.Of(engine.Name)),
        ("program", JsonBuilder.Text(engine.Program)),
        ("defaultRuntime", JsonBuilder.Text(engine.DefaultRuntime)),
        ("faults", JsonBuilder.Texts(engine.Faults.Select(fault => fault.Message))));

    private static JsonObject Door(Door door) => JsonBuilder.Object(
        ("engine", JsonScalar.Of(door.Engine)),
        ("name", JsonScalar.Of(door.Runtime.Name)),
        ("path", JsonScalar.Of(door.Runtime.Path)),
        ("arguments", JsonBuilder.Texts(door.Runtime.Arguments)),
        ("source", JsonScalar.Of(door.Runtime.Source)),
        ("default", JsonScalar.Of(door.Runtime.IsDefault)),
        ("interceptor", JsonScalar.Of(door.Runtime.IsInterceptor)),
        ("policy", JsonScalar.Of(Word(door.State))),
        ("reason", JsonScalar.Of(door.Reason)),
        ("becomes", JsonBuilder.Text(door.Becomes)),
        ("rules", door.Rules is { } rules ? JsonScalar.OfNumber(rules) : null),
        ("digest", JsonBuilder.Text(door.Digest)));

    private static JsonObject Container(SeenContainer container) => JsonBuilder.Object(
        ("engine", JsonBuilder.Text(container.Running.Engine.Length > 0 ? container.Running.Engine : null)),
        ("id", JsonScalar.Of(container.Running.Id)),
        ("program", JsonBuilder.Text(container.Running.Program)),
        ("door", JsonBuilder.Text(container.Door?.Runtime.Name)),
        ("policy", JsonScalar.Of(PolicyAgeWord.Of(container.Policy))),
        ("digest", JsonBuilder.Text(container.Digest)),
        ("created", JsonBuilder.Text(container.Time)));

    private static JsonObject Leftover(Leftover leftover) => JsonBuilder.Object(
        ("path", JsonScalar.Of(leftover.Path)),
        ("message", JsonScalar.Of(leftover.Message)));

    private static JsonObject Finding(Diagnosis diagnosis) => JsonBuilder.Object(
        ("condition", JsonScalar.Of(HealthWord.Of(diagnosis.Condition))),
        ("check", JsonScalar.Of(diagnosis.Check)),
        ("message", JsonScalar.Of(diagnosis.Message)));
}
