using OciInterceptor.Host;
using OciInterceptor.Messages;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Hooks;

/// <summary>Which programs may run with the runtime's rights: those in <paramref name="Directories"/>.</summary>
/// <remarks>Hooks that the policy did not add are checked only with <paramref name="IncludesEngines"/>.</remarks>
internal sealed record HookTrust(ImmutableArray<string> Directories, bool IncludesEngines, IHost Host)
{
    internal static readonly Member TrustedDirectories = new("trustedDirectories", Shape.Texts, "Directories that may hold the programs, in place of the default ones.");

    internal static readonly Member VerifyAll = new("verifyAll", Shape.Flag, "Check the programs of all hooks of the container, such as the engine's, too.");

    internal static ImmutableArray<string> DefaultDirectories =>
    [
        "/usr/bin", "/usr/sbin", "/usr/lib", "/usr/libexec", "/usr/local/bin", "/usr/local/sbin", "/usr/local/libexec",
        "/bin", "/sbin", "/opt", "/nix/store",
    ];

    internal static HookTrust Read(ObjectReader members) => new(ReadDirectories(members), members.Flag("verifyAll"), members.Host);

    internal static ImmutableArray<string> ReadDirectories(ObjectReader members)
    {
        const string Name = "trustedDirectories";
        if (!members.Has(Name))
        {
            return DefaultDirectories;
        }
        var paths = members.Texts(Name);
        return paths.IsEmpty
            ? throw members.Error(Name, $"{Name} must not be empty")
            : paths.Select(path => Directory(path) ?? throw members.Error(Name, path, NoDirectory(path))).ToImmutableArray();
    }

    /// <summary>Trusted directories that do not come from a policy.</summary>
    /// <exception cref="InterceptorException">One of them cannot be trusted.</exception>
    internal static ImmutableArray<string> ParseDirectories(string[] paths) =>
        paths.Select(path => Directory(path) ?? throw new InterceptorException(NoDirectory(path))).ToImmutableArray();

    // Cleaned; null if invalid. The root would trust everything.
    private static string? Directory(string path) => path.StartsWith('/') && ContainerPath.Clean(path) is not "/" and var clean ? clean : null;

    private static string NoDirectory(string path) => $"\"{path}\" must be an absolute path of a directory below the root";

    /// <exception cref="InterceptorException">A hook is refused; the message names it, its stage and the cause.</exception>
    internal void Check(RuntimeSpec spec, ImmutableArray<StageHooks> added)
    {
        foreach (var stage in HookStages.Names)
        {
            var hooks = IncludesEngines ? StageHooks.ListOf(spec, stage) : added.Where(some => some.Stage == stage).SelectMany(some => some.Hooks);
            foreach (var hook in hooks)
            {
                Check(hook, stage);
            }
        }
    }

    /// <summary>Which of the host's programs are links below a trusted directory, or behind one, and where they lead.</summary>
    internal IEnumerable<string> LinkNotes(IEnumerable<string?> programs) => programs.Distinct().Select(LinkNote).OfType<string>();

    private string? LinkNote(string? program)
    {
        try
        {
            return program is not null && Directories.FirstOrDefault(known => HostPath.Contains(known, program)) is { } directory
                && Host.Resolve(program, isOperators: true) is var target && target != Host.Resolve(directory, isOperators: true) + program[directory.Length..]
                ? $"the symbolic link {program} is followed: the program is {target}" : null;
        }
        catch (InterceptorException)
        {
            // It is told when the program is to run.
            return null;
        }
    }

    /// <summary>Checks one hook. A program in the container's file system cannot be checked here.</summary>
    /// <exception cref="InterceptorException">The hook is refused; the message names it, its stage and the cause.</exception>
    internal void Check(Hook hook, string stage)
    {
        var path = hook.Path ?? "";
        try
        {
            if (HookStages.IsHosts(stage))
            {
                Host.CheckProgram(path, Directories);
            }
            else if (!path.StartsWith('/'))
            {
                throw new InterceptorException("its path is not absolute");
            }
        }
        catch (InterceptorException e)
        {
            throw new InterceptorException($"the {stage} hook {path} is refused: {e.Message}", e);
        }
    }
}
