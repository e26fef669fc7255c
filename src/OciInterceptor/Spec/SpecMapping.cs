namespace OciInterceptor.Spec;

/// <summary>Changes to parts of a configuration that give the same instance back when no part changed.</summary>
internal static class SpecMapping
{
    internal static RuntimeSpec MapProcess(this RuntimeSpec spec, Func<Process, Process> change)
    {
        if (spec.Process is not { } process)
        {
            return spec;
        }
        var changed = change(process);
        return ReferenceEquals(changed.Json, process.Json) ? spec : spec with { Process = changed };
    }

    internal static RuntimeSpec MapMounts(this RuntimeSpec spec, Func<Mount, Mount> change)
    {
        var mounts = spec.Mounts;
        if (mounts.IsDefaultOrEmpty)
        {
            return spec;
        }
        ImmutableArray<Mount>.Builder? changed = null;
        for (var i = 0; i < mounts.Length; i++)
        {
            var mount = change(mounts[i]);
            if (!ReferenceEquals(mount.Json, mounts[i].Json))
            {
                changed ??= mounts.ToBuilder();
                changed[i] = mount;
            }
        }
        return changed is null ? spec : spec with { Mounts = changed.MoveToImmutable() };
    }
}
