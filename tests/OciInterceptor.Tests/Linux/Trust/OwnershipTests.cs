using OciInterceptor.Linux;
using OciInterceptor.Linux.Trust;

namespace OciInterceptor.Tests.Linux.Trust;

/// <summary>By owners and modes that need not exist.</summary>
public sealed class OwnershipTests
{
    private const uint Other = 4711;
    private const ushort Directory = 0x4000;
    private const ushort Sticky = 0x4000 | 0b001_000_000_000;
    private const ushort Regular = 0x8000;
    private const ushort Link = 0xA000;

    [Theory]
    [InlineData(false, 0b111_101_101, true)]
    [InlineData(false, 0b111_111_101, false)]
    [InlineData(false, 0b111_101_111, false)]
    [InlineData(true, 0b111_101_101, false)]
    [InlineData(true, 0b111_111_111, false)]
    public void A_file_is_trusted_that_only_a_trusted_owner_can_write(bool isOthers, ushort mode, bool isTrusted) =>
        Ownership.IsTrusted(Status(isOthers, (ushort)(Regular | mode))).Should().Be(isTrusted);

    /// <summary>Whatever the sticky bit says: the owner of a directory may remove what is in it.</summary>
    [Theory]
    [InlineData(Directory | 0b111_101_101)]
    [InlineData(Directory)]
    [InlineData(Sticky | 0b111_101_101)]
    [InlineData(Sticky | 0b111_111_111)]
    public void The_owner_of_a_directory_may_replace_what_is_in_it(int mode)
    {
        foreach (var entry in new FileStatus?[] { null, Status(false, Directory), Status(false, Regular), Status(false, Link) })
        {
            Ownership.MayReplace(Status(true, (ushort)mode), entry).Should().BeTrue();
        }
    }

    [Theory]
    [InlineData(0b111_101_101, false)]
    [InlineData(0b111_111_101, true)]
    [InlineData(0b111_101_111, true)]
    [InlineData(0b001_111_111_111, false)]
    [InlineData(0b110_111_111_111, true)]
    public void Others_may_if_they_can_write_it_and_it_is_not_sticky(ushort mode, bool may) =>
        Ownership.MayReplace(Status(false, (ushort)(Directory | mode)), Status(false, Directory)).Should().Be(may);

    /// <summary>In a sticky directory they may make files, and names for files of others (link(2)).</summary>
    [Theory]
    [InlineData(false, Directory, false)]
    [InlineData(true, Directory, true)]
    [InlineData(false, Regular, true)]
    [InlineData(true, Regular, true)]
    [InlineData(false, Link, false)]
    [InlineData(true, Link, true)]
    public void In_a_sticky_directory_they_may_replace_what_is_their_own_or_a_file(bool isOthers, ushort type, bool may) =>
        Ownership.MayReplace(Status(false, Sticky | 0b111_111_111), Status(isOthers, type)).Should().Be(may);

    [Fact]
    public void In_a_sticky_directory_they_may_take_a_name_that_is_free() =>
        Ownership.MayReplace(Status(false, Sticky | 0b111_111_111), null).Should().BeTrue();

    [Fact]
    public void Root_the_effective_user_and_the_owner_of_the_root_directory_are_trusted()
    {
        foreach (var owner in new[] { 0u, Libc.geteuid(), FileStatus.Of("/").Owner })
        {
            Ownership.IsTrusted(owner).Should().BeTrue();
        }
        (Ownership.IsOwnOrRoots(0), Ownership.IsOwnOrRoots(Libc.geteuid()), Ownership.IsOwnOrRoots(Other)).Should().Be((true, true, false));
        Ownership.IsTrusted(Other).Should().BeFalse();
    }

    [Fact]
    public void Another_user_trusts_itself_and_root() => Posix.AsUser((int)Other, () =>
    {
        (Ownership.IsOwnOrRoots(0), Ownership.IsOwnOrRoots(Other), Ownership.IsOwnOrRoots(Other + 1)).Should().Be((true, true, false));
        (Ownership.IsTrusted(0), Ownership.IsTrusted(Other), Ownership.IsTrusted(Other + 1)).Should().Be((true, true, false));
    });

    private static FileStatus Status(bool isOthers, ushort mode) => new() { Owner = isOthers ? Other : 0, Mode = mode };
}
