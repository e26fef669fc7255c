using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace OciInterceptor.Engines.Docker;

/// <summary>
/// The program of the container that shows whether an installation works: it waits for SIGTERM and ends with 0. It is an ELF file
/// (elf(5)) of one segment and some twenty instructions, so that no other program of the host is needed.
/// </summary>
/// <remarks>The first process of a container gets a signal that it has blocked, where one without a handler would be dropped (pid_namespaces(7)).</remarks>
internal static class WaitingProgram
{
    private const int HeaderSize = 64;
    private const int SegmentSize = 56;
    private const ulong Address = 0x400000;
    private const ulong Alignment = 0x10000; // the largest page

    // rt_sigprocmask(SIG_BLOCK, {SIGTERM}, NULL, 8); rt_sigtimedwait({SIGTERM}, NULL, NULL, 8); exit_group(0)
    private static ReadOnlySpan<byte> X64 =>
    [
        0x68, 0x00, 0x40, 0x00, 0x00, // push $0x4000
        0x48, 0x89, 0xE6, // mov %rsp,%rsi
        0x31, 0xFF, // xor %edi,%edi
        0x31, 0xD2, // xor %edx,%edx
        0x6A, 0x08, 0x41, 0x5A, // push $8; pop %r10
        0x6A, 0x0E, 0x58, // push $14; pop %rax
        0x0F, 0x05, // syscall
        0x48, 0x89, 0xE7, // mov %rsp,%rdi
        0x31, 0xF6, // xor %esi,%esi
        0x31, 0xD2, // xor %edx,%edx
        0x6A, 0x08, 0x41, 0x5A, // push $8; pop %r10
        0xB8, 0x80, 0x00, 0x00, 0x00, // mov $128,%eax
        0x0F, 0x05, // syscall
        0x31, 0xFF, // xor %edi,%edi
        0xB8, 0xE7, 0x00, 0x00, 0x00, // mov $231,%eax
        0x0F, 0x05, // syscall
    ];

    private static ReadOnlySpan<uint> Arm64 =>
    [
        0xD2880004, // mov x4, #0x4000
        0xF81F0FE4, // str x4, [sp, #-16]!
        0xD2800000, // mov x0, #0
        0x910003E1, // mov x1, sp
        0xD2800002, // mov x2, #0
        0xD2800103, // mov x3, #8
        0xD28010E8, // mov x8, #135
        0xD4000001, // svc #0
        0x910003E0, // mov x0, sp
        0xD2800001, // mov x1, #0
        0xD2800002, // mov x2, #0
        0xD2800103, // mov x3, #8
        0xD2801128, // mov x8, #137
        0xD4000001, // svc #0
        0xD2800000, // mov x0, #0
        0xD2800BC8, // mov x8, #94
        0xD4000001, // svc #0
    ];

    /// <summary>The file for an architecture.</summary>
    internal static byte[] Of(Architecture architecture)
    {
        var isArm = architecture == Architecture.Arm64;
        var code = isArm ? MemoryMarshal.AsBytes(Arm64) : X64;
        var file = new byte[HeaderSize + SegmentSize + code.Length];
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(file); // 64 bits, little-endian
        Put16(16, 2); // ET_EXEC
        Put16(18, isArm ? (ushort)183 : (ushort)62); // EM_AARCH64, EM_X86_64
        Put32(20, 1);
        Put64(24, Address + HeaderSize + SegmentSize); // the entry
        Put64(32, HeaderSize); // where the segments are
        Put16(52, HeaderSize);
        Put16(54, SegmentSize);
        Put16(56, 1);
        Put32(HeaderSize, 1); // PT_LOAD
        Put32(HeaderSize + 4, 5); // readable and executable
        Put64(HeaderSize + 16, Address);
        Put64(HeaderSize + 24, Address);
        Put64(HeaderSize + 32, (ulong)file.Length);
        Put64(HeaderSize + 40, (ulong)file.Length);
        Put64(HeaderSize + 48, Alignment);
        code.CopyTo(file.AsSpan(HeaderSize + SegmentSize));
        return file;

        void Put16(int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), value);

        void Put32(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), value);

        void Put64(int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(at), value);
    }
}
