using System.Text;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Engines.Toml;
using OciInterceptor.Linux;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Install;

/// <summary>An engine that reads a directory of TOML files, of which one is ours alone.</summary>
/// <remarks>The path of <paramref name="file"/> has no symbolic links.</remarks>
internal abstract class DropInTarget(RegistrationRequest request, string file, bool isDefault) : IInstallTarget
{
    public abstract string Name { get; }

    public string Target => file;

    public Registration? Registered { get; private set; }

    public abstract string? Reminder(bool isTakenOut);

    private protected RegistrationRequest Request => request;

    private protected bool IsDefault => isDefault;

    public RuntimeChoice? Runtime { get; private set; }

    public IEnumerable<PlannedFile> Plan(FileView files)
    {
        if (!files[file].IsAbsent)
        {
            throw new InterceptorException($"{file} already exists and was not written by oi-install: choose another runtime name with --name");
        }
        RequireReadable();
        RequireFree();
        Runtime = Choose(files);
        var registration = Registration.Of(Runtime.Request, files);
        Registered = registration;
        if (!registration.Arguments.IsEmpty)
        {
            throw new InterceptorException($"{Name} takes no arguments: leave out --args, and a profile will hold them");
        }
        return registration.Files.Append(new PlannedFile(file, FileState.Of(Encoding.UTF8.GetBytes(Text(registration.Path)))));
    }

    public bool IsConfiguration(string path) => path == file;

    public FileState TakeOut(FileChange made, FileState now)
    {
        var rest = MarkedText.Without(TomlReader.Decode(now.Content!.Value.Span, file), request.Name, file);
        // A file whose comments or line ends were changed would still name the removed program.
        foreach (var entry in TomlReader.ReadTolerant(Encoding.UTF8.GetBytes(rest)))
        {
            if (IsRuntime(entry))
            {
                throw new InterceptorException($"{file}: {MarkedText.Unmarked(request.Name)}");
            }
            if (IsDefaultRuntime(entry) && entry.Text == request.Name)
            {
                throw new InterceptorException($"{file}: {MarkedText.Chosen(request.Name)}");
            }
        }
        return rest.Trim().Length == 0 ? FileState.Absent : FileState.Of(Encoding.UTF8.GetBytes(rest));
    }

    public abstract void Validate(ChangeSet changes);

    public void RequireUnused(InstallRecord installed)
    {
        foreach (var (other, entry) in Others())
        {
            if (IsDefaultRuntime(entry) && entry.Text == request.Name)
            {
                throw new InterceptorException($"{other}: {MarkedText.Chosen(request.Name)}");
            }
        }
        RequireNoContainers(installed);
    }

    /// <summary>Makes sure that no containers use the runtime.</summary>
    private protected abstract void RequireNoContainers(InstallRecord installed);

    public void PrepareReload() => throw new InterceptorException($"{Name} cannot be reloaded from here: leave out --reload. {Reminder(isTakenOut: false)}");

    public void Reload() => PrepareReload();

    /// <summary>The file's text with a runtime of that path.</summary>
    private protected string Text(string path) => MarkedText.Block(request.Name, Tables(path));

    /// <summary>The tables of a runtime of that path, as planned.</summary>
    private protected abstract string Tables(string path);

    /// <summary>The runtime to become.</summary>
    private protected abstract RuntimeChoice Choose(FileView files);

    /// <summary>The other files that the engine reads, in its order; those of the file's directory are the last.</summary>
    private protected abstract IEnumerable<string> OtherFiles { get; }

    private protected abstract bool IsRuntime(TomlStatement entry);

    private protected abstract bool IsDefaultRuntime(TomlStatement entry);

    // What a file that the engine cannot read would say is not known, and the engine does not work with it.
    private void RequireReadable()
    {
        foreach (var other in OtherFiles)
        {
            if (other != file && FileState.Read(other).Content is { } content && TomlReader.Fault(content.Span, other) is { } fault)
            {
                throw new InterceptorException($"{fault.Message}: {Name} cannot read this file either: fix it first", fault);
            }
        }
    }

    private void RequireFree()
    {
        foreach (var (other, entry) in Others())
        {
            if (IsRuntime(entry))
            {
                throw new InterceptorException($"{other} already has a runtime {request.Name}: choose another name with --name, or remove it");
            }
            if (isDefault && IsDefaultRuntime(entry) && IsLater(other))
            {
                throw new InterceptorException($"{other} sets a default runtime and is read after {file}: remove that setting, or leave out --default");
            }
        }
    }

    /// <summary>Whether the engine reads another file after this one.</summary>
    private protected bool IsLater(string other) => Path.GetDirectoryName(other) == Path.GetDirectoryName(file) && string.CompareOrdinal(other, file) > 0;

    /// <summary>The statements of the files besides ours, in the engine's order.</summary>
    private protected IEnumerable<(string File, TomlStatement Entry)> Others()
    {
        foreach (var other in OtherFiles)
        {
            foreach (var entry in other != file && FileState.Read(other).Content is { } content ? TomlReader.ReadTolerant(content.Span) : [])
            {
                yield return (other, entry);
            }
        }
    }

    /// <summary>The files of a directory with that ending; none if the directory is missing.</summary>
    private protected static IEnumerable<string> FilesOf(string directory, string ending)
    {
        try
        {
            return Directory.Exists(directory) ? Directory.GetFiles(directory, "*" + ending).Order(StringComparer.Ordinal) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InterceptorException($"cannot read {directory}: {Errno.Cause(e)}", e);
        }
    }
}
