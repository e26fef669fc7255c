using Drofune.Cli;
using Drofune.Linux;
using Drofune.Stages;
using Drofune.State;
using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;

namespace Drofune.Containers;

/// <summary>A new container, from its creation to its end.</summary>
internal static unsafe class Container
{
    /// <returns>The command's exit code.</returns>
    internal static int Run(RunOptions options)
    {
        RootUser.Require();
        var state = StateDirectory.Create(options.State);
        Keeper? keeper = null;
        var pid = 0;
        try
        {
            using var status = new StatusPipe();
            using var start = new StartPipe();
            try
            {
                pid = Start(options, state, status, start);
                keeper = new Keeper(state, pid);
                status.WaitForStage();
                state.Write(pid);
                start.LetGo();
                Supervision.WaitFor(pid);
            }
            catch (DrofuneException) when (pid != 0)
            {
                // A container that cannot be supervised must not stay. End it before the pipes close: from their end it would conclude that the
                // runtime has died.
                Supervision.End(pid);
                pid = 0;
                throw;
            }
        }
        finally
        {
            state.Dispose();
            keeper?.Dispose();
        }
        return Supervision.Reap(pid);
    }

    private static int Start(RunOptions options, StateDirectory state, StatusPipe status, StartPipe start)
    {
        var stage = new Stage(Stage.Run).With(StatusPipe.Option, status.Writer).With(StartPipe.Option, start.Reader).With(RunStage.Directory).With(state.Container);
        if (options.PivotRoot)
        {
            stage.With(RunStage.PivotRoot);
        }
        if (options.DropCapabilities)
        {
            stage.With(RunStage.DropCapabilities);
        }
        using var own = OwnNamespace();
        // Applies to children only, and only to this one: the keeper is a process of the host.
        SystemCall.Check(Libc.unshare(ContainerLibc.CLONE_NEWPID), "make a PID namespace");
        var pid = stage.Spawn(options.Command);
        SystemCall.Check(ContainerLibc.setns(own.Fd(), ContainerLibc.CLONE_NEWPID), "come back from the PID namespace");
        return pid;
    }

    private static SafeFileHandle OwnNamespace()
    {
        try
        {
            return Descriptor.Open(CString.Of("/proc/self/ns/pid"), Libc.O_RDONLY);
        }
        catch (IOException e)
        {
            throw new DrofuneException($"cannot open /proc/self/ns/pid: {e.Message}", e);
        }
    }
}
