using OciInterceptor.Linux;

namespace OciInterceptor.Tests.Linux;

public sealed class FileStatusTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(0x1000, "p")]
    [InlineData(0x2000, "c")]
    [InlineData(0x4000, null)]
    [InlineData(0x6000, "b")]
    [InlineData(0x8000, null)]
    [InlineData(0xA000, null)]
    [InlineData(0xC000, null)]
    public void A_type_is_told_by_the_mode(ushort type, string? kind)
    {
        var status = new FileStatus { Mode = (ushort)(type | 0xFFF) };

        status.Kind.Should().Be(kind);
        (status.IsDirectory, status.IsRegular, status.IsSymbolicLink).Should().Be((type == 0x4000, type == 0x8000, type == 0xA000));
    }

    [Theory]
    [InlineData(0b100_000_000, false, false)]
    [InlineData(0b010_000_000, false, false)]
    [InlineData(0b001_000_000, false, true)]
    [InlineData(0b000_100_000, false, false)]
    [InlineData(0b000_010_000, true, false)]
    [InlineData(0b000_001_000, false, true)]
    [InlineData(0b000_000_100, false, false)]
    [InlineData(0b000_000_010, true, false)]
    [InlineData(0b000_000_001, false, true)]
    [InlineData(0b111_000_000_000, false, false)]
    public void Each_bit_of_the_mode_allows_what_it_allows(ushort mode, bool isWritableByOthers, bool isExecutable)
    {
        var status = new FileStatus { Mode = (ushort)(0x8000 | mode) };

        (status.IsWritableByOthers, status.IsExecutable).Should().Be((isWritableByOthers, isExecutable));
    }

    [Fact]
    public void A_file_is_another_if_its_inode_or_either_part_of_its_device_differs()
    {
        var status = new FileStatus { Inode = 1, DeviceMajor = 2, DeviceMinor = 3 };

        status.IsSameFileAs(status with { Owner = 7, Mode = 7, Size = 7, Links = 7 }).Should().BeTrue();
        status.IsSameFileAs(status with { Inode = 2 }).Should().BeFalse();
        status.IsSameFileAs(status with { DeviceMajor = 3 }).Should().BeFalse();
        status.IsSameFileAs(status with { DeviceMinor = 2 }).Should().BeFalse();
    }

    [Fact]
    public void A_link_is_followed_or_looked_at_itself()
    {
        _directory.File("file");
        File.CreateSymbolicLink(_directory["link"], "file");
        File.CreateSymbolicLink(_directory["to-none"], "none");

        FileStatus.Of(_directory["link"]).IsRegular.Should().BeTrue();
        FileStatus.Find(_directory["link"])!.Value.IsRegular.Should().BeTrue();
        FileStatus.OfName(_directory["link"]).IsSymbolicLink.Should().BeTrue();
        FileStatus.FindName(_directory["link"])!.Value.IsSymbolicLink.Should().BeTrue();
        FileStatus.Find(_directory["to-none"]).Should().BeNull();
        FileStatus.FindName(_directory["to-none"])!.Value.IsSymbolicLink.Should().BeTrue();
    }

    [Fact]
    public void What_is_not_there_is_none_and_what_cannot_be_examined_is_an_error()
    {
        _directory.File("file");

        FileStatus.Find(_directory["none"]).Should().BeNull();
        FileStatus.FindName(_directory["file/below"]).Should().BeNull();
        FluentActions.Invoking(() => FileStatus.Find(_directory[new string('x', 300)])).Should().Throw<IOException>().WithMessage("File name too long");
        FluentActions.Invoking(() => FileStatus.Of(_directory["none"])).Should().Throw<IOException>().Which.HResult.Should().Be(Errno.ENOENT);
        FluentActions.Invoking(() => FileStatus.OfName(_directory["file/below"])).Should().Throw<IOException>().Which.HResult.Should().Be(Errno.ENOTDIR);
    }
}
