namespace OciInterceptor.Engines.Coverage;

/// <summary>A way on this machine to a runtime: a name that an engine knows, or what an engine runs where no name is asked for.</summary>
/// <param name="Engine">The engine as oi-install calls it, or the program that has the door: buildah, buildkit.</param>
/// <param name="Runtime">What it runs.</param>
internal sealed record Door(string Engine, FoundRuntime Runtime)
{
    internal required DoorState State { get; init; }

    /// <summary>Why the policy applies or does not, as the end of a sentence.</summary>
    internal required string Reason { get; init; }

    /// <summary>The runtime that the interceptor becomes; null if that is not known, or it is not the interceptor.</summary>
    internal string? Becomes { get; init; }

    /// <summary>The policy's digest as audit lines have it; null without a policy.</summary>
    internal string? Digest { get; init; }

    /// <summary>The files of the policy's audit trail.</summary>
    internal ImmutableArray<string> AuditFiles { get; init; } = [];

    /// <summary>The number of the policy's rules; null without a policy.</summary>
    internal int? Rules { get; init; }

    /// <summary>Whether a container that calls a program may have been started through this door.</summary>
    /// <param name="engine">The container's engine.</param>
    /// <param name="program">What its shim or monitor calls; null for the shim's default, the runc that it finds.</param>
    internal bool Leads(string engine, string? program) => engine == Engine
        && (program is null or "runc" ? Path.GetFileName(Runtime.Path) == "runc"
            : program == Runtime.Path
                // An engine looks a name up in PATH, or in directories of its own.
                || Path.GetFileName(program) == Runtime.Path
                || (!Runtime.Arguments.IsEmpty && program.Contains("/runtimes/", StringComparison.Ordinal) && IsScript(Path.GetFileName(program))));

    // Docker calls a runtime with arguments through a script NAME, since release 24 NAME.HASH.
    private bool IsScript(string name) => name == Runtime.Name || (name.LastIndexOf('.') is var dot && dot > 0 && name[..dot] == Runtime.Name);

    /// <summary>The state in words.</summary>
    internal string Word => State switch
    {
        DoorState.Applies => "policy applies",
        DoorState.Bypassed => "policy does not apply",
        DoorState.Closed => "no container starts",
        _ => "unknown whether the policy applies",
    };
}
