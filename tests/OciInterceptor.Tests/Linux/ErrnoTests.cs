using OciInterceptor.Linux;

namespace OciInterceptor.Tests.Linux;

public sealed class ErrnoTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_missing_file_is_told_as_the_kernel_tells_it() =>
        Cause(() => File.ReadAllBytes($"{_directory.Path}/missing")).Should().Be("No such file or directory");

    [Fact]
    public void A_missing_directory_is_told_as_the_kernel_tells_it() =>
        Cause(() => Directory.GetFiles($"{_directory.Path}/missing")).Should().Be("No such file or directory");

    // .NET does not tell the two apart.
    [Fact]
    public void A_file_in_place_of_a_directory_is_told_as_a_missing_one() =>
        Cause(() => Directory.GetFiles(_directory.File("file"))).Should().Be("No such file or directory");

    [Fact]
    public void A_denied_write_is_told_as_the_kernel_tells_it() =>
        Cause(() => File.WriteAllBytes(_directory.Path, [])).Should().BeOneOf("Permission denied", "Is a directory");

    [Fact]
    public void A_name_that_is_too_long_is_told_as_the_kernel_tells_it() =>
        Cause(() => File.ReadAllBytes($"{_directory.Path}/{new string('x', 300)}")).Should().Be("File name too long");

    [Theory]
    [InlineData(Errno.EBUSY, "Device or resource busy")]
    [InlineData(Errno.EROFS, "Read-only file system")]
    public void An_errno_has_its_own_words(int error, string words) => Errno.Cause(Errno.Of(error)).Should().Be(words);

    [Fact]
    public void A_cause_of_our_own_is_kept() => Errno.Cause(new IOException("something is mounted at /x")).Should().Be("something is mounted at /x");

    private static string Cause(Action action)
    {
        var failure = Record.Exception(action);
        return Errno.Cause(failure!);
    }
}
