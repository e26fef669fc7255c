namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>Spellings of `docker run` and `docker volume create` that reach nothing of the host.</summary>
internal static class HarmlessMounts
{
    internal static IReadOnlyList<DockerMount> All { get; } =
    [
        new("no mounts but the engine's", "", Look: "test -e /etc/hosts"),
        new("a named volume", "-v {V}:/x", ""),
        new("a volume that the call makes", "-v /x"),
        new("a read-only volume", "-v {V}:/x:ro", ""),
        new("a volume without a copy of the image's files", "-v {V}:/x:nocopy", ""),
        new("a volume twice", "-v {V}:/x -v {V}:/y", "", Look: "test -d /x && test -d /y"),
        new("--mount", "--mount type=volume,source={V},target=/x", ""),
        new("--mount, read-only", "--mount type=volume,source={V},target=/x,readonly", ""),
        new("--mount, without a copy", "--mount type=volume,source={V},target=/x,volume-nocopy", ""),
        new("--mount, a volume that the call makes", "--mount type=volume,target=/x"),
        new("--mount, a driver's options", "--mount type=volume,target=/x,volume-opt=type=tmpfs,volume-opt=device=tmpfs"),
        new("memory", "--tmpfs /x"),
        new("memory of a size", "--tmpfs /x:size=1m,mode=1777"),
        new("--mount, memory", "--mount type=tmpfs,target=/x"),
        new("--mount, memory of a size", "--mount type=tmpfs,target=/x,tmpfs-size=1m,tmpfs-mode=1777"),
        new("a volume in memory", "-v {V}:/x", "type=tmpfs device=tmpfs o=size=1m"),
        new("a volume of the type ramfs", "-v {V}:/x", "type=ramfs device=ramfs"),
        new("an overlay over volumes", "-v {V}:/x", "type=overlay device=overlay o=lowerdir={D}/empty:{D}/other"),
        new("a bind of another volume", "-v {V}:/x", "type=none o=bind device={D}/other"),
        new("the volumes of another container", "--volumes-from {H}", "", "-v {V}:/x"),
        new("the memory of another container", "--ipc container:{H}", Holder: "--ipc shareable", Look: "test -d /dev/shm"),
        new("memory that others may join", "--ipc shareable", Look: "test -d /dev/shm"),
        new("shared memory of a size", "--shm-size 1m", Look: "test -d /dev/shm"),
        new("a root file system that is read-only", "--read-only", Look: "! touch /here 2>/dev/null"),
        new("a host name, names and name servers", "--hostname a --add-host b:10.0.0.1 --dns 10.0.0.2", Look: "grep -q 10.0.0.1 /etc/hosts && grep -q 10.0.0.2 /etc/resolv.conf"),
        new("the network of another container", "--network container:{H}", Holder: "--hostname a", Look: "test -e /etc/hosts"),
    ];
}
