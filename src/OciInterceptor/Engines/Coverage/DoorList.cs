using OciInterceptor.Engines.Doctor;
using OciInterceptor.Evidence;
using OciInterceptor.Messages;
using OciInterceptor.Policy;

namespace OciInterceptor.Engines.Coverage;

/// <summary>Every door to a runtime on this machine, each with whether the policy applies behind it.</summary>
internal static class DoorList
{
    internal static ImmutableArray<Door> Of(DoctorContext context) => Of(context, new OtherDoors(context.Machine));

    internal static ImmutableArray<Door> Of(DoctorContext context, OtherDoors others) =>
    [
        .. context.Engines.SelectMany(engine => engine.Runtimes, (engine, runtime) => Judge(context, engine.Name, runtime)),
        .. others.Find(context.Engines)
            .Select(door => Judge(context, door.Engine, door.Runtime with { IsInterceptor = InterceptorFile.Is(context.Machine, door.Runtime.Path) })),
    ];

    private static Door Judge(DoctorContext context, string engine, FoundRuntime runtime)
    {
        var isPath = runtime.Path.Contains('/', StringComparison.Ordinal);
        if (context.FileOf(runtime.Path) is not { } file)
        {
            return Of(engine, runtime, DoorState.Closed, $"{runtime.Path} {(isPath ? "does not exist" : "is not on PATH")}");
        }
        if (!runtime.IsInterceptor)
        {
            return Of(engine, runtime, DoorState.Bypassed, $"{file} is not the interceptor");
        }
        if (!context.IsBinary(runtime))
        {
            return Of(engine, runtime, DoorState.Unknown, $"the script {file} decides how the interceptor is called");
        }
        var (becomes, fault) = context.Machine.Runtime(file, runtime.Arguments);
        return becomes is null ? Of(engine, runtime, DoorState.Closed, fault!) : WithPolicy(context, Of(engine, runtime, DoorState.Applies, "") with { Becomes = becomes });
    }

    private static Door WithPolicy(DoctorContext context, Door door)
    {
        try
        {
            var policy = context.PolicyOf(door.Runtime);
            var count = policy.Rules.Length;
            var isEnforced = policy.Rules.Any(rule => rule.Mode == Mode.Enforce);
            return door with
            {
                State = isEnforced ? DoorState.Applies : DoorState.Bypassed,
                Reason = isEnforced ? $"{count} rule{(count == 1 ? "" : "s")}" : count == 0 ? "it has no rule" : "none of its rules is enforced",
                Digest = "sha256:" + PolicyDigest.Of(policy),
                AuditFiles = policy.Settings.AuditFiles,
                Rules = count,
            };
        }
        catch (InterceptorException e)
        {
            return door with { State = DoorState.Closed, Reason = e.Message };
        }
    }

    private static Door Of(string engine, FoundRuntime runtime, DoorState state, string reason) => new(engine, runtime) { State = state, Reason = reason };
}
