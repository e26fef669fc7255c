using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace OciInterceptor.Linux;

/// <summary>
/// Runs another program that answers a question, such as a runtime about its version, and waits for it, within a time.
/// </summary>
internal static unsafe class ChildProgram
{
    private const int MaxOutput = 1 << 20;
    private const int Kill = 9;

    /// <param name="path">The program's file.</param>
    /// <param name="arguments">What follows its name.</param>
    /// <param name="patience">After this it is killed.</param>
    /// <exception cref="IOException">It could not be started, or did not end in time.</exception>
    internal static ProgramOutput Run(string path, IReadOnlyList<string> arguments, TimeSpan patience) =>
        Run(path, CStringArray.Of([path, .. arguments]), patience);

    /// <param name="path">The program's file.</param>
    /// <param name="argv">Its arguments with its name, ended by null.</param>
    /// <param name="patience">After this it is killed.</param>
    /// <exception cref="IOException">It could not be started, or did not end in time.</exception>
    internal static ProgramOutput Run(string path, byte** argv, TimeSpan patience)
    {
        using var pipe = new Pipe();
        var output = pipe.Writing.Fd();
        var pid = Spawn.Start(path, argv, ProcessStart.Envp, ownGroup: false, -1, output, output);
        pipe.Writing.Dispose();
        var bytes = ReadWithin(pipe.Reading, patience);
        if (bytes is null)
        {
            _ = Libc.kill(pid, Kill);
        }
        int status;
        while (Libc.waitpid(pid, &status, 0) < 0)
        {
            if (Errno.Last != Errno.Interrupted)
            {
                throw Errno.Exception();
            }
        }
        return bytes is not null
            ? new ProgramOutput((status & 0x7F) == 0 ? status >> 8 & 0xFF : 128 + (status & 0x7F), bytes)
            : throw new IOException($"it did not end within {patience.TotalSeconds} s");
    }

    // Null when the time is over before the output is. What goes beyond the limit is read and forgotten.
    private static byte[]? ReadWithin(SafeFileHandle output, TimeSpan patience)
    {
        var bytes = new List<byte>();
        var buffer = new byte[4096];
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var poll = new PollDescriptor { Fd = output.Fd(), Events = PollDescriptor.Readable };
            var left = (int)(patience - watch.Elapsed).TotalMilliseconds;
            var ready = left > 0 ? Libc.poll(&poll, 1, left) : 0;
            if (ready == 0)
            {
                return null;
            }
            if (ready < 0)
            {
                continue;
            }
            var count = output.ReadSome(buffer);
            if (count == 0)
            {
                return [.. bytes];
            }
            bytes.AddRange(buffer.AsSpan(0, Math.Min(count, MaxOutput - bytes.Count)));
        }
    }
}
