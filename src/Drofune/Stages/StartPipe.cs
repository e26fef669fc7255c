using Drofune.Linux;
using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux.Files;

namespace Drofune.Stages;

/// <summary>
/// A pipe by which a runtime lets its stage execute the command, once the pid file names the container: when the command's first
/// output appears, the container can be entered. It carries one byte. If it ends without one, the runtime has died.
/// </summary>
internal sealed class StartPipe : IDisposable
{
    internal const string Option = "--start";

    // The runtime keeps both ends, so that writing does not fail when the stage is gone.
    private readonly Pipe _pipe = SystemCall.Attempt(static () => new Pipe(), "make a pipe");

    /// <summary>The stage's end.</summary>
    internal int Reader => _pipe.Reading.Fd();

    internal void LetGo() => _pipe.Writing.WriteAll([1]);

    public void Dispose() => _pipe.Dispose();

    /// <summary>In the stage: reports that the container is made, and waits until the command may be executed.</summary>
    /// <param name="status">The stage's end of the <see cref="StatusPipe"/>.</param>
    /// <param name="reader">The stage's end of this one.</param>
    internal static void Wait(int status, int reader)
    {
        new SafeFileHandle(status, ownsHandle: true).Dispose();
        using var start = new SafeFileHandle(reader, ownsHandle: true);
        if (start.ReadSome(stackalloc byte[1]) == 0)
        {
            throw new DrofuneException("the runtime has died");
        }
    }
}
