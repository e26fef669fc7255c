using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;
using OciInterceptor.IntegrationTests.Policies;

namespace OciInterceptor.IntegrationTests.Engines;

/// <summary>Killed at any point, oi-install docker and oi-uninstall docker leave a daemon.json with which dockerd starts.</summary>
public sealed class DockerKillTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly PolicyDirectory _etc;
    private readonly KilledCommands _killed;

    public DockerKillTests()
    {
        _etc = new PolicyDirectory(_scratch, "passwd", "ld.so.cache");
        var file = _scratch.Write("daemon.json", "{\n  \"debug\": false\n}\n");
        _killed = new KilledCommands(_scratch, _etc, "docker", file, () =>
            StartedDaemon.DefaultRuntime(_scratch, file, _etc.SeenBy).Should().Be(File.ReadAllText(file).Contains("default-runtime") ? "oci-interceptor" : "runc"));
    }

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("renameat", 4)]
    [InlineData("symlinkat", 1)]
    [InlineData("fsync", 3)]
    [InlineData("openat", 20)]
    public void A_killed_installation_leaves_a_file_that_is_old_or_new_and_can_be_done_again_or_undone(string call, int atLeast) =>
        _killed.KillInstallation(call).Should().BeGreaterThanOrEqualTo(atLeast);

    [Theory]
    [InlineData("renameat", 1)]
    [InlineData("unlinkat", 4)]
    [InlineData("openat", 20)]
    public void A_killed_removal_leaves_a_file_that_is_old_or_new_and_can_be_done_again(string call, int atLeast) =>
        _killed.KillRemoval(call).Should().BeGreaterThanOrEqualTo(atLeast);

    /// <summary>A dockerd since release 23 is asked about the file, which lies where the records are meanwhile.</summary>
    [Fact]
    public void Killed_while_dockerd_judges_the_file_it_can_be_done_again()
    {
        _scratch.MakeDirectory("bin");
        Judge("kill -9 $PPID");
        Run(_killed.Install).ExitCode.Should().NotBe(0);
        Directory.EnumerateFiles(_etc["installed"]).Should().HaveCount(2, "the copy is left there");

        Judge("exit 0");
        Run(_killed.Install).Succeeded();
        Run(_killed.Uninstall).Succeeded();
        Directory.EnumerateFiles(_etc["installed"]).Select(Path.GetFileName).Should().Equal("lock");

        void Judge(string how) => _scratch.WriteScript("bin/dockerd", $"if [ \"$1\" = --help ]; then echo '--validate'; exit; fi\n{how}");

        CommandResult Run(Command command) => _etc.SeenBy(new Command("env", $"PATH={_scratch["bin"]}:/usr/sbin:/usr/bin:/bin", command.Program).Plus(command.Arguments)).Run();
    }
}
