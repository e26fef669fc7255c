using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Engines.Install.Proofs;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Install;

/// <summary>One name registered with one engine: installed, reinstalled and uninstalled.</summary>
/// <remarks><paramref name="show"/> shows the changes before they are made; in a dry run, those that would be.</remarks>
internal sealed class Installation(IInstallTarget engine, string name, InstallRecords records, Action<ChangeSet> show, IProof proof, RecordedRequest? request = null)
{
    /// <summary>Registers the name, again if it is registered already. A dry run only shows the changes.</summary>
    /// <returns>What was changed.</returns>
    /// <exception cref="InterceptorException">Nothing was changed.</exception>
    internal ChangeSet Install(bool isDryRun, bool isReloading, bool isVerifying = false)
    {
        using var held = isDryRun ? null : InstallLock.Take(records.Directory);
        var old = records.Find(engine.Name, name)?.Settled();
        if (old is not null && old.Target != engine.Target)
        {
            throw new InterceptorException($"{name} is already installed with {engine.Name} in {old.Target}: choose another name for {engine.Target} with --name");
        }
        var files = new FileView();
        foreach (var change in old?.Changes ?? [])
        {
            files[change.Path] = Undone(change, FileState.Read(change.Path));
            files.Note(change);
        }
        var others = Others().Records;
        var planned = engine.Plan(files).ToImmutableArray();
        proof.Prepare(engine.Registered!, planned);
        var made = planned.Select(file => IsEdited(file) ? old!.ChangeOf(file.Path)! : new FileChange(file.Path, files[file.Path], file.State))
            .Where(change => !change.IsEmpty || others.Any(other => other.ChangeOf(change.Path) is not null));
        var left = (old?.Changes ?? []).Where(change => !planned.Any(file => file.Path == change.Path)).ToImmutableArray();
        // Running containers keep calling the program of the earlier installation, so what it needs is kept until the uninstallation.
        var kept = left.Map(change => engine.IsConfiguration(change.Path) ? new FileChange(change.Path, files[change.Path], files[change.Path]) : change);
        var record = new InstallRecord(engine.Name, name, engine.Target, kept.AddRange(made)) { Request = request };
        var changes = ChangeSet.Of(planned.Concat(left.Reversed().Where(change => engine.IsConfiguration(change.Path)).Select(change => new PlannedFile(change.Path, files[change.Path])))
            .Select(file => new FileChange(file.Path, FileState.Read(file.Path), file.State)));
        Prepare(changes, isDryRun, isReloading || isVerifying);
        if (isDryRun)
        {
            return changes;
        }
        // The record first, so that an installation killed now can be undone. What was asked for is noted when it has been shown to work.
        records.Write(record with { Request = old?.Request, Replaced = old?.Changes ?? [] });
        try
        {
            changes.Make();
            Prove(changes, () => proof.Call(engine.Registered!), isApplied: false);
            if (isReloading)
            {
                Prove(changes, engine.Reload, isApplied: true);
            }
            if (isVerifying)
            {
                Prove(changes, () => proof.Verify(engine), isApplied: isReloading);
            }
            Prove(changes, () => records.Write(record), isApplied: isReloading);
        }
        catch (InterceptorException) when (changes.IsTakenBack)
        {
            PutBack(old, record);
            throw;
        }
        return changes;

        // A profile that the operator has edited stays so, and what it was before the first installation stays recorded.
        bool IsEdited(PlannedFile file) =>
            old?.ChangeOf(file.Path) is { } was && !engine.IsConfiguration(file.Path) && file.State == files[file.Path] && file.State != was.After;
    }

    /// <summary>Removes the registration.</summary>
    /// <inheritdoc cref="Install"/>
    internal ChangeSet Uninstall(bool isDryRun, bool isReloading)
    {
        using var held = isDryRun ? null : InstallLock.Take(records.Directory);
        var record = records.Find(engine.Name, name)?.Settled()
            ?? throw new InterceptorException($"{name} is not installed with {engine.Name}: no record of it in {records.Directory}");
        engine.RequireUnused(record);
        var (others, isComplete) = Others();
        var changes = ImmutableArray.CreateBuilder<FileChange>();
        changes.AddRange(engine.Leftovers(record).ToImmutableArray());
        foreach (var change in record.Changes.Reversed())
        {
            var now = FileState.Read(change.Path);
            // A link may also be that of an installation whose record cannot be read.
            var isShared = now == change.After && (others.Any(other => other.ChangeOf(change.Path)?.After == now) || (!isComplete && now.Target is not null));
            var undone = isShared ? now : Undone(change, now);
            changes.Add(new FileChange(change.Path, now, undone));
            others = others.Map(other => Rebased(other, change, now, undone));
        }
        var set = ChangeSet.Of(changes.DrainToImmutable());
        Prepare(set, isDryRun, isReloading);
        if (isDryRun)
        {
            return set;
        }
        set.Make();
        if (isReloading)
        {
            Prove(set, engine.Reload, isApplied: true);
        }
        foreach (var other in others)
        {
            records.Write(other);
        }
        records.Remove(record);
        return set;
    }

    // A record that cannot be read stops the installation that it is of, and no other.
    private (ImmutableArray<InstallRecord> Records, bool IsComplete) Others()
    {
        var (all, faults) = records.Readable;
        return (all.Where(record => record.Engine != engine.Name || record.Name != name).ToImmutableArray(), faults.IsEmpty);
    }

    // A dry run does not ask the engine, which would need a copy of the file.
    private void Prepare(ChangeSet changes, bool isDryRun, bool isReloading)
    {
        if (isReloading && !isDryRun)
        {
            engine.PrepareReload();
        }
        if (!changes.IsEmpty && !isDryRun)
        {
            engine.Validate(changes);
        }
        show(changes);
    }

    // What does not work is not left registered.
    private void Prove(ChangeSet changes, Action prove, bool isApplied)
    {
        try
        {
            prove();
        }
        catch (InterceptorException e)
        {
            changes.TakeBack(e);
            if (isApplied)
            {
                TryReload();
            }
            throw;
        }
    }

    // The first failure is reported; an engine that rejected the new files may still use the old ones.
    private void TryReload()
    {
        try
        {
            engine.Reload();
        }
        catch (InterceptorException)
        {
        }
    }

    private void PutBack(InstallRecord? old, InstallRecord record)
    {
        if (old is null)
        {
            records.Remove(record);
        }
        else
        {
            records.Write(old);
        }
    }

    // The original bytes, if nobody else has written the file since.
    private FileState Undone(FileChange change, FileState now) =>
        now == change.After || now == change.Before ? change.Before
        // A profile that the operator has edited since is kept.
        : now.Content is null || change.After.Content is null || !engine.IsConfiguration(change.Path) ? now
        : engine.TakeOut(change, now);

    // Another installation's file was made on top of this one's: the state that it restores must not have this one.
    private InstallRecord Rebased(InstallRecord other, FileChange change, FileState now, FileState undone) => other with
    {
        Changes = other.Changes.Map(theirs => theirs.Path != change.Path ? theirs : new FileChange(
            theirs.Path,
            theirs.Before == theirs.After ? change.Before : Undone(change, theirs.Before),
            theirs.After == now ? undone : Undone(change, theirs.After))),
    };
}
