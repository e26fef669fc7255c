namespace OciInterceptor.Spec.Facts;

/// <summary>What file systems of a type hold (filesystems(5), Documentation/filesystems of Linux). A type in neither list is not known to be harmless.</summary>
internal static class FileSystemType
{
    /// <summary>Where a host has a file system that shows the kernel, which is one and the same wherever else it is mounted; null for other types.</summary>
    internal static string? KernelPath(string type) => type switch
    {
        "proc" => "/proc",
        "binfmt_misc" => "/proc/sys/fs/binfmt_misc",
        "nfsd" => "/proc/fs/nfsd",
        "sysfs" => "/sys",
        "debugfs" => "/sys/kernel/debug",
        "tracefs" => "/sys/kernel/tracing",
        "securityfs" => "/sys/kernel/security",
        "configfs" => "/sys/kernel/config",
        "cgroup" or "cgroup2" => "/sys/fs/cgroup",
        "cpuset" => "/sys/fs/cgroup/cpuset",
        "bpf" => "/sys/fs/bpf",
        "pstore" => "/sys/fs/pstore",
        "selinuxfs" => "/sys/fs/selinux",
        "smackfs" => "/sys/fs/smackfs",
        "resctrl" => "/sys/fs/resctrl",
        "fusectl" => "/sys/fs/fuse/connections",
        "efivarfs" => "/sys/firmware/efi/efivars",
        "functionfs" => "/dev/usb-ffs",
        "devtmpfs" => "/dev",
        "binder" => "/dev/binderfs",
        "mqueue" => "/dev/mqueue",
        "rpc_pipefs" => "/sys/rpc_pipefs",
        _ => null,
    };

    /// <summary>
    /// Whether a container's own instance may be at a place, as runtimes and engines mount it: there the container sees its own
    /// namespaces, and what is not its own is masked or read-only.
    /// </summary>
    /// <param name="type">A type that has a <see cref="KernelPath"/>.</param>
    /// <param name="destination">Clean.</param>
    internal static bool IsUsualAt(string type, string destination) => type switch
    {
        "proc" => destination == "/proc",
        "sysfs" => destination == "/sys",
        "cgroup" or "cgroup2" => destination == "/sys/fs/cgroup" || destination.StartsWith("/sys/fs/cgroup/", StringComparison.Ordinal),
        "mqueue" => destination == "/dev/mqueue",
        _ => false,
    };

    /// <summary>Whether file systems of a type hold files that somebody stored there, and nothing else of the host.</summary>
    internal static bool HoldsPlainData(string type) => IsOnDevice(type) || IsWithoutDevice(type) || IsOfOtherMachine(type);

    // On a disk, a partition or a file that looks like one. rootfs is what the kernel unpacked at its start.
    private static bool IsOnDevice(string type) => type is
        "ext2" or "ext3" or "ext4" or "xfs" or "btrfs" or "zfs" or "bcachefs" or "f2fs" or "jfs" or "nilfs2" or "reiserfs" or "gfs2" or "ocfs2"
        or "vfat" or "msdos" or "exfat" or "ntfs" or "ntfs3" or "fuseblk" or "hfs" or "hfsplus" or "minix" or "ufs"
        or "iso9660" or "udf" or "squashfs" or "erofs" or "cramfs" or "romfs" or "jffs2" or "ubifs" or "rootfs";

    /// <summary>Whether a mount of a type makes files of its own: memory, huge pages, and terminals, of which each mount has its own.</summary>
    internal static bool IsWithoutDevice(string type) => type is "tmpfs" or "ramfs" or "hugetlbfs" or "devpts";

    /// <summary>Whether the files are a server's, or those that a virtual machine's host shares with it.</summary>
    internal static bool IsOfOtherMachine(string type) => type is
        "nfs" or "nfs4" or "cifs" or "smb3" or "ceph" or "9p" or "virtiofs" or "afs" or "lustre" or "beegfs" or "gpfs" or "glusterfs" or "fuse.glusterfs" or "fuse.ceph";
}
