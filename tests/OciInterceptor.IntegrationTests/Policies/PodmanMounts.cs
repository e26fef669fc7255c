namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>Spellings of `podman run`; `pod` is Podman with its usual directories.</summary>
internal static class PodmanMounts
{
    private const string Host = "test -e /x/passwd";

    /// <summary>Those that reach the host.</summary>
    internal static IReadOnlyList<ShellMount> OfTheHost { get; } =
    [
        new("a directory", "-v /etc:/x", Host),
        new("a directory, read-only", "-v /etc:/x:ro", Host),
        new("an overlay over a directory", "-v /etc:/x:O", Host),
        new("--mount", "--mount type=bind,source=/etc,target=/x", Host),
        new("--mount, not recursive", "--mount type=bind,source=/etc,target=/x,bind-nonrecursive=true", Host),
        new("a path through procfs", "-v /proc/self/root/etc:/x", Host),
        new("a volume that is a bind", "-v v:/x", Host, "pod volume create --opt type=none --opt o=bind --opt device=/etc v"),
        new("an overlay over a volume that is a bind", "-v v:/x:O", Host, "pod volume create --opt type=none --opt o=bind --opt device=/etc v"),
        new("a volume of the type proc", "-v v:/x", "test -d /x/sys", "pod volume create --opt type=proc --opt device=proc v"),
        new("a volume that is an overlay", "-v v:/x", Host, "mkdir /run/up /run/work; pod volume create --opt type=overlay --opt device=overlay --opt o=lowerdir=/etc,upperdir=/run/up,workdir=/run/work v"),
        new("the mounts of another container", "--volumes-from h", Host, "pod create --name h -v /etc:/x --rootfs $rootfs true"),
    ];

    /// <summary>Those that reach nothing of it.</summary>
    internal static IReadOnlyList<ShellMount> Harmless { get; } =
    [
        new("no mounts but Podman's", "", "test -e /etc/hosts && test -e /run/.containerenv"),
        new("a named volume", "-v v:/x", Before: "pod volume create v"),
        new("a read-only volume", "-v v:/x:ro", Before: "pod volume create v"),
        new("an overlay over a volume", "-v v:/x:O", Before: "pod volume create v"),
        new("a volume that the call makes", "-v /x"),
        new("--mount", "--mount type=volume,source=v,target=/x", Before: "pod volume create v"),
        new("--mount, memory", "--mount type=tmpfs,target=/x"),
        new("--mount, terminals", "--mount type=devpts,target=/x", "test -e /x/ptmx"),
        new("memory", "--tmpfs /x"),
        new("a volume in memory", "-v v:/x", Before: "pod volume create --opt type=tmpfs --opt device=tmpfs v"),
        new("a secret", "--secret s", "test -e /run/secrets/s", "printf x | pod secret create s -"),
        new("a secret in a variable", "--secret s,type=env,target=S", "test $S = x", "printf x | pod secret create s -"),
        new("the volumes of another container", "--volumes-from h", Before: "pod volume create v; pod create --name h -v v:/x --rootfs $rootfs true"),
        new("shared memory of a size", "--shm-size 1m", "test -d /dev/shm"),
        new("a root file system that is read-only", "--read-only", "! touch /here 2>/dev/null"),
    ];
}
