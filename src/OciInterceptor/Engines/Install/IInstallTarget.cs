using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Install;

/// <summary>What installing the interceptor with an engine takes, as far as every engine has it. Plans change nothing.</summary>
internal interface IInstallTarget
{
    /// <summary>As the command line calls it: docker.</summary>
    string Name { get; }

    /// <summary>What it is installed into: the engine's own file or directory, without symbolic links on the way to it.</summary>
    string Target { get; }

    /// <summary>What files are to be with the interceptor registered, in the order in which they are made.</summary>
    /// <param name="files">The files as they are without it.</param>
    /// <exception cref="InterceptorException">It cannot be registered, or not so.</exception>
    IEnumerable<PlannedFile> Plan(FileView files);

    /// <summary>Whether a file that is planned is the engine's own to read, and not one that the registered program needs.</summary>
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

    /// <summary>Makes sure that <see cref="Reload"/> can be done.</summary>
    /// <exception cref="InterceptorException">There is nobody to reload.</exception>
    void PrepareReload();

    /// <summary>Makes the running engine read its files again, and waits until it works by them.</summary>
    /// <exception cref="InterceptorException">It does not.</exception>
    void Reload();

    /// <summary>What is left to do for people who do not ask for <see cref="Reload"/>; null for nothing.</summary>
    /// <param name="isTakenOut">Whether the runtime was taken out, and not put in.</param>
    string? Reminder(bool isTakenOut);
}
