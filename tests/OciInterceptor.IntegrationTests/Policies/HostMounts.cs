namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>Spellings of `docker run` and `docker volume create` that reach the host.</summary>
internal static class HostMounts
{
    /// <summary>Types of file systems that show the kernel.</summary>
    internal static IReadOnlyList<string> KernelTypes { get; } =
        ["proc", "sysfs", "debugfs", "tracefs", "securityfs", "bpf", "binfmt_misc", "pstore", "mqueue", "devtmpfs", "configfs", "fusectl", "cgroup2"];

    internal static IReadOnlyList<DockerMount> All { get; } =
    [
        // Binds.
        new("a directory", "-v /etc:/x", Look: DockerMount.Host),
        new("the root", "-v /:/x", Look: DockerMount.Host),
        new("the root, read-only", "-v /:/x:ro", Look: DockerMount.Host),
        new("a slash at the end", "-v /etc/:/x", Look: DockerMount.Host),
        new("two slashes", "-v //etc:/x", Look: DockerMount.Host),
        new("a dot", "-v /etc/.:/x", Look: DockerMount.Host),
        new("two dots", "-v /usr/../etc:/x", Look: DockerMount.Host),
        new("two dots out of a volume", "-v {D}/../../..:/x", Look: "test -d /x/volumes"),
        new("the directory of all volumes", "-v {volumes}:/x"),
        new("options, more than one", "-v /etc:/x:ro,rprivate", Look: DockerMount.Host),
        new("private propagation", "-v /etc:/x:private", Look: DockerMount.Host),
        new("a label of SELinux", "-v {O}:/x:z", Look: DockerMount.Host),
        new("a directory that is no volume", "-v {O}:/x", Look: DockerMount.Host),
        new("a file", "-v /etc/passwd:/x", Look: "test -s /x"),
        new("a file in the place of the engine's", "-v /etc/passwd:/etc/hosts", Look: "grep -q root: /etc/hosts"),
        new("--mount", "--mount type=bind,source=/etc,target=/x", Look: DockerMount.Host),
        new("--mount, short words", "--mount type=bind,src=/etc,dst=/x", Look: DockerMount.Host),
        new("--mount, read-only", "--mount type=bind,source=/etc,destination=/x,readonly", Look: DockerMount.Host),
        new("--mount, private propagation", "--mount type=bind,source=/etc,target=/x,bind-propagation=private", Look: DockerMount.Host),
        new("--mount, the type last", "--mount target=/x,source=/etc,type=bind", Look: DockerMount.Host),
        new("a link in a volume", "-v {D}/etc:/x", Look: DockerMount.Host),
        new("a path through a link in a volume", "-v {D}/root/etc:/x", Look: DockerMount.Host),
        new("a directory within a volume", "-v {D}/other:/x", Look: "test -d /x"),
        new("--mount, a directory within a volume", "--mount type=bind,source={D}/other,target=/x", Look: "test -d /x"),
        new("a link of the host", "-v {O}/etc:/x", Look: DockerMount.Host),
        new("/proc", "-v /proc:/x", Look: "test -d /x/sys/kernel"),
        new("a directory of /proc", "-v /proc/sys/kernel:/x", Look: "test -e /x/core_pattern"),
        new("the root of whoever looks", "-v /proc/self/root:/x", Look: DockerMount.Host),
        new("the root of the thread that looks", "-v /proc/thread-self/root:/x", Look: DockerMount.Host),
        new("a directory behind the root of whoever looks", "-v /proc/self/root/etc:/x", Look: DockerMount.Host),
        new("/sys", "-v /sys:/x", Look: "test -d /x/kernel"),
        new("a directory of /sys", "-v /sys/kernel:/x"),
        new("the control groups", "-v /sys/fs/cgroup:/x"),
        new("/dev", "-v /dev:/x", Look: "test -c /x/null"),
        new("/dev/shm", "-v /dev/shm:/x"),
        new("/run", "-v /run:/x", Look: "test -e /x/docker.sock"),
        new("/var/run, which is a link", "-v /var/run:/x", Look: "test -e /x/docker.sock"),
        new("the engine's socket", "-v /run/docker.sock:/x"),
        new("the engine's socket through a link", "-v /var/run/docker.sock:/x"),
        new("/root", "-v /root:/x"),
        new("/boot", "-v /boot:/x"),
        new("/home", "-v /home:/x"),
        new("/tmp", "-v /tmp:/x"),
        new("/var/lib", "-v /var/lib:/x"),
        // Volumes of the driver "local".
        new("a volume that is a bind", "-v {V}:/x", "type=none o=bind device=/etc", Look: DockerMount.Host),
        new("a volume that is a recursive bind", "-v {V}:/x", "type=none o=rbind device=/etc", Look: DockerMount.Host),
        new("a volume that is a read-only bind", "-v {V}:/x:ro", "type=none o=bind,ro device=/etc", Look: DockerMount.Host),
        new("a volume that is a bind of another type", "-v {V}:/x", "type=tmpfs o=bind device=/etc", Look: DockerMount.Host),
        new("a volume that is a bind of the root", "-v {V}:/x", "type=none o=bind device=/", Look: DockerMount.Host),
        new("a volume that is a bind with two dots", "-v {V}:/x", "type=none o=bind device=/usr/../etc", Look: DockerMount.Host),
        new("a volume that is a bind through a link", "-v {V}:/x", "type=none o=bind device={D}/root/etc", Look: DockerMount.Host),
        new("a volume that is a bind of /proc", "-v {V}:/x", "type=none o=bind device=/proc", Look: "test -d /x/sys"),
        new("a volume that is a bind of /dev", "-v {V}:/x", "type=none o=bind device=/dev", Look: "test -c /x/null"),
        new("a volume that is a bind of the root of a process", "-v {V}:/x", "type=none o=bind device=/proc/{P}/root", Look: DockerMount.Host),
        new("a volume that is a bind of another volume's link", "--mount type=volume,source={V},target=/x", "type=none o=bind device={D}/etc", Look: DockerMount.Host),
        .. KernelTypes.Select(type => new DockerMount("a volume of the type " + type, "-v {V}:/x", $"type={type} device={type}", Look: IsKnown(type) ? DockerMount.Anything : null)),
        new("an overlay over a directory", "-v {V}:/x", "type=overlay device=overlay o=lowerdir=/etc:{D}/empty", Look: DockerMount.Host),
        new("an overlay over a link in a volume", "-v {V}:/x", "type=overlay device=overlay o=lowerdir={D}/etc:{D}/empty", Look: DockerMount.Host),
        new("an overlay over a path through a link", "-v {V}:/x", "type=overlay device=overlay o=lowerdir={D}/root/etc:{D}/empty", Look: DockerMount.Host),
        new("an overlay whose last layer is a directory", "-v {V}:/x", "type=overlay device=overlay o=lowerdir={D}/empty:/etc", Look: DockerMount.Host),
        new("an overlay whose upper layer is behind a link", "-v {V}:/x",
            "type=overlay device=overlay o=lowerdir={D}/empty,upperdir={D}/outside/up,workdir={D}/outside/work", Look: DockerMount.Anything),
        new("an overlay over relative layers", "-v {V}:/x", "type=overlay device=overlay o=lowerdir=etc:opt", Look: DockerMount.Anything),
        new("an overlay over a volume that is a bind", "--mount type=volume,target=/x,volume-opt=type=overlay,volume-opt=device=overlay,volume-opt=o=lowerdir={V.data}:{D}/empty",
            "type=none o=bind device=/etc", "-v {V}:/x", DockerMount.Host),
        new("an overlay over a volume that is an overlay", "--mount type=volume,target=/x,volume-opt=type=overlay,volume-opt=device=overlay,volume-opt=o=lowerdir={V.data}:{D}/empty",
            "type=overlay device=overlay o=lowerdir={D}/etc:{D}/empty", "-v {V}:/x", DockerMount.Host),
        new("a volume with its driver's options in --mount", "--mount type=volume,target=/x,volume-opt=type=none,volume-opt=o=bind,volume-opt=device=/etc", Look: DockerMount.Host),
        new("a volume with its driver in --mount", "--mount type=volume,target=/x,volume-driver=local,volume-opt=type=proc,volume-opt=device=proc", Look: "test -d /x/sys"),
        new("a bind that shows what is mounted below it", "-v {V.data}/..:/x", "type=none o=bind device=/etc", "-v {V}:/y", "test -e /x/_data/passwd"),
        new("the mounts of another container", "--volumes-from {H}", Holder: "-v /etc:/x", Look: DockerMount.Host),
        new("the mounts of another container, read-only", "--volumes-from {H}:ro", Holder: "-v /etc:/x", Look: DockerMount.Host),
        new("the volumes of another container", "--volumes-from {H}", "type=none o=bind device=/etc", "-v {V}:/x", DockerMount.Host),
        new("a harmless volume beside a directory", "-v {V}:/y -v /etc:/x", "", Look: DockerMount.Host),
    ];

    /// <summary>Whether this kernel has a type of file system.</summary>
    internal static bool IsKnown(string type) => File.ReadLines("/proc/filesystems").Any(line => line.Split('\t')[^1] == type);
}
