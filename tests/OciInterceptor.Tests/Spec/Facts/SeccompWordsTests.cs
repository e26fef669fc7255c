using System.Runtime.InteropServices;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Tests.Spec.Facts;

/// <summary>The words as seccomp(2) and libseccomp have them.</summary>
public sealed class SeccompWordsTests
{
    [Fact]
    public void Words_are_those_of_libseccomp()
    {
        string.Join(' ', SeccompWords.Actions).Should().Be(
            "SCMP_ACT_ALLOW SCMP_ACT_LOG SCMP_ACT_ERRNO SCMP_ACT_TRACE SCMP_ACT_NOTIFY SCMP_ACT_TRAP SCMP_ACT_KILL SCMP_ACT_KILL_THREAD SCMP_ACT_KILL_PROCESS");
        string.Join(' ', SeccompWords.Operators).Should().Be("SCMP_CMP_NE SCMP_CMP_LT SCMP_CMP_LE SCMP_CMP_EQ SCMP_CMP_GE SCMP_CMP_GT SCMP_CMP_MASKED_EQ");
        string.Join(' ', SeccompWords.Architectures).Should().Be(
            "SCMP_ARCH_X86 SCMP_ARCH_X86_64 SCMP_ARCH_X32 SCMP_ARCH_ARM SCMP_ARCH_AARCH64 SCMP_ARCH_MIPS SCMP_ARCH_MIPS64 SCMP_ARCH_MIPS64N32 SCMP_ARCH_MIPSEL SCMP_ARCH_MIPSEL64 SCMP_ARCH_MIPSEL64N32 "
            + "SCMP_ARCH_PPC SCMP_ARCH_PPC64 SCMP_ARCH_PPC64LE SCMP_ARCH_S390 SCMP_ARCH_S390X SCMP_ARCH_PARISC SCMP_ARCH_PARISC64 SCMP_ARCH_RISCV64 SCMP_ARCH_LOONGARCH64 SCMP_ARCH_M68K SCMP_ARCH_SH SCMP_ARCH_SHEB");
        string.Join(' ', SeccompWords.Flags).Should().Be(
            "SECCOMP_FILTER_FLAG_TSYNC SECCOMP_FILTER_FLAG_LOG SECCOMP_FILTER_FLAG_SPEC_ALLOW SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV");
    }

    [Theory]
    [InlineData(Architecture.X64, "SCMP_ARCH_X86_64 SCMP_ARCH_X86 SCMP_ARCH_X32")]
    [InlineData(Architecture.Arm64, "SCMP_ARCH_AARCH64 SCMP_ARCH_ARM")]
    [InlineData(Architecture.RiscV64, "")]
    [InlineData(Architecture.X86, "")]
    public void A_processor_runs_the_programs_of_its_older_kind(Architecture machine, string architectures) =>
        string.Join(' ', SeccompWords.ArchitecturesOf(machine)).Should().Be(architectures);

    [Theory]
    [InlineData(Architecture.X64, "amd64")]
    [InlineData(Architecture.X86, "x86")]
    [InlineData(Architecture.Arm64, "arm64")]
    [InlineData(Architecture.S390x, "s390x")]
    [InlineData(Architecture.RiscV64, "riscv64")]
    [InlineData(Architecture.Ppc64le, "ppc64le")]
    [InlineData(Architecture.LoongArch64, "loong64")]
    public void A_processor_has_Dockers_name(Architecture machine, string name)
    {
        SeccompWords.DockerName(machine).Should().Be(name);
        SeccompWords.DockerNames.Should().Contain(name);
    }
}
