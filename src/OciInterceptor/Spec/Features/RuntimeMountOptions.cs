namespace OciInterceptor.Spec.Features;

/// <summary>Mount options that are a runtime's affair, and never data for the file system (runtime-spec config.md, "Linux mount options"; crun(1)).</summary>
internal static class RuntimeMountOptions
{
    // Every runtime knows these: the flags of mount(2) since long ago, and of propagation.
    private const string Basic =
        " async atime bind defaults dev diratime dirsync exec mand noatime nodev nodiratime noexec nomand norelatime nostrictatime nosuid"
        + " private rbind relatime remount ro rprivate rshared rslave runbindable rw shared slave strictatime suid sync unbindable ";

    // Not acl, lazytime and the like, which the file system takes as well.
    private const string Others =
        " copy-symlink dest-nofollow idmap nosymfollow ratime rdev rdiratime rexec ridmap rnoatime rnodev rnodiratime rnoexec rnorelatime"
        + " rnostrictatime rnosuid rnosymfollow rrelatime rro rrw rstrictatime rsuid rsymfollow src-nofollow symfollow tmpcopyup ";

    private static readonly Introduced _idmap = new("1.2.0", "1.2.0", "1.4");
    private static readonly Introduced _ridmap = _idmap with { Crun = "1.9" };
    private static readonly Introduced _other = new("1.0.2");

    /// <summary>When an option was introduced; null for one that every runtime knows. Neither runc nor crun lists all that it knows.</summary>
    internal static Introduced? Since(string name) => name switch { "idmap" => _idmap, "ridmap" => _ridmap, _ => IsBasic(name) ? null : _other };

    internal static bool Has(string name) => IsBasic(name) || IsIn(Others, name);

    private static bool IsBasic(string name) => IsIn(Basic, name);

    private static bool IsIn(string words, string name) => !name.Contains(' ', StringComparison.Ordinal) && words.Contains($" {name} ", StringComparison.Ordinal);
}
