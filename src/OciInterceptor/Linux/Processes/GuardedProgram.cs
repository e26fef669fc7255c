using System.Diagnostics;
using System.Text;
using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux.Files;
using OciInterceptor.Linux.Trust;
using OciInterceptor.Messages;

namespace OciInterceptor.Linux.Processes;

/// <summary>
/// Runs a checked program with input on its standard input, in bounded time and memory, and leaves none of its processes behind.
/// </summary>
internal sealed unsafe class GuardedProgram : IDisposable
{
    private const int MaxComplaint = 1024;
    private const int Slice = 20; // milliseconds between two checks whether it has ended, when there is nothing to read

    private readonly HostProgram _program;
    private readonly ReadOnlyMemory<byte> _input;
    private readonly int _maxOutput;
    private readonly Pipe _stdin = new();
    private readonly Pipe _stdout = new();
    private readonly Pipe _stderr = new();
    private readonly List<byte[]> _output = [];
    private readonly byte[] _buffer = new byte[1 << 16];
    private string _complaint = "";
    private int _written;
    private long _length;

    private GuardedProgram(HostProgram program, ReadOnlyMemory<byte> input, int maxOutput) => (_program, _input, _maxOutput) = (program, input, maxOutput);

    /// <exception cref="InterceptorException">It failed a check, did not end in time, or wrote too much.</exception>
    internal static ProgramRun Run(HostProgram program, ReadOnlyMemory<byte> input, int maxOutput)
    {
        using var run = new GuardedProgram(program, input, maxOutput);
        try
        {
            return run.Run();
        }
        catch (IOException e)
        {
            throw new InterceptorException($"it could not be run: {Errno.Cause(e)}", e);
        }
        catch (OutOfMemoryException e)
        {
            throw new InterceptorException("its output needs more memory than oci-interceptor allows itself", e);
        }
    }

    public void Dispose()
    {
        _stdin.Dispose();
        _stdout.Dispose();
        _stderr.Dispose();
    }

    private ProgramRun Run()
    {
        using var file = new HookProgram(_program.Path, _program.TrustedDirectories).Open();
        using var signals = new DeferredSignals();
        using var orphans = new OrphanProcesses();
        var pid = GuardedStart.Start(file, _program.Args, _program.Env, _stdin.Reading, _stdout.Writing, _stderr.Writing);
        string? fault;
        WaitStatus status;
        try
        {
            _stdin.Reading.Dispose();
            _stdout.Writing.Dispose();
            _stderr.Writing.Dispose();
            Pipe.MakeNonBlocking(_stdin.Writing);
            Pipe.MakeNonBlocking(_stdout.Reading);
            Pipe.MakeNonBlocking(_stderr.Reading);
            fault = Accompany(pid);
        }
        finally
        {
            status = End(pid);
            orphans.End();
        }
        fault ??= Drain() ? null : TooMuch;
        return fault is null
            ? new ProgramRun(status, Joined(), _complaint.Trim())
            : throw new InterceptorException(ProgramRun.WithComplaint(fault, _complaint.Trim()));
    }

    private string TooMuch => $"it wrote more than {_maxOutput >> 20} MiB";

    // Null if it ended by itself, else what went wrong before that.
    private string? Accompany(int pid)
    {
        var polled = stackalloc PollDescriptor[3];
        var watch = Stopwatch.StartNew();
        while (!Wait.HasEnded(pid))
        {
            if (DeferredSignals.HasCome)
            {
                return "it was interrupted";
            }
            var left = (_program.Timeout - watch.Elapsed).TotalMilliseconds;
            if (left <= 0)
            {
                return $"it did not end within {_program.Timeout.TotalSeconds} s";
            }
            polled[0] = Polled(_stdout.Reading, Libc.POLLIN);
            polled[1] = Polled(_stderr.Reading, Libc.POLLIN);
            polled[2] = Polled(_stdin.Writing, Libc.POLLOUT);
            _ = Libc.poll(polled, 3, (int)Math.Min(Slice, Math.Ceiling(left)));
            if (polled[2].Returned != 0)
            {
                Feed();
            }
            if (polled[1].Returned != 0)
            {
                TakeComplaint();
            }
            if (polled[0].Returned != 0 && !TakeOutput())
            {
                return TooMuch;
            }
        }
        return null;
    }

    // poll(2) ignores negative descriptors.
    private static PollDescriptor Polled(SafeFileHandle file, short events) => new() { Fd = file.IsClosed ? -1 : file.Fd(), Events = events };

    // Input that the program does not read is not an error.
    private void Feed()
    {
        fixed (byte* bytes = _input.Span)
        {
            var count = Libc.write(_stdin.Writing.Fd(), bytes + _written, (nuint)(_input.Length - _written));
            _written += (int)Math.Max(count, 0);
            if (_written == _input.Length || (count < 0 && Errno.Last is not (Errno.EAGAIN or Errno.EINTR)))
            {
                _stdin.Writing.Dispose();
            }
        }
    }

    // False if the output exceeds the limit.
    private bool TakeOutput()
    {
        // Kept in pieces: a growing buffer would need three times the memory.
        if (Take(_stdout) is { Length: > 0 } bytes)
        {
            _output.Add(bytes.ToArray());
            _length += bytes.Length;
        }
        return _length <= _maxOutput;
    }

    // Keeps the end, where programs say why they failed.
    private void TakeComplaint()
    {
        var bytes = Take(_stderr);
        var text = _complaint + Encoding.UTF8.GetString(bytes[Math.Max(0, bytes.Length - MaxComplaint)..]);
        _complaint = text[Math.Max(0, text.Length - MaxComplaint)..];
    }

    // Empty at the end, and when nothing is available.
    private ReadOnlySpan<byte> Take(Pipe pipe)
    {
        if (pipe.Reading.IsClosed)
        {
            return [];
        }
        fixed (byte* buffer = _buffer)
        {
            var count = Libc.read(pipe.Reading.Fd(), buffer, (nuint)_buffer.Length);
            if (count == 0)
            {
                pipe.Reading.Dispose();
            }
            return _buffer.AsSpan(0, (int)Math.Max(count, 0));
        }
    }

    // Reads what had been written but not read when the last of its processes ended.
    private bool Drain()
    {
        for (var before = -1L; before < _length && _length <= _maxOutput;)
        {
            before = _length;
            TakeOutput();
        }
        TakeComplaint();
        return _length <= _maxOutput;
    }

    private byte[] Joined()
    {
        var whole = new byte[_length];
        var at = 0;
        foreach (var piece in _output)
        {
            piece.CopyTo(whole, at);
            at += piece.Length;
        }
        return whole;
    }

    // Reap it only after its group is ended: until then its process ID cannot be reused.
    private static WaitStatus End(int pid)
    {
        _ = Libc.kill(-pid, Libc.SIGKILL);
        return Wait.For(pid);
    }
}
