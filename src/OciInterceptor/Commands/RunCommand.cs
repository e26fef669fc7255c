using System.CommandLine;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Generate;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands;

/// <summary>oi-run: runs a container from one command line, on a machine that has only a runtime.</summary>
internal sealed class RunCommand : OiCommand
{
    private readonly ContainerOptions _container;

    internal RunCommand()
        : base("oi-run", "run a command in a hardened container, and remove it afterwards", """
            Makes a bundle as oi-spec does, runs it with the runtime and the policy that a call with these flags would get, and
            removes it. Without --rootfs and --bind-rootfs the container has the host's programs, read-only. The exit code is
            the container's, or 128 plus the signal's number if a signal ended it.
            """) => _container = new ContainerOptions(Command);

    internal override ImmutableArray<CommandExample> Examples =>
    [
        new("Run a shell with the host's programs, read-only", "sudo oci-interceptor oi-run -- sh"),
        new("Try a policy on it", "sudo oci-interceptor --oi-config /root/policy.json oi-run -- cat /etc/hosts"),
    ];

    // The runtime gets them.
    internal override bool Allows(string runtimeOption) => true;

    private protected override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        var settings = _container.Read(arguments, context, isRootless: Libc.geteuid() != 0) with { HasTerminal = Libc.isatty(0) == 1 && Libc.isatty(1) == 1 };
        if (!_container.HasPrograms(arguments))
        {
            settings = settings with { Mounts = settings.Mounts.AddRange(HostFiles.OfHost(context.Machine, HostFiles.Exists)) };
        }
        var secrets = _container.Secrets(arguments);
        var parents = RunDirectory.Parents(context.UserDirectory);
        // From here on, a signal must not skip the cleanup.
        ForwardedSignals.Take();
        var notice = RemoveLeft(parents, context);
        var needsMemory = secrets.Any(secret => secret.IsInMemory) && !SecretsDirectory.IsInMemory(parents[0]);
        var namespaces = settings.Namespaces;
        using var place = RunDirectory.Make(needsMemory ? parents[1] : parents[0], IdRange.HostIdOf(namespaces.UserIds, 0), IdRange.HostIdOf(namespaces.GroupIds, 0));
        var call = new EngineCall(context.Binary, CalledName(context), context.BeforeCommand, place);
        try
        {
            GeneratedBundle.Make(place, settings, secrets);
            call.Note();
            OrphanCgroups.Note(place);
            return new CommandResult("", call.Run(), notice);
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot run the container: {e.Message}", e);
        }
        finally
        {
            Remove(call, place);
        }
    }

    // The name of this call may name a profile, so the inner call gets it too.
    private static unsafe CString CalledName(CommandContext context) => ProcessStart.Argc > 0 ? CString.At(ProcessStart.Argv[0]) : CString.Of(context.Binary);

    // A failed removal is reported but does not stop the run. Null when nothing failed.
    private static string? RemoveLeft(ImmutableArray<string> parents, CommandContext context)
    {
        var faults = new List<string>();
        foreach (var parent in parents)
        {
            Attempt(faults, () =>
            {
                foreach (var left in RunDirectory.Left(parent))
                {
                    using (left)
                    {
                        Attempt(faults, () => Remove(EngineCall.Noted(context.Binary, CalledName(context), left), left));
                    }
                }
            });
        }
        return faults.Count == 0 ? null : $"cannot clean up after an earlier oi-run: {string.Join("; ", faults)}";
    }

    private static void Attempt(List<string> faults, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is InterceptorException or IOException)
        {
            faults.Add(e.Message);
        }
    }

    private static void Remove(EngineCall call, RunDirectory place)
    {
        try
        {
            call.Delete();
            OrphanCgroups.Remove(place);
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot remove the container {place.Id}: {e.Message}", e);
        }
        place.Remove();
        RunDirectory.RemoveUnused(place.Parent);
    }
}
