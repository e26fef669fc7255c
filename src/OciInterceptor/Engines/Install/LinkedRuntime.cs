using OciInterceptor.Call.Runtime;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Linux.Trust;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Install;

/// <summary>
/// A runc that is called by its path: put aside as runc-real, with a link to the interceptor in its place, and put back.
/// A working runc exists at any instant, and the files tell how far an installation got, so no record is needed.
/// </summary>
internal sealed class LinkedRuntime(string path, string binary)
{
    private string? _replaced;
    private bool _isMade;

    internal string Path => path;

    /// <summary>The path of the real runc meanwhile, where <see cref="DivertedRuntime"/> finds it.</summary>
    internal string Aside => path + "-real";

    /// <summary>Whether anything exists at the path, even a dangling link.</summary>
    internal static bool Exists(string path) => Status(path) is not null;

    /// <summary>Whether the path is a link to the interceptor.</summary>
    internal bool IsInstalled => IsOurs(Status(path));

    /// <summary>Whether an installation was killed before it made the link: the runtime has both names.</summary>
    internal bool IsHalfMade => Status(path) is { } now && !IsOurs(now) && Status(Aside) is { } aside && aside.IsSameFileAs(now);

    /// <summary>Takes back what the last <see cref="Install"/> of this object did.</summary>
    /// <exception cref="InterceptorException">That failed.</exception>
    internal void TakeBack()
    {
        if (_replaced is { } link)
        {
            Attempt(() => AtomicFile.PutLink(CString.Of(path), CString.Of(link)));
        }
        else if (_isMade)
        {
            Uninstall(isDryRun: false);
        }
    }

    /// <summary>What <see cref="Install"/> does, for telling it before.</summary>
    internal string Plan => $"{(IsInstalled ? "" : $"put {path} aside as {Aside}\n")}make {path} a link to {binary}\n";

    /// <summary>What <see cref="Uninstall"/> does.</summary>
    internal string UndoPlan => IsHalfMade ? $"remove {Aside}, which is {path}\n" : $"put {Aside} back as {path}\n";

    /// <returns>Whether there was anything to do.</returns>
    /// <exception cref="InterceptorException">Nothing was changed; or the runtime is already moved aside and still called.</exception>
    internal bool Install(bool isDryRun)
    {
        var now = Status(path);
        var aside = Status(Aside);
        if (IsOurs(now))
        {
            return aside is not null ? Replace(isDryRun) : throw new InterceptorException($"{path} is already the interceptor, but the runtime {Aside} is missing");
        }
        RequireRuntime();
        if (aside is not null && !aside.Value.IsSameFileAs(now!.Value))
        {
            throw new InterceptorException($"{Aside} exists and is not {path}: if an upgrade put a newer runc in the link's place, take that over with ln -f {path} {Aside} and install again; if another program took runc's place, put {Aside} back");
        }
        RequireTrust();
        if (!isDryRun)
        {
            Attempt(() =>
            {
                if (aside is null)
                {
                    Descriptor.Link(CString.Of(path), CString.Of(Aside));
                }
                AtomicFile.PutLink(CString.Of(path), CString.Of(binary));
            });
            _isMade = true;
        }
        return true;
    }

    /// <exception cref="InterceptorException">Nothing was changed.</exception>
    internal void Uninstall(bool isDryRun)
    {
        if (IsHalfMade)
        {
            if (!isDryRun)
            {
                Attempt(() => Descriptor.Unlink(CString.Of(Aside)));
            }
            return;
        }
        if (!IsInstalled)
        {
            throw new InterceptorException($"{path} is not a link to the interceptor: nothing to undo");
        }
        if (Status(Aside) is null)
        {
            throw new InterceptorException($"{Aside} is missing, so it cannot be put back: reinstall {path}");
        }
        if (!isDryRun)
        {
            Attempt(() => Descriptor.Rename(CString.Of(Aside), CString.Of(path)));
        }
    }

    private bool Replace(bool isDryRun)
    {
        var link = RealPath.OfLink(path);
        if (link == binary)
        {
            return false;
        }
        if (!isDryRun)
        {
            _replaced = link;
            Attempt(() => AtomicFile.PutLink(CString.Of(path), CString.Of(binary)));
        }
        return true;
    }

    // Also a link to another version, which may be gone by now.
    private bool IsOurs(FileStatus? status) => status is { IsSymbolicLink: true } && Engines.InterceptorFile.HasOwnName(RealPath.OfLink(path));

    private unsafe void RequireRuntime()
    {
        fixed (byte* p = CString.Of(path))
        {
            var found = RuntimeFinder.Find(p, null, ProcessStart.Envp);
            if (found.Fault != RuntimeFault.None)
            {
                throw new InterceptorException(RuntimeFaultMessage.Of(found, ProcessStart.Envp));
            }
        }
    }

    // A call would refuse a runtime that others can write, or that is moved aside in an untrusted directory.
    private void RequireTrust()
    {
        var directory = System.IO.Path.GetDirectoryName(path)!;
        if (TrustPolicy.RuntimeDirectory.Fault(FileStatus.Of(directory)) is { } fault)
        {
            throw new InterceptorException($"cannot use {directory}: it {fault}");
        }
        if (TrustFault.Of(TrustPolicy.Program, path) is { } distrust)
        {
            throw new InterceptorException($"cannot use the runtime {path}: {distrust}");
        }
    }

    private static FileStatus? Status(string path)
    {
        try
        {
            return FileStatus.FindName(path);
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot examine {path}: {e.Message}", e);
        }
    }

    private void Attempt(Action change)
    {
        try
        {
            change();
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot change {path}: {e.Message}", e);
        }
    }
}
