using OciInterceptor.Call.Flags;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Linux.Trust;
using OciInterceptor.Messages;
using OciInterceptor.Policy;

namespace OciInterceptor.Engines.Install.Proofs;

/// <summary>The proof of one registration, by what a call of it would find, and then by calls (docs/decisions/0024).</summary>
/// <param name="request">What the operator wants registered.</param>
/// <param name="machine">The machine that the engine runs on.</param>
/// <param name="searchPath">The engine's PATH; null if it is unknown, and that of this command stands for it.</param>
internal sealed class RegistrationProof(RegistrationRequest request, IMachine machine, string? searchPath) : IProof
{
    /// <summary>The runtime that a call becomes.</summary>
    internal string Runtime { get; private set; } = "";

    /// <summary>The first line of what it answers to --version; empty before <see cref="Call"/>.</summary>
    internal string Version { get; private set; } = "";

    /// <summary>The rules of its calls.</summary>
    internal ImmutableArray<PolicyRule> Rules { get; private set; } = [];

    /// <summary>Why the policy refuses the document that it was tried with; null if it does not, which is usual.</summary>
    internal string? Denial { get; private set; }

    public void Prepare(Registration registration, ImmutableArray<PlannedFile> planned)
    {
        // A wrapper passes on what the flags ask for.
        var (path, arguments) = request.Wrapper is null
            ? (registration.Path, registration.Arguments)
            : (request.Binary, RegisteredArguments.Of(request.Options, request.RuntimePath));
        Runtime = RuntimeOf(path, arguments, planned);
        Rules = RulesOf(path, arguments, planned);
    }

    /// <summary>The same for a link in a runtime's place, which will become that runtime.</summary>
    /// <exception cref="InterceptorException">It could not work; the message says why.</exception>
    internal void Prepare(LinkedRuntime runtime)
    {
        if (!runtime.IsInstalled)
        {
            RequireRuntime(runtime.Path, runtime.Path);
        }
        Runtime = runtime.Aside;
        Rules = RulesOf(runtime.Path, [], []);
    }

    public void Call(Registration registration)
    {
        var call = new ProvingCall(registration, machine, searchPath);
        Version = call.Version();
        Denial = call.Explain(request.Policies.Installed);
    }

    public void Verify(IInstallTarget engine) => engine.Verify(new ProvingCall(engine.Registered!, machine, searchPath));

    private string RuntimeOf(string path, ImmutableArray<string> arguments, ImmutableArray<PlannedFile> planned)
    {
        foreach (var file in planned)
        {
            // The link that chooses the runtime does not exist yet. A target with a slash may be relative to its directory.
            if (file.State.Target is { } target && file.Path.EndsWith(".runtime", StringComparison.Ordinal))
            {
                arguments = arguments.Insert(0, $"--oi-runtime-path={(target.Contains('/', StringComparison.Ordinal) ? Path.Combine(request.Policies.Profiles, target) : target)}");
            }
        }
        var (runtime, fault) = machine.Runtime(path, arguments, searchPath);
        if (runtime is null)
        {
            throw new InterceptorException($"cannot register {path}: {fault}");
        }
        RequireRuntime(path, runtime);
        return runtime;
    }

    private void RequireRuntime(string path, string runtime)
    {
        // Another version of this program, or a script that calls it, would call what is registered again.
        if (InterceptorFile.Is(machine, runtime))
        {
            throw new InterceptorException($"cannot register {path}: its runtime {runtime} is the interceptor, or a script that calls it: name another with --oi-runtime-path");
        }
        if (machine.TrustFault(TrustPolicy.Program, runtime) is { } distrust)
        {
            throw new InterceptorException($"cannot register {path}: its runtime {runtime} cannot be trusted: {distrust}");
        }
    }

    private ImmutableArray<PolicyRule> RulesOf(string path, ImmutableArray<string> arguments, ImmutableArray<PlannedFile> planned)
    {
        var loader = new PolicyLoader(request.Policies, machine);
        var options = new RegisteredCall(path, arguments, searchPath ?? "").Options;
        foreach (var file in planned)
        {
            if (file.Path == request.Policies.Profile(request.Name) && file.State.Content is { } content)
            {
                RequireDirectory();
                return loader.Load(options with { Profiles = [] }).Rules.AddRange(PolicyFileReader.Read(file.Path, content.ToArray(), machine).Rules);
            }
        }
        return loader.Load(options).Rules;
    }

    // As far as it exists: what is made in it would be refused by every call.
    private void RequireDirectory()
    {
        var directory = request.Policies.Profiles;
        while (directory.Length > 1 && machine.Status(directory) is null)
        {
            directory = Path.GetDirectoryName(directory)!;
        }
        if (machine.TrustFault(TrustPolicy.RuntimeDirectory, directory) is { } distrust)
        {
            throw new InterceptorException($"cannot make a profile in {request.Policies.Profiles}: {distrust}");
        }
    }
}
