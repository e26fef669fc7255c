using Drofune.Cli;
using Drofune.Linux;
using Drofune.Stages;
using Drofune.State;

namespace Drofune.Containers;

/// <summary>A new container, from its making to its end.</summary>
internal static unsafe class Container
{
    /// <returns>The command's exit code.</returns>
    internal static int Run(RunOptions options)
    {
        Privilege.Check();
        var pid = 0;
        int code;
        using (var state = StateDirectory.Create(options.State))
        {
            using var status = new StatusPipe();
            var stage = new Stage(Stage.Run).With(StatusPipe.Option, status.Writer).With(RunStage.Directory).With(state.Container);
            if (options.PivotRoot)
            {
                stage.With(RunStage.PivotRoot);
            }
            if (options.DropCapabilities)
            {
                stage.With(RunStage.DropCapabilities);
            }
            // Holds for children only; from here on this process can make no thread.
            Failure.Check(ContainerLibc.unshare(ContainerLibc.CLONE_NEWPID), "make a PID namespace");
            pid = stage.Spawn(options.Command);
            status.WaitForCommand();
            NameIn(state, pid);
            code = Supervision.WaitFor(pid);
        }
        Supervision.Reap(pid);
        return code;
    }

    // A container that nobody can enter or be refused for is none.
    private static void NameIn(StateDirectory state, int pid)
    {
        try
        {
            state.Write(pid);
        }
        catch (DrofuneException)
        {
            Supervision.End(pid);
            throw;
        }
    }
}
