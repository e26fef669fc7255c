using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Engines.Install.Changes;

public sealed class InstallLockTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_lock_is_free_again_when_it_is_disposed()
    {
        InstallLock.Take(_directory["d"]).Dispose();
        InstallLock.Take(_directory["d"]).Dispose();

        File.GetUnixFileMode(_directory["d/lock"]).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void A_link_in_the_place_of_the_lock_is_not_followed()
    {
        Directory.CreateDirectory(_directory["d"]);
        File.CreateSymbolicLink(_directory["d/lock"], _directory["elsewhere"]);

        FluentActions.Invoking(() => InstallLock.Take(_directory["d"])).Should().Throw<InterceptorException>().WithMessage($"cannot lock {_directory["d/lock"]}: *");
        File.Exists(_directory["elsewhere"]).Should().BeFalse();
    }
}
