using OciInterceptor.Messages;

namespace OciInterceptor.Engines;

/// <summary>An engine on this machine, as its configuration files describe it.</summary>
/// <param name="Name">As oi-install calls it.</param>
/// <param name="Program">Its program's path; null when only its configuration is here.</param>
internal sealed record FoundEngine(string Name, string? Program)
{
    internal ImmutableArray<FoundRuntime> Runtimes { get; init; } = [];

    /// <summary>The name of the runtime that containers get by default.</summary>
    internal string? DefaultRuntime { get; init; }

    /// <summary>Where it keeps containers and images; null when not determined.</summary>
    internal string? DataRoot { get; init; }

    /// <summary>Configuration that cannot be read, and why.</summary>
    internal ImmutableArray<InterceptorException> Faults { get; init; } = [];

    /// <summary>The engine with its runtimes, each examined on the machine.</summary>
    internal FoundEngine With(IMachine machine, string defaultRuntime, IEnumerable<FoundRuntime> runtimes) => this with
    {
        DefaultRuntime = defaultRuntime,
        Runtimes = runtimes.Select(runtime => runtime with { IsDefault = runtime.Name == defaultRuntime, IsInterceptor = InterceptorFile.Is(machine, runtime.Path) }).ToImmutableArray(),
    };
}
