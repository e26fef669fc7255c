using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Install.Changes;

/// <summary>The files that a plan starts from: as they are, but without what an earlier installation put there.</summary>
internal sealed class FileView
{
    private readonly Dictionary<string, FileState> _otherwise = [];

    /// <exception cref="InterceptorException">It cannot be read.</exception>
    internal FileState this[string path]
    {
        get => _otherwise.TryGetValue(path, out var state) ? state : FileState.Read(path);
        set => _otherwise[path] = value;
    }
}
