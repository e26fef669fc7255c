using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux.Files;

namespace OciInterceptor.Linux.Processes;

/// <summary>
/// Runs another program that answers a question, such as a runtime about its version, and waits for it, within a time.
/// </summary>
internal static unsafe class ChildProgram
{
    private const int MaxOutput = 1 << 20;

    /// <summary>Runs a program, whose name is not among <paramref name="arguments"/>; kills it after <paramref name="patience"/>.</summary>
    /// <exception cref="IOException">It could not be started, or did not end in time.</exception>
    internal static ProgramOutput Run(string path, IReadOnlyList<string> arguments, TimeSpan patience) =>
        Run(path, CStringArray.Of([path, .. arguments]), patience);

    /// <summary>The same with an environment of its own, entries of the form NAME=VALUE.</summary>
    /// <exception cref="IOException">It could not be started, or did not end in time.</exception>
    internal static ProgramOutput Run(string path, IReadOnlyList<string> arguments, IReadOnlyList<string> environment, TimeSpan patience) =>
        Run(path, CStringArray.Of([path, .. arguments]), CStringArray.Of(environment), patience);

    /// <summary>Runs a program with a whole argv, ended by null; kills it after <paramref name="patience"/>.</summary>
    /// <exception cref="IOException">It could not be started, or did not end in time.</exception>
    internal static ProgramOutput Run(string path, byte** argv, TimeSpan patience) => Run(path, argv, ProcessStart.Envp, patience);

    private static ProgramOutput Run(string path, byte** argv, byte** envp, TimeSpan patience)
    {
        using var output = new Pipe();
        using var errors = new Pipe();
        var pid = Spawn.Start(path, argv, envp, SpawnOptions.Clean with { HasOwnGroup = true }, (-1, 0), (output.Writing.Fd(), 1), (errors.Writing.Fd(), 2));
        output.Writing.Dispose();
        errors.Writing.Dispose();
        List<byte> said = [];
        List<byte> complained = [];
        var watch = Stopwatch.StartNew();
        var isInTime = ReadWithin(patience, (output.Reading, said), (errors.Reading, complained)) && EndsWithin(patience - watch.Elapsed, pid);
        if (!isInTime)
        {
            // Its own children too, such as those of a script.
            _ = Libc.kill(-pid, Libc.SIGKILL);
        }
        var status = Wait.For(pid);
        return isInTime
            ? new ProgramOutput(status.ShellCode, [.. said], [.. complained])
            : throw new IOException($"it did not end within {patience.TotalSeconds} s");
    }

    // One that has closed its outputs can still hang.
    private static bool EndsWithin(TimeSpan patience, int pid)
    {
        for (var watch = Stopwatch.StartNew(); !Wait.HasEnded(pid); Thread.Sleep(1))
        {
            if (watch.Elapsed >= patience)
            {
                return false;
            }
        }
        return true;
    }

    // False if the time is over before both outputs end. Output beyond the limit is read and discarded.
    private static bool ReadWithin(TimeSpan patience, params ReadOnlySpan<(SafeFileHandle From, List<byte> To)> outputs)
    {
        var polled = stackalloc PollDescriptor[outputs.Length];
        for (var i = 0; i < outputs.Length; i++)
        {
            polled[i] = new PollDescriptor { Fd = outputs[i].From.Fd(), Events = Libc.POLLIN };
        }
        var buffer = new byte[4096];
        var watch = Stopwatch.StartNew();
        for (var open = outputs.Length; open > 0;)
        {
            var left = (int)(patience - watch.Elapsed).TotalMilliseconds;
            var ready = left > 0 ? Libc.poll(polled, (nuint)outputs.Length, left) : 0;
            if (ready == 0)
            {
                return false;
            }
            for (var i = 0; i < outputs.Length && ready > 0; i++)
            {
                if (polled[i].Returned == 0)
                {
                    continue;
                }
                var count = outputs[i].From.ReadSome(buffer);
                outputs[i].To.AddRange(buffer.AsSpan(0, Math.Min(count, MaxOutput - outputs[i].To.Count)));
                if (count == 0)
                {
                    // poll(2) ignores negative descriptors.
                    polled[i].Fd = -1;
                    open--;
                }
            }
        }
        return true;
    }
}
