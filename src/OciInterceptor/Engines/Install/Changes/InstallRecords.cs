using OciInterceptor.Linux;
using OciInterceptor.Linux.Trust;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Install.Changes;

/// <summary>The records of all installations, one a file in a directory.</summary>
internal sealed class InstallRecords(string directory)
{
    private const uint Mode = Permissions.Private; // a configuration may hold secrets

    internal string Directory => directory;

    /// <summary>The record of an installation; null if missing.</summary>
    internal InstallRecord? Find(string engine, string name) => Read(PathOf(engine, name));

    /// <summary>All records.</summary>
    internal ImmutableArray<InstallRecord> All
    {
        get
        {
            var records = ImmutableArray.CreateBuilder<InstallRecord>();
            foreach (var path in Paths())
            {
                if (Read(path) is { } record)
                {
                    records.Add(record);
                }
            }
            return records.DrainToImmutable();
        }
    }

    /// <summary>The records that can be read, and why each of the others cannot.</summary>
    internal (ImmutableArray<InstallRecord> Records, ImmutableArray<string> Faults) Readable
    {
        get
        {
            var records = ImmutableArray.CreateBuilder<InstallRecord>();
            var faults = ImmutableArray.CreateBuilder<string>();
            foreach (var path in Paths())
            {
                try
                {
                    if (Read(path) is { } record)
                    {
                        records.Add(record);
                    }
                }
                catch (InterceptorException e)
                {
                    faults.Add(e.Message);
                }
            }
            return (records.DrainToImmutable(), faults.DrainToImmutable());
        }
    }

    internal void Write(InstallRecord record)
    {
        var path = PathOf(record.Engine, record.Name);
        Attempt(path, () => FileState.Of(record.ToJson()).Put(path, Mode));
    }

    internal void Remove(InstallRecord record)
    {
        var path = PathOf(record.Engine, record.Name);
        Attempt(path, () => FileState.Absent.Put(path, Mode));
    }

    private string PathOf(string engine, string name) => $"{directory}/{engine}-{name}.json";

    private List<string> Paths()
    {
        try
        {
            return System.IO.Directory.Exists(directory) ? System.IO.Directory.GetFiles(directory, "*.json").Order(StringComparer.Ordinal) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InterceptorException($"cannot read {directory}: {Errno.Cause(e)}", e);
        }
    }

    // A record's contents are written with our rights, so the operator must own it.
    private static InstallRecord? Read(string path)
    {
        try
        {
            return InstallRecord.Parse(TrustedFile.Read(path, 64 << 20), path);
        }
        catch (IOException e) when (FileStatus.IsAbsence(e.HResult))
        {
            return null;
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot read {path}: {e.Message}", e);
        }
    }

    private static void Attempt(string path, Action write)
    {
        try
        {
            write();
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot write {path}: {e.Message}", e);
        }
    }
}
