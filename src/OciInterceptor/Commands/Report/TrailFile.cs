using Microsoft.Win32.SafeHandles;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands.Report;

/// <summary>An opened file of an audit trail.</summary>
/// <param name="Name">For messages.</param>
/// <param name="File">At its beginning.</param>
internal sealed record TrailFile(string Name, SafeFileHandle File) : IDisposable
{
    /// <summary>What names the standard input.</summary>
    internal const string Input = "-";

    // As many as are kept (Evidence/AuditFile).
    private const int Rotated = 5;

    /// <summary>A file, a FIFO, or the standard input.</summary>
    /// <exception cref="InterceptorException">It cannot be opened.</exception>
    internal static TrailFile Open(string path)
    {
        try
        {
            if (path == Input)
            {
                return new TrailFile("standard input", new SafeFileHandle(0, ownsHandle: false));
            }
            var file = Descriptor.Open(CString.Of(path), Libc.O_RDONLY);
            if (!file.Status().IsDirectory)
            {
                return new TrailFile(path, file);
            }
            file.Dispose();
            throw new InterceptorException($"cannot read the audit trail {path}: it is a directory: want a file such as audit.jsonl (oi-record and oi-replay read a directory of the recorder)");
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot read the audit trail {path}: {e.Message}", e);
        }
    }

    /// <summary>A trail with its rotated files, the oldest first, each once even if a call rotates them meanwhile.</summary>
    /// <exception cref="InterceptorException">One cannot be opened, or none is there.</exception>
    internal static List<TrailFile> OpenAll(string path)
    {
        // The newest is opened first: a file that is renamed in between is met again under its next name, and not missed.
        var files = new List<TrailFile>();
        for (var number = 0; number <= Rotated; number++)
        {
            var name = number == 0 ? path : FormattableString.Invariant($"{path}.{number}");
            if (Find(name) is not { } file)
            {
                continue;
            }
            if (files.Exists(known => known.File.Status().IsSameFileAs(file.File.Status())))
            {
                file.Dispose();
                continue;
            }
            files.Insert(0, file);
        }
        return files.Count > 0 ? files : [Open(path)];
    }

    // Null also for one that a call puts away between the two looks.
    private static TrailFile? Find(string path)
    {
        try
        {
            return System.IO.File.Exists(path) ? Open(path) : null;
        }
        catch (InterceptorException e) when (e.InnerException?.HResult == Errno.ENOENT)
        {
            return null;
        }
    }

    public void Dispose() => File.Dispose();
}
