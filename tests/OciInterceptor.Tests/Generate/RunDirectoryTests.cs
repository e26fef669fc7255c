using Microsoft.Win32.SafeHandles;
using OciInterceptor.Generate;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Generate;

public sealed class RunDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    private string Parent => _scratch["parent"];

    [Theory]
    [InlineData(0, "/run/user/0", "/run/oci-interceptor", "/dev/shm/oci-interceptor-0")]
    [InlineData(0, null, "/run/oci-interceptor", "/dev/shm/oci-interceptor-0")]
    [InlineData(4711, "/run/user/4711", "/run/user/4711/oci-interceptor", "/dev/shm/oci-interceptor-4711")]
    [InlineData(4711, "/run/user/4711/", "/run/user/4711/oci-interceptor", "/dev/shm/oci-interceptor-4711")]
    [InlineData(4711, "user", "/tmp/oci-interceptor-4711", "/dev/shm/oci-interceptor-4711")]
    [InlineData(4711, "", "/tmp/oci-interceptor-4711", "/dev/shm/oci-interceptor-4711")]
    [InlineData(4711, null, "/tmp/oci-interceptor-4711", "/dev/shm/oci-interceptor-4711")]
    public void Each_user_has_places_of_their_own(int user, string? given, params string[] places) =>
        Posix.AsUser(user, () => RunDirectory.Parents(given).Should().Equal(places));

    [Fact]
    public void It_can_be_passed_and_only_the_root_directory_be_read()
    {
        using var place = RunDirectory.Make(Parent, 4711, 4712);

        place.Parent.Should().Be(Parent);
        place.Id.Should().MatchRegex("^oi-run-[0-9a-f]{32}$");
        place.Directory.Should().Be($"{Parent}/{place.Id}");
        new[] { Parent, place.Directory, place.Bundle, place.State, place.Rootfs, $"{place.Directory}/lock" }
            .Select(path => Convert.ToString((int)File.GetUnixFileMode(path), 8)).Should().Equal("711", "711", "700", "700", "755", "600");
        Posix.Owner(place.Rootfs).Should().Be("4711:4712");
        Posix.Owner(place.Bundle).Should().Be("0:0");
        Directory.Exists(place.Secrets).Should().BeFalse();
    }

    [Fact]
    public void One_is_left_when_nobody_holds_it_any_more()
    {
        using var held = RunDirectory.Make(Parent, 0, 0);
        var left = RunDirectory.Make(Parent, 0, 0);
        Directory.CreateDirectory(Path.Combine(Parent, "other"));
        Left().Should().BeEmpty();

        left.Dispose();

        Left().Should().Equal(left.Directory);
    }

    [Fact]
    public void What_was_left_is_held_by_the_one_who_found_it()
    {
        RunDirectory.Make(Parent, 0, 0).Dispose();
        var found = RunDirectory.Left(Parent).ToList();

        Left().Should().BeEmpty();

        found.ForEach(place => place.Dispose());
        Left().Should().HaveCount(1);
    }

    [Theory]
    [InlineData("chown 4711 parent")]
    [InlineData("mv parent p; ln -s p parent")]
    [InlineData("mv parent p; : > parent")]
    [InlineData("mv parent p")]
    public void In_a_place_that_is_not_ours_nothing_is(string change)
    {
        RunDirectory.Make(Parent, 0, 0).Dispose();
        Shell.Run("sh", ["-ec", $"cd {_scratch.Path}; {change}"]);

        Left().Should().BeEmpty();
    }

    [Fact]
    public void It_is_removed_with_all_that_is_in_it_and_a_place_that_is_empty_too()
    {
        using var one = RunDirectory.Make(Parent, 0, 0);
        using var other = RunDirectory.Make(Parent, 0, 0);
        File.WriteAllText(Path.Combine(one.State, "x"), "");

        one.Remove();
        RunDirectory.RemoveUnused(Parent);
        Directory.GetFileSystemEntries(Parent).Should().Equal(other.Directory);

        other.Remove();
        RunDirectory.RemoveUnused(Parent);
        RunDirectory.RemoveUnused(Parent);
        _scratch.Names.Should().BeEmpty();
    }

    [Fact]
    public void What_is_not_there_cannot_be_removed()
    {
        using var place = RunDirectory.Make(Parent, 0, 0);
        Directory.Delete(Parent, recursive: true);

        place.Invoking(gone => gone.Remove()).Should().Throw<InterceptorException>().WithMessage($"cannot remove {place.Directory}: *");
    }

    [Theory]
    [InlineData("0700")]
    [InlineData("0711")]
    [InlineData("0755")]
    public void What_belongs_to_another_user_cannot_be_removed(string mode)
    {
        using var place = RunDirectory.Make(Parent, 0, 0);
        Shell.Run("chmod", ["0755", _scratch.Path]);
        Shell.Run("chmod", [mode, place.Directory]);

        Posix.AsUser(4711, () => place.Invoking(roots => roots.Remove()).Should().Throw<InterceptorException>().WithMessage($"cannot remove {place.Directory}: *denied*"));

        Directory.Exists(place.State).Should().BeTrue();
    }

    [Fact]
    public void One_without_a_lock_was_left_while_it_was_made()
    {
        Directory.CreateDirectory(Parent);
        Directory.CreateDirectory($"{Parent}/oi-run-x");

        Left().Should().Equal($"{Parent}/oi-run-x");
        File.GetUnixFileMode($"{Parent}/oi-run-x/lock").Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void A_lock_that_is_a_link_is_not_followed()
    {
        var place = RunDirectory.Make(Parent, 0, 0);
        place.Dispose();
        File.Delete($"{place.Directory}/lock");
        File.CreateSymbolicLink($"{place.Directory}/lock", _scratch.File("victim"));

        FluentActions.Invoking(() => Left()).Should().Throw<InterceptorException>().WithMessage($"cannot look for leftovers in {Parent}: Too many levels of symbolic links");
    }

    [Fact]
    public async Task A_parent_that_was_made_anew_meanwhile_is_the_one_to_be_locked()
    {
        Directory.CreateDirectory(Parent);
        using var old = Locked(Parent);
        var making = Task.Factory.StartNew(() => RunDirectory.Make(Parent, 0, 0).Dispose(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.WhenAny(making, Task.Delay(300));
        making.IsCompleted.Should().BeFalse("the parent is locked");

        Directory.Move(Parent, _scratch["old"]);
        Directory.CreateDirectory(Parent);
        using (Locked(Parent))
        {
            old.Dispose();
            await Task.WhenAny(making, Task.Delay(300));
            making.IsCompleted.Should().BeFalse("the new one is locked as well");
        }

        await making.WaitAsync(TimeLimit.OfAProgram);
    }

    [Fact]
    public void A_place_of_another_user_is_not_used()
    {
        Directory.CreateDirectory(Parent);
        Posix.ChangeOwner(Parent, 4711, 0);

        FluentActions.Invoking(() => RunDirectory.Make(Parent, 0, 0)).Should().Throw<InterceptorException>().WithMessage($"cannot make the directory {Parent}: it belongs to another user");
    }

    private static SafeFileHandle Locked(string directory)
    {
        var handle = Descriptor.Open(CString.Of(directory), Libc.O_RDONLY | Libc.O_DIRECTORY);
        Libc.flock(handle.Fd(), Libc.LOCK_EX).Should().Be(0);
        return handle;
    }

    private IEnumerable<string> Left()
    {
        var left = RunDirectory.Left(Parent).ToList();
        left.ForEach(place => place.Dispose());
        return left.Select(place => place.Directory);
    }
}
