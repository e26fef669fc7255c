using System.Runtime.InteropServices;
using OciInterceptor.Linux;

namespace Drofune.Linux;

/// <summary>The process's capabilities (capabilities(7)).</summary>
internal static unsafe class CapabilitySets
{
    private const uint Version3 = 0x20080522;

    /// <summary>
    /// Docker's default without CAP_SYS_CHROOT: CHOWN, DAC_OVERRIDE, FOWNER, FSETID, KILL, SETGID, SETUID, SETPCAP,
    /// NET_BIND_SERVICE, NET_RAW, MKNOD, AUDIT_WRITE and SETFCAP, a bit each.
    /// </summary>
    private const ulong Few = 0xA80025FB;

    /// <summary>
    /// Leaves few capabilities to this thread and to the program that it becomes: root regains the bounding set at execve(2), and the
    /// inheritable and ambient sets would be added to it.
    /// </summary>
    internal static void Reduce()
    {
        for (nuint capability = 0; Libc.prctl(Libc.PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; capability++)
        {
            if ((Few >> (int)capability & 1) == 0)
            {
                SystemCall.Check(Libc.prctl(ContainerLibc.PR_CAPBSET_DROP, capability, 0, 0, 0), $"drop the capability {capability}");
            }
        }
        SystemCall.Check(Libc.prctl(ContainerLibc.PR_CAP_AMBIENT, ContainerLibc.PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0), "clear the ambient capabilities");

        Header header = new() { Version = Version3 };
        Sets sets;
        SystemCall.Check(Libc.syscall(ContainerLibc.SYS_capget, (nint)(&header), (nint)(&sets), 0, 0), "read the capabilities");
        sets.Effective = sets.Permitted = sets.Permitted & (uint)Few;
        sets.EffectiveHigh = sets.PermittedHigh = sets.PermittedHigh & (uint)(Few >> 32);
        sets.Inheritable = sets.InheritableHigh = 0;
        SystemCall.Check(Libc.syscall(ContainerLibc.SYS_capset, (nint)(&header), (nint)(&sets), 0, 0), "drop capabilities");
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Header
    {
        internal uint Version;
        internal int Pid;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Sets
    {
        internal uint Effective;
        internal uint Permitted;
        internal uint Inheritable;
        internal uint EffectiveHigh;
        internal uint PermittedHigh;
        internal uint InheritableHigh;
    }
}
