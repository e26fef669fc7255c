using OciInterceptor.Engines.Install.Changes;

namespace OciInterceptor.Engines.Install;

/// <summary>A file as it is to be.</summary>
/// <param name="Path">Its name, without symbolic links on the way to it.</param>
/// <param name="State">What it is to be.</param>
internal readonly record struct PlannedFile(string Path, FileState State);
