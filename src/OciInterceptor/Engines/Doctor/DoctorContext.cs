using OciInterceptor.Call.Flags;
using OciInterceptor.Messages;
using OciInterceptor.Policy;

namespace OciInterceptor.Engines.Doctor;

/// <summary>What the checks inspect. <paramref name="Options"/> are our flags before the command, which choose the policy in force.</summary>
internal sealed record DoctorContext(IMachine Machine, PolicyLoader Loader, Options Options, ImmutableArray<FoundEngine> Engines)
{
    /// <summary>The CVE numbers of escapes that the operator has judged.</summary>
    internal ImmutableArray<string> Ignored { get; init; } = [];

    /// <summary>Every runtime that an engine knows and that is the interceptor.</summary>
    internal IEnumerable<(FoundEngine Engine, FoundRuntime Runtime)> Registrations =>
        from engine in Engines
        from runtime in engine.Runtimes
        where runtime.IsInterceptor
        select (engine, runtime);

    /// <summary>The file of a runtime that is named by a path, or by a name for PATH; null if not found.</summary>
    internal string? FileOf(string path) =>
        path.Contains('/', StringComparison.Ordinal) ? Machine.Status(path) is null ? null : path : Machine.Find(path);

    /// <summary>Whether a registration calls our binary itself, whose flags are then known, and not a script.</summary>
    internal bool IsBinary(FoundRuntime runtime) =>
        FileOf(runtime.Path) is { } file && (Machine.IsThisProgram(file) || InterceptorFile.HasOwnName(Machine.ResolveOrKeep(file))) && !IsScript(file);

    /// <summary>The policy that applies to a registration's containers.</summary>
    /// <exception cref="InterceptorException">It cannot be loaded, or the registered arguments are wrong.</exception>
    internal EffectivePolicy PolicyOf(FoundRuntime runtime) => Loader.Load(new RegisteredCall(runtime.Path, runtime.Arguments, "").Options);

    /// <summary>Its rules; none if it cannot be loaded, of which the check of policies tells.</summary>
    internal ImmutableArray<PolicyRule> RulesOf(FoundRuntime runtime)
    {
        try
        {
            return PolicyOf(runtime).Rules;
        }
        catch (InterceptorException)
        {
            return [];
        }
    }

    /// <summary>Why a registration's calls that carry a document are refused; null when they are not.</summary>
    internal string? PolicyFault(FoundRuntime runtime)
    {
        try
        {
            _ = PolicyOf(runtime);
            return null;
        }
        catch (InterceptorException e)
        {
            return e.Message;
        }
    }

    private bool IsScript(string file) => Machine.Status(file) is { Size: < 1 << 20 } && Machine.Read(file) is { } content && content.AsSpan().StartsWith("#!"u8);
}
