using OciInterceptor.Call.Runtime;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Linux.Trust;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Guardian;

/// <summary>
/// A runc that is called by its path, as that of Guardian's assets is: put aside as runc-real, with a link to the interceptor in its place, and put back. There is
/// a working runc at any instant, and what is there tells how far it has come: no record is needed.
/// </summary>
/// <param name="path">Where runc is called.</param>
/// <param name="binary">This program's file.</param>
internal sealed class AssetsRuntime(string path, string binary)
{
    internal string Path => path;

    /// <summary>Where the real one stands meanwhile; <see cref="DivertedRuntime"/> finds it there.</summary>
    internal string Aside => path + "-real";

    /// <summary>The runc of a directory: its own, or that in bin or linux/bin below, as gdn and Concourse lay their assets out.</summary>
    /// <exception cref="InterceptorException">There is none, or more than one.</exception>
    internal static AssetsRuntime In(string directory, string binary)
    {
        string[] places = [$"{directory}/runc", $"{directory}/bin/runc", $"{directory}/linux/bin/runc"];
        return places.Where(place => Status(place) is not null).ToArray() switch
        {
            [var only] => new AssetsRuntime(only, binary),
            [] => throw new InterceptorException($"there is no runc in Guardian's assets: neither {string.Join(" nor ", places)}"),
            var several => throw new InterceptorException($"there is more than one runc in {directory}: name the directory of one of {string.Join(", ", several)}"),
        };
    }

    /// <summary>Whether a link to the interceptor stands there.</summary>
    internal bool IsInstalled => IsOurs(Status(path));

    /// <summary>What <see cref="Install"/> does, for telling it before.</summary>
    internal string Plan => $"{(IsInstalled ? "" : $"put {path} aside as {Aside}\n")}make {path} a link to {binary}\n";

    /// <summary>What <see cref="Uninstall"/> does.</summary>
    internal string UndoPlan => $"put {Aside} back as {path}\n";

    /// <returns>Whether there was anything to do.</returns>
    /// <exception cref="InterceptorException">Nothing was changed; or the runtime stands aside already and is still called.</exception>
    internal bool Install(bool isDryRun)
    {
        var now = Status(path);
        var aside = Status(Aside);
        if (IsOurs(now))
        {
            return aside is not null ? Replace(isDryRun) : throw new InterceptorException($"{path} is the interceptor already, and there is no {Aside} that it could become");
        }
        RequireRuntime();
        if (aside is not null && !aside.Value.IsSameFileAs(now!.Value))
        {
            throw new InterceptorException($"{Aside} is there already, and is another file than {path}: remove it if it is an older runc's, or put it back if another program stands in runc's place");
        }
        RequireTrustedDirectory();
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
        }
        return true;
    }

    /// <exception cref="InterceptorException">Nothing was changed.</exception>
    internal void Uninstall(bool isDryRun)
    {
        if (!IsInstalled)
        {
            throw new InterceptorException($"{path} is no link to the interceptor: there is nothing to undo");
        }
        if (Status(Aside) is null)
        {
            throw new InterceptorException($"there is no {Aside} to put back: install {path} anew");
        }
        if (!isDryRun)
        {
            Attempt(() => Descriptor.Rename(CString.Of(Aside), CString.Of(path)));
        }
    }

    private bool Replace(bool isDryRun)
    {
        if (RealPath.OfLink(path) == binary)
        {
            return false;
        }
        if (!isDryRun)
        {
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

    // A call would refuse what stands aside in another.
    private void RequireTrustedDirectory()
    {
        var directory = System.IO.Path.GetDirectoryName(path)!;
        if (TrustPolicy.RuntimeDirectory.Fault(FileStatus.Of(directory)) is { } fault)
        {
            throw new InterceptorException($"cannot use {directory}: it {fault}");
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
            throw new InterceptorException($"cannot look at {path}: {e.Message}", e);
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
