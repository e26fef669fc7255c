using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Runtimes;

/// <summary>The binary needs nothing of the host: no .NET, no libraries, no data, not even /proc.</summary>
public sealed class StandaloneTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("\"A=1\"", "--oi-env", "A=1", "oi-filter")]
    [InlineData("no-new-privileges", "--oi-profile", "hardened", "oi-explain", "--document", "/config.json")]
    [InlineData("--oi-readonly-networking-mounts", "--oi-help")]
    [InlineData("--bundle", "oi-explain", "--help")]
    public void It_runs_in_a_root_that_has_nothing_else(string says, params string[] arguments)
    {
        var root = _scratch.MakeDirectory("root");
        File.Copy(PublishedBinary.Path, Path.Combine(root, "oci-interceptor"));
        File.Copy(Bundle.TestData("docker-20.10-run.json"), Path.Combine(root, "config.json"));

        new Command("chroot", [root, "/oci-interceptor", .. arguments]).With(Condition.Input(Path.Combine(root, "config.json")))
            .Run().Succeeded().OutputText.Should().Contain(says);
    }
}
