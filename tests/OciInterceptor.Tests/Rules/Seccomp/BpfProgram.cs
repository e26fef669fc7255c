using System.Buffers.Binary;

namespace OciInterceptor.Tests.Rules.Seccomp;

/// <summary>A classic BPF program over struct seccomp_data, run as the kernel does (net/core/filter.c, the instructions of seccomp).</summary>
internal sealed class BpfProgram(byte[] code)
{
    private const int InstructionSize = 8;

    /// <summary>How many instructions it has; a kernel takes 4096 at most.</summary>
    internal int Length => code.Length / InstructionSize;

    /// <summary>What happens to a call that is made under an architecture of libseccomp.</summary>
    internal uint Run(string architecture, int number, params ulong[] arguments)
    {
        Span<byte> data = stackalloc byte[64];
        data.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(data, number);
        BinaryPrimitives.WriteUInt32LittleEndian(data[4..], architecture == "SCMP_ARCH_X86" ? 0x40000003u : 0xC000003Eu);
        for (var i = 0; i < arguments.Length; i++)
        {
            // The kernel extends the registers of a 32-bit program with zeros (syscall_get_arguments).
            BinaryPrimitives.WriteUInt64LittleEndian(data[(16 + (8 * i))..], architecture == "SCMP_ARCH_X86" ? (uint)arguments[i] : arguments[i]);
        }
        var accumulator = 0u;
        for (var i = 0; ; i++)
        {
            var instruction = code.AsSpan(i * InstructionSize, InstructionSize);
            var (operation, k) = (BinaryPrimitives.ReadUInt16LittleEndian(instruction), BinaryPrimitives.ReadUInt32LittleEndian(instruction[4..]));
            var holds = false;
            switch (operation)
            {
                case 0x06:
                    return k;
                case 0x20:
                    accumulator = BinaryPrimitives.ReadUInt32LittleEndian(data[(int)k..]);
                    continue;
                case 0x54:
                    accumulator &= k;
                    continue;
                case 0x05:
                    i += (int)k;
                    continue;
                case 0x15:
                    holds = accumulator == k;
                    break;
                case 0x25:
                    holds = accumulator > k;
                    break;
                case 0x35:
                    holds = accumulator >= k;
                    break;
                case 0x45:
                    holds = (accumulator & k) != 0;
                    break;
                default:
                    throw new InvalidOperationException($"instruction {operation:x}");
            }
            i += holds ? instruction[2] : instruction[3];
        }
    }
}
