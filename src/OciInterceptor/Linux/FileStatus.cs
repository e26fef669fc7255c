using System.Runtime.InteropServices;

namespace OciInterceptor.Linux;

/// <summary>The kernel's struct statx (statx(2)), the same on every architecture; the members used here.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct FileStatus
{
    [FieldOffset(16)] internal uint Links;
    [FieldOffset(20)] internal uint Owner;
    [FieldOffset(24)] internal uint Group;
    [FieldOffset(28)] internal ushort Mode;
    [FieldOffset(32)] internal ulong Inode;
    [FieldOffset(40)] internal ulong Size;
    [FieldOffset(112)] internal long ModifiedSeconds;
    [FieldOffset(120)] internal uint ModifiedNanoseconds;
    [FieldOffset(128)] internal uint DeviceNumberMajor;
    [FieldOffset(132)] internal uint DeviceNumberMinor;
    [FieldOffset(136)] internal uint DeviceMajor;
    [FieldOffset(140)] internal uint DeviceMinor;

    internal readonly bool IsRegular => (Mode & Libc.S_IFMT) == Libc.S_IFREG;

    internal readonly bool IsDirectory => (Mode & Libc.S_IFMT) == Libc.S_IFDIR;

    internal readonly bool IsSymbolicLink => (Mode & Libc.S_IFMT) == Libc.S_IFLNK;

    /// <summary>Whether its mode lets others than the owner write it. With an access control list the group's bits are the list's mask (acl(5)).</summary>
    internal readonly bool IsWritableByOthers => (Mode & (Libc.S_IWGRP | Libc.S_IWOTH)) != 0;

    /// <summary>Whether anybody may execute it.</summary>
    internal readonly bool IsExecutable => (Mode & (Libc.S_IXUSR | Libc.S_IXGRP | Libc.S_IXOTH)) != 0;

    /// <summary>A device node's type as mknod(1) names it: "c", "b", or "p" for a FIFO; null for other files.</summary>
    internal readonly string? Kind => (Mode & Libc.S_IFMT) switch
    {
        Libc.S_IFCHR => "c",
        Libc.S_IFBLK => "b",
        Libc.S_IFIFO => "p",
        _ => null,
    };

    /// <summary>The status of a path, following symbolic links.</summary>
    /// <exception cref="IOException">The path does not exist.</exception>
    internal static FileStatus Of(string path) => Get(CString.Of(path), 0);

    /// <summary>The status of the name itself, even if it is a symbolic link.</summary>
    /// <exception cref="IOException">The path does not exist.</exception>
    internal static FileStatus OfName(string path) => OfName(CString.Of(path));

    /// <inheritdoc cref="OfName(string)"/>
    internal static FileStatus OfName(CString path) => Get(path, Libc.AT_SYMLINK_NOFOLLOW);

    /// <summary>As <see cref="Of(string)"/>; null if the path does not exist.</summary>
    /// <exception cref="IOException">The path cannot be examined.</exception>
    internal static FileStatus? Find(string path) => Find(path, 0);

    /// <summary>As <see cref="OfName(string)"/>; null if the path does not exist.</summary>
    /// <exception cref="IOException">The path cannot be examined.</exception>
    internal static FileStatus? FindName(string path) => Find(path, Libc.AT_SYMLINK_NOFOLLOW);

    /// <summary>Throws nothing, and works ahead of the .NET runtime; a failure leaves its reason in <see cref="Libc.errno"/>.</summary>
    internal static unsafe bool TryGet(byte* path, int flags, FileStatus* status) =>
        Libc.statx(Libc.AT_FDCWD, path, flags, Libc.STATX_BASIC_STATS, status) == 0;

    /// <summary>Whether an error says that a path does not exist. Any other error leaves that open.</summary>
    internal static bool IsAbsence(int error) => error is Errno.ENOENT or Errno.ENOTDIR;

    /// <summary>Whether both are the same file, whatever names, links and mounts they were reached by.</summary>
    internal readonly bool IsSameFileAs(in FileStatus other) =>
        Inode == other.Inode && DeviceMajor == other.DeviceMajor && DeviceMinor == other.DeviceMinor;

    private static FileStatus Get(CString path, int flags) => TryGet(path, flags, out var status) ? status : throw Errno.Exception();

    private static FileStatus? Find(string path, int flags) =>
        TryGet(CString.Of(path), flags, out var status) ? status : IsAbsence(Errno.Last) ? null : throw Errno.Exception();

    private static unsafe bool TryGet(CString path, int flags, out FileStatus status)
    {
        fixed (byte* p = path)
        fixed (FileStatus* result = &status)
        {
            return TryGet(p, flags, result);
        }
    }
}
