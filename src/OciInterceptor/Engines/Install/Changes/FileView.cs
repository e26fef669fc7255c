using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Install.Changes;

/// <summary>The files that a plan starts from: as they are, but without what an earlier installation put there.</summary>
internal sealed class FileView
{
    private readonly Dictionary<string, FileState> _otherwise = [];
    private readonly Dictionary<string, FileState> _made = [];

    /// <summary>Notes what an earlier installation made.</summary>
    internal void Note(FileChange change) => _made[change.Path] = change.After;

    /// <summary>What an earlier installation made of a file; null if it did not make it.</summary>
    internal FileState? Made(string path) => _made.GetValueOrDefault(path);

    /// <exception cref="InterceptorException">It cannot be read.</exception>
    internal FileState this[string path]
    {
        get => _otherwise.TryGetValue(path, out var state) ? state : FileState.Read(path);
        set => _otherwise[path] = value;
    }
}
