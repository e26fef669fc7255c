using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Tests.Spec.Facts;

public sealed class FileSystemTypeTests
{
    [Theory]
    [InlineData("proc", "/proc")]
    [InlineData("binfmt_misc", "/proc/sys/fs/binfmt_misc")]
    [InlineData("nfsd", "/proc/fs/nfsd")]
    [InlineData("sysfs", "/sys")]
    [InlineData("debugfs", "/sys/kernel/debug")]
    [InlineData("tracefs", "/sys/kernel/tracing")]
    [InlineData("securityfs", "/sys/kernel/security")]
    [InlineData("configfs", "/sys/kernel/config")]
    [InlineData("cgroup", "/sys/fs/cgroup")]
    [InlineData("cgroup2", "/sys/fs/cgroup")]
    [InlineData("cpuset", "/sys/fs/cgroup/cpuset")]
    [InlineData("bpf", "/sys/fs/bpf")]
    [InlineData("pstore", "/sys/fs/pstore")]
    [InlineData("selinuxfs", "/sys/fs/selinux")]
    [InlineData("smackfs", "/sys/fs/smackfs")]
    [InlineData("resctrl", "/sys/fs/resctrl")]
    [InlineData("fusectl", "/sys/fs/fuse/connections")]
    [InlineData("efivarfs", "/sys/firmware/efi/efivars")]
    [InlineData("functionfs", "/dev/usb-ffs")]
    [InlineData("devtmpfs", "/dev")]
    [InlineData("binder", "/dev/binderfs")]
    [InlineData("mqueue", "/dev/mqueue")]
    [InlineData("rpc_pipefs", "/sys/rpc_pipefs")]
    public void A_file_system_of_the_kernel_has_a_path_and_no_plain_data(string type, string path)
    {
        FileSystemType.KernelPath(type).Should().Be(path);
        FileSystemType.HoldsPlainData(type).Should().BeFalse();
        FileSystemType.IsWithoutDevice(type).Should().BeFalse();
        FileSystemType.IsOfOtherMachine(type).Should().BeFalse();
    }

    [Theory]
    [InlineData("ext2 ext3 ext4 xfs btrfs zfs bcachefs f2fs jfs nilfs2 reiserfs gfs2 ocfs2 vfat msdos exfat ntfs ntfs3 fuseblk hfs hfsplus minix ufs iso9660 udf squashfs erofs cramfs romfs jffs2 ubifs rootfs", false, false)]
    [InlineData("tmpfs ramfs hugetlbfs devpts", true, false)]
    [InlineData("nfs nfs4 cifs smb3 ceph 9p virtiofs afs lustre beegfs gpfs glusterfs fuse.glusterfs fuse.ceph", false, true)]
    public void Plain_data_is_on_a_device_in_memory_or_another_machines(string types, bool isWithoutDevice, bool isOfOtherMachine)
    {
        foreach (var type in types.Split(' '))
        {
            FileSystemType.HoldsPlainData(type).Should().BeTrue(type);
            FileSystemType.IsWithoutDevice(type).Should().Be(isWithoutDevice, type);
            FileSystemType.IsOfOtherMachine(type).Should().Be(isOfOtherMachine, type);
            FileSystemType.KernelPath(type).Should().BeNull(type);
        }
    }

    [Theory]
    [InlineData("fuse")]
    [InlineData("fuse.mergerfs")]
    [InlineData("fuse.bindfs")]
    [InlineData("overlay")]
    [InlineData("ecryptfs")]
    [InlineData("aufs")]
    [InlineData("autofs")]
    [InlineData("nsfs")]
    [InlineData("EXT4")]
    [InlineData("")]
    public void Any_other_type_is_not_known_to_be_harmless(string type)
    {
        FileSystemType.HoldsPlainData(type).Should().BeFalse();
        FileSystemType.KernelPath(type).Should().BeNull();
    }
}
