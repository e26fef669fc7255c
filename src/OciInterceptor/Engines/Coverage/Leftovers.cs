using OciInterceptor.Engines.Doctor;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Messages;
using OciInterceptor.Policy;

namespace OciInterceptor.Engines.Coverage;

/// <summary>Finds what earlier installations have left behind: records, links and runtimes that nothing uses.</summary>
internal sealed class Leftovers(DoctorContext context, PolicyPaths paths)
{
    private readonly List<Leftover> _found = [];
    private readonly List<InterceptorException> _faults = [];

    private static ImmutableArray<string> Directories => ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/opt/oci-interceptor/bin"];

    private IMachine Machine => context.Machine;

    /// <summary>What could not be read.</summary>
    internal IReadOnlyList<InterceptorException> Faults => _faults;

    internal IReadOnlyList<Leftover> Find()
    {
        var records = Records();
        AddMissingFiles(records);
        AddUnusedLinks(records);
        AddPutAside();
        AddMissingPrograms();
        return _found;
    }

    private List<(string Path, InstallRecord Record)> Records()
    {
        var records = new List<(string, InstallRecord)>();
        Attempt(() =>
        {
            foreach (var path in Machine.Glob($"{paths.Installed}/*.json"))
            {
                Attempt(() => records.Add((path, InstallRecord.Parse(Machine.Read(path) ?? [], path))));
            }
        });
        return records;
    }

    private void AddMissingFiles(List<(string Path, InstallRecord Record)> records)
    {
        foreach (var (path, record) in records)
        {
            foreach (var change in record.Changes)
            {
                if (!change.After.IsAbsent && Machine.Status(change.Path) is null)
                {
                    _found.Add(new Leftover(path, $"it records {record.Name} with {record.Engine}, but {change.Path} leads to no file: run oi-uninstall {record.Engine} --name {record.Name}"));
                }
            }
        }
    }

    // A link that an engine calls without a record was made by hand.
    private void AddUnusedLinks(List<(string Path, InstallRecord Record)> records)
    {
        var used = context.Engines.SelectMany(engine => engine.Runtimes).Select(runtime => runtime.Path).ToList();
        var places = Directories.AddRange(context.Registrations.Select(known => Path.GetDirectoryName(known.Runtime.Path)).OfType<string>().Where(place => place.Length > 0));
        Attempt(() =>
        {
            foreach (var link in places.Distinct().SelectMany(place => Machine.Glob($"{place}/oci-interceptor-*")).Distinct())
            {
                if (Machine.ResolveOrKeep(link) != link && !used.Contains(link) && !records.Any(known => known.Record.ChangeOf(link) is not null))
                {
                    _found.Add(new Leftover(link, "no engine calls this link, and no record has it: remove it"));
                }
            }
        });
    }

    private void AddPutAside()
    {
        foreach (var aside in Directories.Select(place => $"{place}/runc-real"))
        {
            var runc = aside[..^"-real".Length];
            if (Machine.Status(aside) is not null && !InterceptorFile.Is(Machine, runc))
            {
                _found.Add(new Leftover(aside, $"it was put aside for the interceptor, but {runc} is {(Machine.Status(runc) is null ? "missing" : "another program")}: install again, or remove it"));
            }
        }
    }

    private void AddMissingPrograms()
    {
        foreach (var engine in context.Engines)
        {
            foreach (var runtime in engine.Runtimes.Where(runtime => runtime.Path.Contains('/', StringComparison.Ordinal) && Machine.Status(runtime.Path) is null))
            {
                _found.Add(new Leftover(runtime.Source, $"{engine.Name} has the runtime {runtime.Name}, but its program {runtime.Path} does not exist"));
            }
        }
    }

    private void Attempt(Action look)
    {
        try
        {
            look();
        }
        catch (InterceptorException e)
        {
            _faults.Add(e);
        }
    }
}
