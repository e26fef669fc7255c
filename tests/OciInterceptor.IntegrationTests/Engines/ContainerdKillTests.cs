using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;
using OciInterceptor.IntegrationTests.Policies;

namespace OciInterceptor.IntegrationTests.Engines;

/// <summary>Killed at any point, oi-install containerd and oi-uninstall containerd leave a config.toml with which containerd starts, and its CRI plugin with it.</summary>
public sealed class ContainerdKillTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly PolicyDirectory _etc;
    private readonly string _file;
    private readonly KilledCommands _killed;

    public ContainerdKillTests()
    {
        _etc = new PolicyDirectory(_scratch, "passwd", "ld.so.cache");
        _file = Path.Combine(_scratch.MakeDirectory("containerd"), "config.toml");
        File.WriteAllText(_file, ContainerdNode.Configuration(_scratch));
        _killed = new KilledCommands(_scratch, _etc, "containerd", _file, Start);
    }

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("renameat", 5)]
    [InlineData("symlinkat", 1)]
    [InlineData("fsync", 4)]
    [InlineData("unlinkat", 1)]
    public void A_killed_installation_leaves_a_file_that_is_old_or_new_and_can_be_done_again_or_undone(string call, int atLeast) =>
        _killed.KillInstallation(call).Should().BeGreaterThanOrEqualTo(atLeast);

    [Theory]
    [InlineData("renameat", 2)]
    [InlineData("unlinkat", 4)]
    public void A_killed_removal_leaves_a_file_that_is_old_or_new_and_can_be_done_again(string call, int atLeast) =>
        _killed.KillRemoval(call).Should().BeGreaterThanOrEqualTo(atLeast);

    private void Start()
    {
        using var containerd = _etc.SeenBy(new Command("containerd", "--config", _file) with { OutputFile = _scratch["log"], ErrorFile = _scratch["log"] }).Start();
        Eventually.Holds("containerd answers", () => containerd.HasExited
            ? throw new InvalidOperationException($"containerd has ended\n{File.ReadAllText(_scratch["log"])}")
            : Ctr("version").Run().ExitCode == 0);
        Ctr("plugins", "ls", "id==cri").Run().Succeeded().OutputText.Split('\n')[1].Should().MatchRegex("^io\\.containerd\\.grpc\\.v1 +cri .* ok *$");
        containerd.Signal("TERM");
        containerd.Wait();
    }

    private Command Ctr(params string[] arguments) => new("ctr", ["--address", _scratch["sock"], .. arguments]);
}
