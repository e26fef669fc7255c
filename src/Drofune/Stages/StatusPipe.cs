using Drofune.Linux;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;

namespace Drofune.Stages;

/// <summary>
/// A pipe between a runtime and its stage that carries no bytes. When the writing end is closed, the stage has done its work or failed;
/// when the reading end is, the runtime has died, and nobody waits for the stage any longer.
/// </summary>
internal sealed unsafe class StatusPipe : IDisposable
{
    internal const string Option = "--status";

    private readonly Pipe _pipe = SystemCall.Attempt(static () => new Pipe(), "make a pipe");

    /// <summary>The stage's end.</summary>
    internal int Writer => _pipe.Writing.Fd();

    /// <summary>Waits until the stage has made its container, has become the command, or has failed.</summary>
    internal void WaitForStage()
    {
        _pipe.Writing.Dispose();
        _ = _pipe.Reading.ReadSome(stackalloc byte[1]);
    }

    public void Dispose() => _pipe.Dispose();

    /// <summary>In a stage that outlives the runtime: waits for the runtime's end.</summary>
    internal static void WaitForRuntimesEnd(int writer)
    {
        PollDescriptor descriptor = new() { Fd = writer };
        while (Libc.poll(&descriptor, 1, -1) < 0 && Errno.Last == Errno.EINTR)
        {
        }
    }

    /// <summary>In the stage: makes it die with the runtime, even if the runtime is already dead.</summary>
    internal static void DieWithRuntime(int writer)
    {
        SystemCall.Check(Libc.prctl(ContainerLibc.PR_SET_PDEATHSIG, Libc.SIGKILL, 0, 0, 0), "ask for a signal at the runtime's end");
        PollDescriptor descriptor = new() { Fd = writer };
        _ = Libc.poll(&descriptor, 1, 0);
        if ((descriptor.Returned & Libc.POLLERR) != 0)
        {
            throw new DrofuneException("the runtime has died");
        }
    }
}
