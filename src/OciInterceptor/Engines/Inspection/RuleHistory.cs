using OciInterceptor.Engines.Coverage;
using OciInterceptor.Engines.Doctor;
using OciInterceptor.Engines.Running;
using OciInterceptor.Evidence;
using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Spec;

namespace OciInterceptor.Engines.Inspection;

/// <summary>Finds out which rules changed containers: by the audit trails, by debug output, or else by what the present policy says.</summary>
/// <param name="context">The engines and the policies.</param>
/// <param name="hostOf">The machine as a call with a bundle sees it.</param>
/// <param name="faults">What could not be read.</param>
internal sealed class RuleHistory(DoctorContext context, Func<string, IHost> hostOf, List<InterceptorException> faults)
{
    private readonly ImmutableArray<Door> _doors = DoorList.Of(context);
    private AuditedStarts? _audit;

    /// <summary>Reads the audit trails of the policies in force, once for all containers.</summary>
    internal void Read(ImmutableArray<RunningContainer> containers)
    {
        _audit = new AuditedStarts(context.Machine, containers);
        if (containers.IsEmpty)
        {
            return;
        }
        foreach (var file in _doors.SelectMany(static door => door.AuditFiles).Concat(MainPolicy()?.Settings.AuditFiles ?? []).Distinct())
        {
            _audit.Read(file);
        }
        faults.AddRange(_audit.Faults);
    }

    /// <param name="container">One of the containers.</param>
    /// <param name="bundle">Its bundle; null if that is not known.</param>
    /// <param name="document">Its config.json; null if it could not be read.</param>
    internal RuleEvidence Of(RunningContainer container, string? bundle, JsonObject? document)
    {
        if (_audit?.Find(container) is var (digest, time) && _audit.Line(container) is { } line)
        {
            var door = _doors.FirstOrDefault(one => one.Leads(container.Engine, container.Program));
            var isPresent = door?.Digest is not null ? door.Digest == digest : _doors.Any(one => one.Digest == digest) || DigestOf(MainPolicy()) == digest;
            return new RuleEvidence(EvidenceSource.Audit, $"by the audit line of {time}, of {(isPresent ? "the present policy" : "an earlier policy")}") { Rules = RuleTrace.In(line) };
        }
        if (container.Engine.Length > 0 && !InterceptorFile.Is(context.Machine, container.Program ?? "runc"))
        {
            return new RuleEvidence(EvidenceSource.None, "it was started without the interceptor");
        }
        return document is null ? new RuleEvidence(EvidenceSource.None, "no audit line records its start, and its config.json could not be read") : Evaluate(container with { Bundle = bundle }, document);
    }

    private RuleEvidence Evaluate(RunningContainer container, JsonObject document)
    {
        if (PolicyOf(container) is not { } policy)
        {
            return new RuleEvidence(EvidenceSource.None, "no audit line records its start, and the present policy cannot be loaded");
        }
        if (policy.RunsPrograms)
        {
            return new RuleEvidence(EvidenceSource.None, "no audit line records its start, and the present policy runs programs, which an inspection does not");
        }
        var host = hostOf(container.Bundle ?? "/");
        if (Original(policy, container.Id, document) is var (file, original) && policy.Apply(new RuntimeSpec(original), "create", container.Id, host) is { Refusal: null } start)
        {
            return new RuleEvidence(EvidenceSource.DebugOutput, $"no audit line records its start: by the present policy applied to {file}") { Rules = Traces(start) };
        }
        var now = policy.Apply(new RuntimeSpec(document), "create", container.Id, host);
        return now.Refusal is { } refusal
            ? new RuleEvidence(EvidenceSource.PresentPolicy, $"no audit line records its start; the present policy would refuse it now: {refusal.Message}")
            : new RuleEvidence(EvidenceSource.PresentPolicy, "no audit line records its start; by the present policy applied to config.json as it is")
            {
                Rules = Traces(now),
                Holding = [.. now.Decisions.Where(decision => decision.Outcome == Outcome.Unchanged).Select(decision => decision.Rule.Name)],
            };
    }

    // A snapshot is named by the host name, which others may share: it counts if what was made of it is this document.
    private (string File, JsonObject Original)? Original(EffectivePolicy policy, string id, JsonObject document)
    {
        var directory = policy.Settings.DebugOutputDirectory ?? DebugOutput.DefaultDirectory;
        foreach (var name in ((string?[])[SnapshotName.From(id), SnapshotName.From(new RuntimeSpec(document).Hostname)]).OfType<string>().Distinct())
        {
            if (Json($"{directory}/{name}_modified.json") is { } made && JsonValue.Same(made, document) && Json($"{directory}/{name}_original.json") is { } original)
            {
                return ($"{directory}/{name}_original.json", original);
            }
        }
        return null;
    }

    private JsonObject? Json(string path)
    {
        try
        {
            return context.Machine.Read(path) is { } content ? JsonText.Parse(content, path) as JsonObject : null;
        }
        catch (InterceptorException e)
        {
            faults.Add(e);
            return null;
        }
    }

    private static ImmutableArray<RuleTrace> Traces(Verdict verdict) =>
        [.. verdict.Decisions.Where(decision => decision.Outcome == Outcome.Changed).Select(decision => new RuleTrace(decision.Rule.Name, decision.Rule.Type, decision.Rule.Origin, decision.Changes))];

    private EffectivePolicy? PolicyOf(RunningContainer container) =>
        _doors.FirstOrDefault(one => one.Runtime.IsInterceptor && one.Leads(container.Engine, container.Program)) is { } door ? Load(() => context.PolicyOf(door.Runtime)) : MainPolicy();

    private EffectivePolicy? MainPolicy() => Load(() => context.Loader.Load(context.Options));

    private EffectivePolicy? Load(Func<EffectivePolicy> load)
    {
        try
        {
            return load();
        }
        catch (InterceptorException e)
        {
            if (!faults.Any(fault => fault.Message == e.Message))
            {
                faults.Add(e);
            }
            return null;
        }
    }

    private static string? DigestOf(EffectivePolicy? policy) => policy is null ? null : "sha256:" + PolicyDigest.Of(policy);
}
