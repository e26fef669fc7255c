using OciInterceptor.Generate;
using OciInterceptor.Host;
using OciInterceptor.Messages;

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
}
