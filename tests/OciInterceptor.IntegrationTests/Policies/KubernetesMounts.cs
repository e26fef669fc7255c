namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>Sources of binds as kubelet, containerd and CRI-O give them; $pod is the directory of a pod, $box that of its sandbox.</summary>
internal static class KubernetesMounts
{
    private const string Memory = "mkdir -p $source; mount -t tmpfs tmpfs $source";

    private const string Directory = "mkdir -p $source";

    private const string File = "mkdir -p ${source%/*}; : >$source";

    /// <summary>Those that reach the host.</summary>
    internal static IReadOnlyList<ShellMount> OfTheHost { get; } =
    [
        new("hostPath", "/etc", "test -e /x/passwd"),
        new("hostPath of the root", "/", "test -e /x/etc/passwd"),
        new("a link in an emptyDir", "$pod/volumes/kubernetes.io~empty-dir/v/link", "test -e /x/passwd", "mkdir -p ${source%/*}; ln -s /etc $source"),
        // What a race for a subPath leads to (CVE-2017-1002101, CVE-2021-25741).
        new("a subPath that leads out of its volume", "$pod/volume-subpaths/v/app/0", "test -e /x/passwd", "mkdir -p $source; mount --bind /etc $source"),
        new("a local volume", "$pod/volumes/kubernetes.io~local-volume/v", "test -e /x/passwd", "mkdir -p $source; mount --bind /etc $source"),
        new("a CSI volume that is a bind", "$pod/volumes/kubernetes.io~csi/v/mount", "test -e /x/passwd", "mkdir -p $source; mount --bind /etc $source"),
        new("a CSI volume that is procfs", "$pod/volumes/kubernetes.io~csi/v/mount", "test -d /x/sys", "mkdir -p $source; mount -t proc proc $source"),
    ];

    /// <summary>Those that reach nothing of it.</summary>
    internal static IReadOnlyList<ShellMount> Harmless { get; } =
    [
        new("configMap", "$pod/volumes/kubernetes.io~configmap/v", Before: Directory),
        new("secret", "$pod/volumes/kubernetes.io~secret/v", Before: Memory),
        new("emptyDir", "$pod/volumes/kubernetes.io~empty-dir/v", Before: Directory),
        new("emptyDir in memory", "$pod/volumes/kubernetes.io~empty-dir/v", Before: Memory),
        new("projected", "$pod/volumes/kubernetes.io~projected/kube-api-access-x", Before: Memory),
        new("downwardAPI", "$pod/volumes/kubernetes.io~downward-api/v", Before: Memory),
        new("a subPath of an emptyDir", "$pod/volume-subpaths/v/app/0", "test -e /x/file",
            "mkdir -p $source $pod/volumes/kubernetes.io~empty-dir/v/a; : >$pod/volumes/kubernetes.io~empty-dir/v/a/file; mount --bind $pod/volumes/kubernetes.io~empty-dir/v/a $source"),
        new("a CSI volume", "$pod/volumes/kubernetes.io~csi/v/mount", "test -e /x/file",
            "disk=/var/lib/kubelet/plugins/kubernetes.io/csi/d.example/1/globalmount; mkdir -p $source $disk; mount -t tmpfs tmpfs $disk; : >$disk/file; mount --bind $disk $source"),
        new("/etc/hosts", "$pod/etc-hosts", Before: File),
        new("the termination log", "$pod/containers/app/1f2e3d4c", Before: File),
        new("the sandbox's host name, containerd", "/var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/1/hostname", Before: File),
        new("the sandbox's name servers, containerd", "/var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/1/resolv.conf", Before: File),
        new("the sandbox's shared memory, containerd", "/run/containerd/io.containerd.grpc.v1.cri/sandboxes/1/shm", Before: Memory),
        new("the sandbox's name servers, CRI-O", "/run/containers/storage/overlay-containers/1/userdata/resolv.conf", Before: File),
        new("the sandbox's shared memory, CRI-O", "/var/run/containers/storage/overlay-containers/1/userdata/shm", Before: Memory),
    ];
}
