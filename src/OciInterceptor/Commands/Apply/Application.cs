using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Engines;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Evidence;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Linux.Trust;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Policy.Kept;
using OciInterceptor.Validation;

namespace OciInterceptor.Commands.Apply;

/// <summary>Puts a new policy file in place, if it and all policies with it can be loaded.</summary>
internal sealed class Application(CommandContext context, KeptPolicies kept, PolicyTarget target, Func<IDisposable> takeLock)
{
    internal bool IsDryRun { get; init; }

    /// <summary>Whether it may refuse containers that run now.</summary>
    internal bool IsForced { get; init; }

    /// <exception cref="InterceptorException">The file cannot be read, its place cannot be trusted, or it could not be put there.</exception>
    internal CommandResult Run(string file)
    {
        CheckPlace();
        target.CheckPlace();
        // Read once: what is checked is what is put in place.
        var content = Read(file);
        var findings = Check(file, content);
        var text = string.Concat(findings.Select(finding => FindingText.Of(finding, context.Terminal)));
        if (findings.Count(finding => finding.Severity == Severity.Error) is var errors and not 0)
        {
            return new CommandResult(text, 1, $"{file} is not put in place: it has {errors} error{(errors == 1 ? "" : "s")}");
        }
        var before = target.Look();
        var engines = EngineList.Find(context.Machine);
        var affected = Affected(engines, content);
        var faults = Faults(affected);
        if (faults.FirstOrDefault(fault => fault.IsNew) is { Message: { } cause })
        {
            return new CommandResult(text, 1, $"{file} is not put in place: with it, {cause}");
        }
        text += Change(before, content) + Effects(affected, out var objection);
        var isSame = before.Holds(content) && IsTrusted;
        if (objection is not null && !IsForced && !isSame)
        {
            return new CommandResult(text, CommandResult.Denied, $"{file} is not put in place: running containers {objection}; to put it in place anyway, add --force");
        }
        var done = IsDryRun ? "Nothing was changed: this was a dry run.\n" : Put(file, before, content, isSame, engines);
        return faults.FirstOrDefault() is { Message: { } left }
            ? new CommandResult(text + done, 1, $"containers are refused as before: {left}")
            : new CommandResult(text + done);
    }

    private bool IsTrusted => context.Machine.TrustFault(TrustPolicy.PolicyFile, target.Path) is null;

    // A call would refuse the best policy in a directory that others can write.
    private void CheckPlace()
    {
        var directory = Path.GetDirectoryName(target.Path)!;
        while (!Directory.Exists(directory))
        {
            directory = Path.GetDirectoryName(directory)!;
        }
        if (context.Machine.TrustFault(TrustPolicy.RuntimeDirectory, directory) is { } fault)
        {
            throw new InterceptorException($"cannot put a policy into {directory}: {fault}");
        }
    }

    private static byte[] Read(string file)
    {
        try
        {
            using var opened = Descriptor.Open(CString.Of(file), Libc.O_RDONLY);
            return opened.ReadToEnd(PolicyLoader.MaxSize) ?? throw new InterceptorException($"cannot read {file}: it is larger than {PolicyLoader.MaxSize >> 20} MiB");
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot read {file}: {e.Message}", e);
        }
    }

    private ImmutableArray<Finding> Check(string file, byte[] content)
    {
        var findings = new Findings();
        foreach (var (name, at, isShadow) in new PolicyCheck(file, context.Machine, findings).Check(content))
        {
            if (target.Profile is not null)
            {
                findings.Error(at, "a profile cannot name profiles");
            }
            // A call passes over one that is only tried out.
            else if (isShadow && Fault(name) is { } fault)
            {
                findings.Error(at, fault);
            }
        }
        return findings.All;
    }

    private string? Fault(string profile)
    {
        try
        {
            return RuleFaults.Any(context.Loader.ReadProfile(profile).Rules);
        }
        catch (InterceptorException e)
        {
            return e.Message;
        }
    }

    // What cannot be used with the file. What cannot be used for the same reason without it is not its fault.
    private ImmutableArray<(string Message, bool IsNew)> Faults(AffectedContainers affected) =>
    [
        .. from known in affected.All(target.Profile)
           where known.Policies.ProposedFault is not null
           select ($"{known.Title} {(known.Policies.Proposed is null ? "cannot be loaded" : "refuses containers")}: {known.Policies.ProposedFault}", known.Policies.ProposedFault != known.Policies.PresentFault),
    ];

    private AffectedContainers Affected(ImmutableArray<FoundEngine> engines, byte[] content) => new(context, engines, new ProposedFile(target.Path, content));

    private string Change(PlacedFile before, byte[] after) =>
        $"{target.Path}: sha256:{Sha256.Hex(after)}\n{(before.Fault is { } fault ? $"{OneLine.Of(fault)}\n" : "")}"
        + string.Concat(ChangeText.Lines(ChangeSet.Of([new FileChange(target.Path, before.Content is { } old ? FileState.Of(old) : FileState.Absent, FileState.Of(after))])).Select(line => $"{line}\n"));

    private string Effects(AffectedContainers affected, out string? objection)
    {
        var text = new EffectText(context.Terminal);
        var running = affected.Running(out var faults);
        var ours = affected.Ours(running);
        var effects = affected.OfRunning(ours);
        var refused = effects.Count(effect => effect.Kind == EffectKind.Refused);
        var unjudged = effects.Count(effect => effect.Kind == EffectKind.NotJudged);
        objection = refused > 0 ? $"would be refused when restarted: {refused}" : unjudged > 0 ? $"were not judged: {unjudged}" : null;
        var told = text.Of($"Containers of the interceptor that run now{(running.Length > ours.Length ? $" (besides {running.Length - ours.Length} of other runtimes)" : "")}", effects) + string.Concat(faults.Select(fault => $"{OneLine.Of(fault.Message)}\n"));
        var directory = affected.Main.Proposed?.Settings.DebugOutputDirectory ?? DebugOutput.DefaultDirectory;
        var recorded = affected.OfRecorded(directory);
        return recorded.IsEmpty ? told : told + text.Of($"Documents recorded in {directory}", recorded);
    }

    // The lock is not held while containers are examined, which may take as long as their number and filters make it.
    private string Put(string file, PlacedFile before, byte[] after, bool isSame, ImmutableArray<FoundEngine> engines)
    {
        using var held = takeLock();
        if (isSame)
        {
            target.CheckUnchanged(before);
            kept.Keep(target, after, PolicyReplacement.ModeOf(target.Path));
            return $"{target.Path} is this file already.\n";
        }
        // Another file may have been replaced in the meantime.
        if (Faults(Affected(engines, after)).FirstOrDefault(fault => fault.IsNew) is { Message: { } cause })
        {
            throw new InterceptorException($"{file} is not put in place: with it, {cause}");
        }
        return new PolicyReplacement(target, kept).Make(before, after, PolicyReplacement.ModeOf(file), IsTrusted) is { } aside
            ? $"{target.Path} is in place. What was there is {aside}.\n"
            : $"{target.Path} is in place. \"oci-interceptor oi-apply --rollback\" brings back {(before.Content is null ? "the state without it" : "the one before")}.\n";
    }
}
