using OciInterceptor.Linux;
using OciInterceptor.Linux.Trust;

namespace OciInterceptor.Tests.Linux.Trust;

/// <summary>Each row is a status; each column what a policy says of it.</summary>
public sealed class TrustPolicyTests
{
    private const string Owned = "is owned by user 4711, want root or the effective user";
    private const string Writable = "is writable by group or others";
    private const string NoFile = "is not a regular file";
    private const string NoDirectory = "is not a directory";
    private const string NoProgram = "is not executable";
    private const string SetId = "has the setuid or setgid bit";

    [Theory]
    //          owner, type and mode          policy file  program    hook program  directory
    [InlineData(0u, 0x8000 | 0b111_101_101, null, null, null, NoDirectory)]
    [InlineData(0u, 0x4000 | 0b111_101_101, NoFile, NoFile, NoFile, null)]
    [InlineData(0u, 0x2000 | 0b111_101_101, NoFile, NoFile, NoFile, NoDirectory)]
    [InlineData(0u, 0xA000 | 0b111_111_111, NoFile, NoFile, NoFile, NoDirectory)]
    [InlineData(0u, 0x8000 | 0b110_100_100, null, NoProgram, NoProgram, NoDirectory)]
    [InlineData(4711u, 0x8000 | 0b111_101_101, Owned, Owned, Owned, NoDirectory)]
    [InlineData(4711u, 0x4000 | 0b111_101_101, NoFile, NoFile, NoFile, Owned)]
    [InlineData(0u, 0x8000 | 0b111_111_101, Writable, Writable, Writable, NoDirectory)]
    [InlineData(0u, 0x8000 | 0b111_101_111, Writable, Writable, Writable, NoDirectory)]
    [InlineData(0u, 0x4000 | 0b111_111_101, NoFile, NoFile, NoFile, Writable)]
    [InlineData(0u, 0x4000 | 0b111_101_111, NoFile, NoFile, NoFile, Writable)]
    [InlineData(0u, 0x8000 | 0b100_111_101_101, null, null, SetId, NoDirectory)]
    [InlineData(0u, 0x8000 | 0b010_111_101_101, null, null, SetId, NoDirectory)]
    [InlineData(0u, 0x8000 | 0b001_111_101_101, null, null, null, NoDirectory)]
    [InlineData(0u, 0x4000 | 0b010_111_101_101, NoFile, NoFile, NoFile, null)]
    public void A_status_has_a_fault_or_none(uint owner, int mode, string? policyFile, string? program, string? hookProgram, string? directory)
    {
        var status = new FileStatus { Owner = owner, Mode = (ushort)mode, Links = 2 };

        (TrustPolicy.PolicyFile.Fault(status), TrustPolicy.Program.Fault(status), TrustPolicy.HookProgram.Fault(status), TrustPolicy.RuntimeDirectory.Fault(status))
            .Should().Be((policyFile, program, hookProgram, directory));
    }

    [Theory]
    [InlineData(0x8000 | 0b110_110_110, 1, null)]
    [InlineData(0x8000 | 0b110_110_110, 0, "has 0 hard links, want one")]
    [InlineData(0x8000 | 0b110_110_110, 2, "has 2 hard links, want one")]
    [InlineData(0x4000 | 0b111_000_000, 1, NoFile)]
    public void A_log_is_a_file_with_one_name(int mode, uint names, string? fault) =>
        TrustPolicy.LogFile.Fault(new FileStatus { Owner = Libc.geteuid(), Mode = (ushort)mode, Links = names }).Should().Be(fault);

    [Fact]
    public void A_log_is_the_effective_users_own()
    {
        var status = new FileStatus { Owner = Libc.geteuid() + 1, Mode = 0x8000, Links = 1 };

        TrustPolicy.LogFile.Fault(status).Should().Be($"is owned by user {Libc.geteuid() + 1}, want the effective user {Libc.geteuid()}");
    }
}
