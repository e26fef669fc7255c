using Drofune.Cli;
using Drofune.Stages;
using Drofune.State;
using OciInterceptor.Linux;

namespace Drofune.Containers;

/// <summary>The running container, for commands that enter it.</summary>
internal static unsafe class RunningContainer
{
    /// <returns>The command's exit code.</returns>
    internal static int Exec(ExecOptions options)
    {
        RootUser.Require();
        if (options.CloneBinary && !ClonedBinary.IsRunning)
        {
            ClonedBinary.Become();
        }
        using var namespaces = Find(options.State);
        using var status = new StatusPipe();
        var stage = new Stage(Stage.Exec).With(StatusPipe.Option, status.Writer);
        if (options.DropCapabilities)
        {
            stage.With(ExecStage.DropCapabilities);
        }
        if (options.SecureJoin)
        {
            namespaces.JoinRest();
            namespaces.JoinPid();
        }
        else
        {
            // The flaw: the stage is in the container's PID namespace at once, and in its other namespaces only later.
            namespaces.JoinPid();
            namespaces.HaveJoinedBy(stage);
        }
        var pid = stage.Spawn(options.Command);
        status.WaitForStage();
        Supervision.WaitFor(pid);
        return Supervision.Reap(pid);
    }

    private static ContainerNamespaces Find(string state)
    {
        try
        {
            if (StateDirectory.FindContainer(state) is { } pid)
            {
                var namespaces = ContainerNamespaces.Of(pid);
                // If it has ended meanwhile, the process may have been another one with the same ID.
                if (StateDirectory.FindContainer(state) == pid)
                {
                    return namespaces;
                }
                namespaces.Dispose();
            }
        }
        catch (IOException e) when (e.HResult is Errno.ENOENT or Errno.ESRCH)
        {
            // Its process has ended.
        }
        catch (IOException e)
        {
            throw new DrofuneException($"cannot examine the container ({state}): {e.Message}", e);
        }
        throw new DrofuneException($"no container is running ({state})");
    }
}
