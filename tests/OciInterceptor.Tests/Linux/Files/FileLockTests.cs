using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;

namespace OciInterceptor.Tests.Linux.Files;

public sealed class FileLockTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    // Not File.OpenHandle, which takes a lock itself.
    [Fact]
    public void A_lock_that_another_keeps_is_not_taken_and_one_that_was_given_back_is()
    {
        using var mine = Descriptor.Open(CString.Of(_directory.File("lock")), Libc.O_RDWR);
        using var other = Descriptor.Open(CString.Of(_directory["lock"]), Libc.O_RDWR);

        FileLock.TryTake(mine, TimeSpan.Zero).Should().BeTrue();
        FileLock.TryTake(other, TimeSpan.Zero).Should().BeFalse();
        FileLock.Release(mine);
        FileLock.TryTake(other, TimeSpan.Zero).Should().BeTrue();
    }

    [Fact]
    public void A_lock_that_is_given_back_in_time_is_waited_for()
    {
        using var mine = Descriptor.Open(CString.Of(_directory.File("lock")), Libc.O_RDWR);
        using var other = Descriptor.Open(CString.Of(_directory["lock"]), Libc.O_RDWR);
        FileLock.TryTake(mine, TimeSpan.Zero).Should().BeTrue();
        var waiting = new Thread(() =>
        {
            Thread.Sleep(50);
            FileLock.Release(mine);
        });

        waiting.Start();

        FileLock.TryTake(other, TimeLimit.OfAProgram).Should().BeTrue();
        waiting.Join();
    }
}
