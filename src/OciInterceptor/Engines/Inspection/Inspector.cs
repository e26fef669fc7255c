using OciInterceptor.Engines.Running;
using OciInterceptor.Json;
using OciInterceptor.Linux.Trust;
using OciInterceptor.Messages;
using OciInterceptor.Spec;

namespace OciInterceptor.Engines.Inspection;

/// <summary>Inspects containers without asking an engine's service. What cannot be read is noted, and the rest is still shown.</summary>
internal sealed class Inspector(IMachine machine, RuleHistory history)
{
    /// <summary>A container's record, for its name; null without a record that can be read.</summary>
    internal string? NameOf(RunningContainer container) => container.Name ?? Record(container, Document(container.Bundle, []), [])?.Name;

    internal ContainerInspection Of(RunningContainer container)
    {
        var faults = new List<InterceptorException>();
        var state = Attempt(faults, () => RuntimeState.Find(machine, container));
        var bundle = container.Bundle ?? Trusted(state?.Bundle, faults);
        var json = Document(bundle, faults);
        var document = json is null ? null : Attempt(faults, () => DocumentColumn.Of(new RuntimeSpec(json)));
        var record = Record(container, json, faults);
        var process = Attempt(faults, () => ContainerProcess.Find(machine, container, state));
        var live = process is null ? null : Live(process, container.Id, document, faults);
        var evidence = Attempt(faults, () => history.Of(container, bundle, json)) ?? new RuleEvidence(EvidenceSource.None, "what is recorded of it cannot be read");
        var rows = Attempt(faults, () => (ImmutableArray<SettingRow>?)ContainerInspection.RowsOf(record?.Settings, document, live, evidence, json)) ?? [];
        return new ContainerInspection(container, evidence)
        {
            Name = record?.Name ?? container.Name,
            Bundle = bundle,
            Process = live is null ? null : process,
            Record = record,
            Rows = rows,
            OtherChanges = ContainerInspection.OthersOf(evidence, rows),
            Faults = [.. faults],
        };
    }

    private SettingColumn? Live(ContainerProcess process, string id, SettingColumn? document, List<InterceptorException> faults)
    {
        var mayNotRead = new List<InterceptorException>();
        var live = Attempt(mayNotRead, () => new LiveColumn(machine, process, mayNotRead).Read(id, document));
        if (process.IsThere(machine))
        {
            faults.AddRange(mayNotRead);
            return live;
        }
        // What was read may be another's.
        faults.Add(new InterceptorException($"the container's process {process.Id} ended while it was read"));
        return null;
    }

    private JsonObject? Document(string? bundle, List<InterceptorException> faults)
    {
        if (bundle is null)
        {
            faults.Add(new InterceptorException("the container's bundle is not known, so its config.json cannot be read"));
            return null;
        }
        var path = $"{bundle}/config.json";
        return Attempt(faults, () => machine.Read(path) is { } content
            ? JsonText.Parse(content, path) as JsonObject ?? throw new InterceptorException($"cannot read {path}: it is not a JSON object")
            : throw new InterceptorException($"cannot read {path}: it does not exist any more"));
    }

    private string? Trusted(string? bundle, List<InterceptorException> faults)
    {
        if (bundle is null || machine.TrustFault(TrustPolicy.RuntimeDirectory, bundle) is not { } fault)
        {
            return bundle;
        }
        faults.Add(new InterceptorException($"cannot trust the bundle {bundle}: {fault}"));
        return null;
    }

    private EngineRecord? Record(RunningContainer container, JsonObject? document, List<InterceptorException> faults) => Attempt(faults, () => container.Engine switch
    {
        EngineNames.Docker => DockerRecord.Find(machine, container.Id, document) ?? throw new InterceptorException("cannot find dockerd's record: no data root has the container"),
        EngineNames.Podman => PodmanRecord.Of(machine, container),
        "" => null,
        _ => document is null ? null : CriRecord.Find(document),
    });

    private static T? Attempt<T>(List<InterceptorException> faults, Func<T?> look)
    {
        try
        {
            return look();
        }
        catch (InterceptorException e)
        {
            faults.Add(e);
            return default;
        }
    }
}
