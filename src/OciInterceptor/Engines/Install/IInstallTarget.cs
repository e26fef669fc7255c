using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Engines.Install.Proofs;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Install;

/// <summary>The steps of an installation that every engine has. Planning changes nothing.</summary>
internal interface IInstallTarget
{
    /// <summary>As the command line calls it: docker.</summary>
    string Name { get; }

    /// <summary>What it is installed into: the engine's own file or directory, without symbolic links on the way to it.</summary>
    string Target { get; }

    /// <summary>The runtime that the registration leads to, once it is planned; null before.</summary>
    RuntimeChoice? Runtime => null;

    /// <summary>The files with the interceptor registered, in the order in which they are made.</summary>
    /// <param name="files">The files as they are without it.</param>
    /// <exception cref="InterceptorException">It cannot be registered as requested.</exception>
    IEnumerable<PlannedFile> Plan(FileView files);

    /// <summary>What the engine will call, as it was last planned; null before.</summary>
    Registration? Registered { get; }

    /// <summary>The engine's own PATH; null if it is unknown.</summary>
    string? SearchPath => null;

    /// <summary>Whether a planned file is read by the engine, and not only needed by the registered program.</summary>
    bool IsConfiguration(string path);

    /// <summary>A file of the configuration without what <paramref name="made"/> put there, when its content has changed since.</summary>
    /// <returns><paramref name="now"/> when there is nothing of ours in it.</returns>
    /// <exception cref="InterceptorException">It cannot be read any more.</exception>
    FileState TakeOut(FileChange made, FileState now);

    /// <summary>Asks the engine itself whether it could start with the changed files, where it can be asked.</summary>
    /// <exception cref="InterceptorException">It could not.</exception>
    void Validate(ChangeSet changes);

    /// <summary>Makes sure that nothing needs an installation any more.</summary>
    /// <exception cref="InterceptorException">Something does.</exception>
    void RequireUnused(InstallRecord installed);

    /// <summary>What of an installation is in files that it did not write, because another program copied it there.</summary>
    /// <returns>The changes that remove it.</returns>
    /// <exception cref="InterceptorException">It cannot be removed.</exception>
    IEnumerable<FileChange> Leftovers(InstallRecord installed) => [];

    /// <summary>Makes sure that <see cref="Reload"/> can be done.</summary>
    /// <exception cref="InterceptorException">No engine is running that could be reloaded.</exception>
    void PrepareReload();

    /// <summary>Makes the running engine read its files again, and waits until it has applied them.</summary>
    /// <exception cref="InterceptorException">It does not.</exception>
    void Reload();

    /// <summary>Runs a container in the running engine through what is registered, and removes it again.</summary>
    /// <param name="call">Calls what is registered.</param>
    /// <exception cref="InterceptorException">It does not run, or not by the rules.</exception>
    void Verify(ProvingCall call) => throw new InterceptorException($"no container can be run in {Name} from here: leave out --verify");

    /// <summary>What remains to be done without <see cref="Reload"/>; null for nothing.</summary>
    /// <param name="isTakenOut">Whether the runtime was removed, not added.</param>
    string? Reminder(bool isTakenOut);
}
