using OciInterceptor.Engines.Install.Changes;

namespace OciInterceptor.Engines.Install;

/// <summary>A file as it is to be. Its path has no symbolic links.</summary>
internal readonly record struct PlannedFile(string Path, FileState State);
