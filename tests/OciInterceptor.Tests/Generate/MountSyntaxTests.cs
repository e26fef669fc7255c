using OciInterceptor.Generate;
using OciInterceptor.Host;
using OciInterceptor.Messages;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Generate;

/// <summary>Sources on the real machine, whose links decide.</summary>
public sealed class MountSyntaxTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("/etc", "link", "/etc/shadow")]
    [InlineData("/etc", "link/..", "/proc")]
    [InlineData("/usr/bin", "link/../../etc/shadow", "/etc/shadow")]
    public void A_source_is_where_the_kernel_finds_it_and_not_where_it_seems_to_be(string target, string path, string sensitive)
    {
        File.CreateSymbolicLink(_scratch["link"], target);

        FluentActions.Invoking(() => MountSyntax.Source(_scratch[path], new LinuxHost(), allowSensitive: false)).Should().Throw<InterceptorException>()
            .WithMessage($"{_scratch[path]} exposes the host's {sensitive}; to allow it, add --allow-sensitive");
    }

    [Fact]
    public void A_source_that_gives_nothing_away_stays_as_it_is_written() =>
        MountSyntax.Source(_scratch["a/../b"], new LinuxHost(), allowSensitive: false).Should().Be(_scratch["a/../b"]);

    /// <summary>The kernel takes a size of 0 for no limit, so what is less than a kibibyte becomes one.</summary>
    [Theory]
    [InlineData("/x", "size=65536k")]
    [InlineData("/x:1", "size=1k")]
    [InlineData("/x:1023", "size=1k")]
    [InlineData("/x:1024", "size=1k")]
    [InlineData("/x:1025", "size=2k")]
    [InlineData("/x:64m", "size=65536k")]
    public void A_tmpfs_has_the_size_that_was_asked_for_and_never_less(string text, string size) =>
        MountSyntax.Tmpfs(text).Should().BeEquivalentTo(new { Destination = "/x", Type = "tmpfs", Source = "tmpfs", Options = new[] { "nosuid", "nodev", "noexec", "mode=1777", size } });

    [Theory]
    [InlineData("/x:0")]
    [InlineData("/x:")]
    [InlineData("/x:-1")]
    [InlineData("/x:1:2")]
    [InlineData("/x:99999999999999999999")]
    public void A_tmpfs_without_a_size_is_refused(string text) =>
        FluentActions.Invoking(() => MountSyntax.Tmpfs(text)).Should().Throw<InterceptorException>().WithMessage($"invalid size \"{text[3..]}\": want a number of bytes, such as 64m");

    [Theory]
    [InlineData("/srv:/x", "nosuid,nodev")]
    [InlineData("/srv:/x:ro", "nosuid,nodev,ro")]
    [InlineData("/srv:/x:rw", "nosuid,nodev,rw")]
    public void A_volume_may_be_read_only(string text, string options)
    {
        var mount = MountSyntax.Volume(text, new FakeHost(), allowSensitive: false);

        (mount.Source, mount.Destination, mount.Type, string.Join(',', mount.Options)).Should().Be(("/srv", "/x", "bind", options));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/srv")]
    [InlineData("/srv:/x:")]
    [InlineData("/srv:/x:RO")]
    [InlineData("/srv:/x:ro:ro")]
    [InlineData("/srv:/x:ro,dev")]
    public void A_volume_has_two_parts_and_a_word(string text) =>
        FluentActions.Invoking(() => MountSyntax.Volume(text, new FakeHost(), allowSensitive: false)).Should().Throw<InterceptorException>()
            .WithMessage($"invalid volume \"{text}\": want SOURCE:DESTINATION[:ro|:rw]");

    [Theory]
    [InlineData("/x", "/x")]
    [InlineData("/x/", "/x")]
    [InlineData("//x/./y/..", "/x")]
    [InlineData("/../x", "/x")]
    [InlineData("/dev/shm", "/dev/shm")]
    [InlineData("/devices", "/devices")]
    [InlineData("/dev/ptsx", "/dev/ptsx")]
    [InlineData("/procx", "/procx")]
    [InlineData("/system", "/system")]
    [InlineData("/x/proc", "/x/proc")]
    public void A_destination_is_a_clean_path(string path, string clean) => MountSyntax.Destination(path).Should().Be(clean);

    [Theory]
    [InlineData("/")]
    [InlineData("/x/..")]
    [InlineData("/dev")]
    [InlineData("/dev/")]
    [InlineData("/dev/pts")]
    [InlineData("/proc")]
    [InlineData("/proc/1")]
    [InlineData("/sys")]
    [InlineData("/sys/fs/cgroup")]
    public void A_place_that_the_runtime_needs_is_refused(string path) =>
        FluentActions.Invoking(() => MountSyntax.Destination(path)).Should().Throw<InterceptorException>().WithMessage("cannot mount at /* in the container: the runtime needs it");

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("./x")]
    [InlineData("/x\0/y")]
    public void A_path_is_absolute_and_ends_where_it_ends(string path)
    {
        FluentActions.Invoking(() => MountSyntax.Destination(path)).Should().Throw<InterceptorException>().WithMessage($"\"{path}\" must be an absolute path in the container");
        FluentActions.Invoking(() => MountSyntax.Source(path, new FakeHost(), allowSensitive: true)).Should().Throw<InterceptorException>().WithMessage($"\"{path}\" must be an absolute path of the host");
    }

    [Theory]
    [InlineData("a=b", "a", "b")]
    [InlineData("a=", "a", "")]
    [InlineData("=b", "", "b")]
    [InlineData("a=b=c", "a", "b=c")]
    [InlineData("a", "a", null)]
    public void A_text_has_two_halves_at_its_first_sign(string text, string before, string? behind) => MountSyntax.Halves(text, '=').Should().Be((before, behind));
}
