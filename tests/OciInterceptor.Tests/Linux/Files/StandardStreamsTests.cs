using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Linux.Files;

/// <summary>In a thread with descriptors of its own: 0 and 1 of this process are the test run's.</summary>
public sealed class StandardStreamsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(10, "question")]
    [InlineData(8, "question")]
    [InlineData(7, null)]
    public void The_input_is_read_up_to_a_limit_and_stays_open(int limit, string? content) => OwnThread.WithOwnDescriptors(() =>
    {
        Stand(0, _directory.File("input", "question"), Libc.O_RDONLY);

        StandardInput.Read(limit).Should().Equal(content is null ? null : System.Text.Encoding.ASCII.GetBytes(content));
        Libc.fcntl(0, Libc.F_GETFD, 0).Should().Be(0);
    });

    [Fact]
    public void An_input_that_cannot_be_read_is_an_error() => OwnThread.WithOwnDescriptors(() =>
    {
        Stand(0, _directory.Path, Libc.O_RDONLY);

        FluentActions.Invoking(() => StandardInput.Read(10)).Should().Throw<InterceptorException>().WithMessage("cannot read the standard input: Is a directory");
    });

    [Fact]
    public void The_output_is_written_and_stays_open() => OwnThread.WithOwnDescriptors(() =>
    {
        Stand(1, _directory.File("output"), Libc.O_WRONLY);

        StandardOutput.Write("é ");
        StandardOutput.Write("two"u8);

        File.ReadAllText(_directory["output"]).Should().Be("é two");
        Libc.fcntl(1, Libc.F_GETFD, 0).Should().Be(0);
        StandardOutput.IsTerminal.Should().BeFalse();
    });

    [Fact]
    public void An_output_that_takes_nothing_is_an_error() => OwnThread.WithOwnDescriptors(() =>
    {
        Stand(1, "/dev/full", Libc.O_WRONLY);

        FluentActions.Invoking(() => StandardOutput.Write("x")).Should().Throw<InterceptorException>().WithMessage("cannot write to the standard output: No space left on device");
    });

    /// <summary>What ahead of main was put in its place is closed by an exec, as nothing is that the caller opened.</summary>
    [Fact]
    public void An_output_that_the_caller_closed_is_an_error() => OwnThread.WithOwnDescriptors(() =>
    {
        Stand(1, _directory.File("output"), Libc.O_WRONLY);
        _ = Libc.fcntl(1, Libc.F_SETFD, Libc.FD_CLOEXEC);

        FluentActions.Invoking(() => StandardOutput.Write("x")).Should().Throw<InterceptorException>().WithMessage("cannot write to the standard output: it is closed");
        new FileInfo(_directory["output"]).Length.Should().Be(0);
    });

    [Fact]
    public void A_terminal_is_one() => OwnThread.WithOwnDescriptors(() =>
    {
        Stand(1, "/dev/ptmx", Libc.O_RDWR);

        StandardOutput.IsTerminal.Should().BeTrue();
    });

    // As a caller would leave it: not closed by an exec.
    private static void Stand(int place, string path, int flags)
    {
        using var file = Descriptor.Open(CString.Of(path), flags);
        OwnThread.Duplicate(file.Fd(), place);
    }
}
