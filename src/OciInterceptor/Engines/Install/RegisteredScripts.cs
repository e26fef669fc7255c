using System.Text;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Engines.Install.Wrappers;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Install;

/// <summary>Scripts that engines call, by the records of installations.</summary>
internal static class RegisteredScripts
{
    /// <summary>Makes sure that a new directory of scripts takes none away that another installation needs, and changes none under it.</summary>
    /// <param name="directory">The directory, without symbolic links.</param>
    /// <param name="wrappers">The scripts that it will have.</param>
    /// <param name="records">The records of all installations.</param>
    /// <param name="engine">The engine that is installed for; null when only scripts are made, which may then change.</param>
    /// <param name="name">The name that is installed.</param>
    /// <exception cref="InterceptorException">One would be lost, or that cannot be determined.</exception>
    internal static void RequireKept(string directory, ImmutableArray<Wrapper> wrappers, InstallRecords records, string? engine, string name)
    {
        foreach (var path in Directory.Exists(directory) ? Directory.GetFiles(directory).Order(StringComparer.Ordinal) : [])
        {
            var made = wrappers.FirstOrDefault(wrapper => wrapper.Name == Path.GetFileName(path));
            if (made is not null && (engine is null || made.Script.AsSpan().SequenceEqual(File.ReadAllBytes(path))))
            {
                continue;
            }
            var (all, faults) = records.Readable;
            if (all.FirstOrDefault(record => (record.Engine != engine || record.Name != name) && Names(record, path)) is { } user)
            {
                throw new InterceptorException($"cannot replace {directory}: {user.Engine} calls its script {path} for the runtime {user.Name}; choose another directory with --wrapper-dir");
            }
            if (made is null && !faults.IsEmpty)
            {
                throw new InterceptorException($"cannot replace {directory}: cannot tell whether an engine calls its script {path}: {faults[0]}");
            }
        }
    }

    // Also one that was killed before it noted its request.
    private static bool Names(InstallRecord record, string script) =>
        record.Request?.Wrapper == script
        || record.Changes.Any(change => change.After.Content is { } content && content.Span.IndexOf(Encoding.UTF8.GetBytes($"\"{script}\"")) >= 0);
}
