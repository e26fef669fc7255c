using OciInterceptor.Engines.Install.Wrappers;
using OciInterceptor.Linux.Trust;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Install;

/// <summary>
/// Refuses to register what users other than root and the calling user can change: an engine executes it as root, for every container.
/// So that concerns the program, the directory of the link to it, and the runtime, with every directory and link on the way.
/// </summary>
internal static class RegistrationTrust
{
    /// <exception cref="InterceptorException">Something cannot be trusted; the message says what and why.</exception>
    internal static void Require(RegistrationRequest request, IMachine machine)
    {
        RequireProgram(machine, request.Binary);
        if (request.LinkDirectory is { } directory)
        {
            RequireDirectory(machine, directory);
        }
        if (RuntimeOf(request, machine) is { } runtime)
        {
            RequireProgram(machine, runtime);
        }
    }

    /// <summary>The same for the wrappers' directory, as far as it exists, and the programs that they execute.</summary>
    /// <exception cref="InterceptorException">Something cannot be trusted; the message says what and why.</exception>
    internal static void Require(string directory, ImmutableArray<Wrapper> wrappers, IMachine machine)
    {
        var existing = directory;
        while (existing.Length > 1 && machine.Status(existing) is null)
        {
            existing = Path.GetDirectoryName(existing)!;
        }
        RequireDirectory(machine, existing);
        foreach (var wrapper in wrappers)
        {
            RequireProgram(machine, wrapper.Program);
        }
    }

    // A runtime that is missing is reported where it is used.
    private static string? RuntimeOf(RegistrationRequest request, IMachine machine) => request.RuntimePath switch
    {
        null => machine.Runtime(request.Binary, []).Path,
        { } name when !name.Contains('/', StringComparison.Ordinal) => machine.Find(name),
        { } path => machine.Status(path) is null ? null : path,
    };

    private static void RequireProgram(IMachine machine, string path) => Require(machine.TrustFault(TrustPolicy.Program, path), path);

    private static void RequireDirectory(IMachine machine, string path) => Require(machine.TrustFault(TrustPolicy.RuntimeDirectory, path), path);

    private static void Require(string? fault, string path)
    {
        if (fault is not null)
        {
            throw new InterceptorException($"cannot register {path}: {fault}");
        }
    }
}
