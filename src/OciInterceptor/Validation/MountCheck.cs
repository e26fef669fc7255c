using OciInterceptor.Spec;

namespace OciInterceptor.Validation;

/// <summary>Checks the mounts of a configuration (config.md, "Mounts").</summary>
internal sealed class MountCheck(SectionFindings findings)
{
    private const string OnlyBinds = "runtimes map the IDs of bind mounts alone: runc refuses others";

    private readonly SectionFindings _options = findings.In(Reference.Config("Linux mount options"));
    private readonly SectionFindings _posix = findings.In(Reference.Config("POSIX-platform Mounts"));

    /// <remarks><paramref name="isLinux"/> says whether the mounts are Linux': others need no type.</remarks>
    internal void Check(RuntimeSpec spec, bool isLinux)
    {
        var mounts = findings.List(() => spec.Mounts);
        foreach (var mount in mounts)
        {
            Check(mount, LinuxCheck.HasNamespace(new Findings().Read(() => spec.Linux), "user"));
            if (isLinux)
            {
                CheckKind(mount);
            }
        }
        foreach (var (mount, destination) in SectionFindings.Repeated(mounts, mount => findings.Read(() => mount.Destination)))
        {
            findings.Warning(SectionFindings.At(mount, "destination"), $"this mount covers another one at {destination}");
        }
    }

    private void Check(Mount mount, bool hasUserNamespace)
    {
        findings.Require(mount, "destination");
        if (findings.Read(() => mount.Destination) is { } destination && !destination.StartsWith('/'))
        {
            findings.Warning(SectionFindings.At(mount, "destination"), "a relative destination is deprecated: runtimes read it as relative to /");
        }
        findings.Read(() => mount.Type);
        findings.Read(() => mount.Source);
        var options = findings.List(() => mount.Options);
        var uids = _posix.List(() => mount.UidMappings);
        var gids = _posix.List(() => mount.GidMappings);
        LinuxCheck.CheckMappings(_posix, uids);
        LinuxCheck.CheckMappings(_posix, gids);
        if (uids.IsEmpty != gids.IsEmpty)
        {
            _posix.Error(SectionFindings.At(mount, uids.IsEmpty ? "gidMappings" : "uidMappings"), "uidMappings and gidMappings must be given together");
        }
        var isBind = IsBind(mount);
        if (!isBind && !uids.IsEmpty)
        {
            _options.Warning(SectionFindings.At(mount, "uidMappings"), OnlyBinds);
        }
        for (var i = 0; i < options.Length; i++)
        {
            if (options[i] is not ("idmap" or "ridmap"))
            {
                continue;
            }
            if (!isBind)
            {
                _options.Warning(SectionFindings.At(mount, "options", i), OnlyBinds);
            }
            else if (uids.IsEmpty && gids.IsEmpty && !hasUserNamespace)
            {
                _options.Error(SectionFindings.At(mount, "options", i), $"\"{options[i]}\" needs uidMappings and gidMappings, or a user namespace whose mappings it takes");
            }
        }
    }

    private static bool IsBind(Mount mount)
    {
        var unseen = new Findings().In(Reference.Config("Mounts"));
        return unseen.Read(() => mount.Type) == "bind" || unseen.List(() => mount.Options).Any(static option => option is "bind" or "rbind");
    }

    private void CheckKind(Mount mount)
    {
        var known = new Findings().In(Reference.Config("Mounts"));
        var (type, source, isBind) = (known.Read(() => mount.Type), known.Read(() => mount.Source), IsBind(mount));
        known.List(() => mount.Options);
        if (known.Count > 0)
        {
            return;
        }
        if (!isBind && string.IsNullOrEmpty(type))
        {
            findings.In(Reference.Kernel("mount(2)")).Warning(mount.Json, "a mount without a type must be a bind: the kernel refuses any other");
        }
        if (isBind && string.IsNullOrEmpty(source))
        {
            findings.Warning(mount.Json, "a bind mount without a source shows the bundle with the container's configuration");
        }
    }
}
