using System.Text;
using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.BuildKit;

/// <summary>What the two places have in common where BuildKit's runtime is named: each is read when the daemon starts, and takes a path without arguments.</summary>
/// <remarks>The path of <paramref name="file"/> has no symbolic links.</remarks>
internal abstract class BuildKitTarget(RegistrationRequest request, string file) : IInstallTarget
{
    public string Name => EngineNames.BuildKit;

    public string Target => file;

    public Registration? Registered { get; private set; }

    public abstract string? SearchPath { get; }

    private protected RegistrationRequest Request => request;

    public IEnumerable<PlannedFile> Plan(FileView files)
    {
        var registration = Registration.Of(Asked, files);
        Registered = registration;
        if (!registration.Arguments.IsEmpty)
        {
            throw new InterceptorException("BuildKit takes no arguments: leave out --args, and a profile will hold them");
        }
        return registration.Files.Append(new PlannedFile(file, FileState.Of(Encoding.UTF8.GetBytes(With(Text(files[file]), registration.Path)))));
    }

    public bool IsConfiguration(string path) => path == file;

    public FileState TakeOut(FileChange made, FileState now)
    {
        var rest = Without(Text(now));
        return rest.Trim().Length == 0 && made.Before.IsAbsent ? FileState.Absent : FileState.Of(Encoding.UTF8.GetBytes(rest));
    }

    /// <summary>Neither can be asked about a file.</summary>
    public void Validate(ChangeSet changes)
    {
    }

    /// <summary>A step of a build lasts no longer than the build, and the daemon's restart ends it.</summary>
    public void RequireUnused(InstallRecord installed)
    {
    }

    public void PrepareReload() => throw new InterceptorException($"BuildKit's runtime is read only when the daemon starts: leave out --reload. {Reminder(isTakenOut: false)}");

    public void Reload() => PrepareReload();

    public abstract string Reminder(bool isTakenOut);

    /// <summary>What is asked for, with the runtime that the daemon would call otherwise.</summary>
    private protected virtual RegistrationRequest Asked => request;

    /// <summary>The file's text with a runtime of that path.</summary>
    private protected abstract string With(string text, string path);

    /// <summary>The file's text without what <see cref="With"/> added.</summary>
    private protected abstract string Without(string text);

    private string Text(FileState state) => state.Content is { } content ? Toml.TomlReader.Decode(content.Span, file) : "";
}
