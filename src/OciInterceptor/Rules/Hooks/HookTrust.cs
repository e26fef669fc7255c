using OciInterceptor.Host;
using OciInterceptor.Messages;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Hooks;

/// <summary>Which programs may run with the runtime's rights, and for which hooks that is asked.</summary>
/// <param name="Directories">Where they may lie.</param>
/// <param name="IncludesEngines">Whether hooks are asked about that the policy did not add.</param>
/// <param name="Host">The machine.</param>
internal sealed record HookTrust(ImmutableArray<string> Directories, bool IncludesEngines, IHost Host)
{
    internal static readonly Member TrustedDirectories = new("trustedDirectories", Shape.Texts, "The directories that programs of hooks may lie below, in the place of the usual ones.");

    internal static readonly Member VerifyAll = new("verifyAll", Shape.Flag, "Whether hooks are checked as well that the policy did not add, such as the engine's.");

    internal static ImmutableArray<string> UsualDirectories =>
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
            return UsualDirectories;
        }
        var paths = members.Texts(Name);
        return paths.IsEmpty
            ? throw members.Error(Name, "there must be at least one directory")
            : paths.Select(path => Directory(path) ?? throw members.Error(Name, path, NoDirectory(path))).ToImmutableArray();
    }

    /// <summary>Directories that are given another way.</summary>
    /// <exception cref="InterceptorException">One of them cannot be trusted.</exception>
    internal static ImmutableArray<string> ParseDirectories(string[] paths) =>
        paths.Select(path => Directory(path) ?? throw new InterceptorException(NoDirectory(path))).ToImmutableArray();

    // Made clean; null for what cannot be one. All of the machine is no place that says anything.
    private static string? Directory(string path) => path.StartsWith('/') && ContainerPath.Clean(path) is not "/" and var clean ? clean : null;

    private static string NoDirectory(string path) => $"\"{path}\" must be an absolute path of a directory below the root";

    /// <exception cref="InterceptorException">A hook may not run; the message says which, of which stage, and why.</exception>
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

    /// <summary>Checks one hook. What is in the container's file system, or will be looked up from there, cannot be looked at here.</summary>
    /// <exception cref="InterceptorException">It may not run; the message says which it is, of which stage, and why.</exception>
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
