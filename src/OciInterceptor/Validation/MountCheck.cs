using OciInterceptor.Spec;

namespace OciInterceptor.Validation;

/// <summary>Checks the mounts of a configuration (config.md, "Mounts").</summary>
internal sealed class MountCheck(Findings findings)
{
    internal void Check(RuntimeSpec spec)
    {
        var mounts = findings.List(() => spec.Mounts);
        foreach (var mount in mounts)
        {
            Check(mount, LinuxCheck.HasNamespace(new Findings().Read(() => spec.Linux), "user"));
        }
        foreach (var (mount, destination) in Findings.Repeated(mounts, mount => findings.Read(() => mount.Destination)))
        {
            findings.Warning(Findings.At(mount, "destination"), $"this mount covers another one at {destination}");
        }
    }

    private void Check(Mount mount, bool hasUserNamespace)
    {
        findings.Require(mount, "destination");
        if (findings.Read(() => mount.Destination) is { } destination && !destination.StartsWith('/'))
        {
            findings.Warning(Findings.At(mount, "destination"), "a relative destination is deprecated: runtimes read it as relative to /");
        }
        findings.Read(() => mount.Type);
        findings.Read(() => mount.Source);
        var options = findings.List(() => mount.Options);
        var uids = findings.List(() => mount.UidMappings);
        var gids = findings.List(() => mount.GidMappings);
        LinuxCheck.CheckMappings(findings, uids);
        LinuxCheck.CheckMappings(findings, gids);
        if (uids.IsEmpty != gids.IsEmpty)
        {
            findings.Error(Findings.At(mount, uids.IsEmpty ? "gidMappings" : "uidMappings"), "uidMappings and gidMappings must be given together");
        }
        for (var i = 0; i < options.Length; i++)
        {
            if (options[i] is "idmap" or "ridmap" && uids.IsEmpty && gids.IsEmpty && !hasUserNamespace)
            {
                findings.Error(Findings.At(mount, "options", i), $"\"{options[i]}\" needs uidMappings and gidMappings, or a user namespace whose mappings it takes");
            }
        }
    }
}
