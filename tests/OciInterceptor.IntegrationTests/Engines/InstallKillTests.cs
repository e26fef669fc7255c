using OciInterceptor.IntegrationTests.Harness;
using OciInterceptor.IntegrationTests.Policies;

namespace OciInterceptor.IntegrationTests.Engines;

/// <summary>
/// oi-install and oi-uninstall killed as they enter each call that changes a name: daemon.json is the old one or the new one,
/// and what is left can be put in order by either command.
/// </summary>
public sealed class InstallKillTests : IDisposable
{
    private const string Old = "{\n  \"debug\": false\n}\n";

    private readonly Scratch _scratch = new();
    private readonly PolicyDirectory _etc;
    private readonly string _links;
    private readonly string _daemon;

    public InstallKillTests()
    {
        _etc = new PolicyDirectory(_scratch, "passwd", "ld.so.cache");
        _links = _scratch.MakeDirectory("links");
        _daemon = _scratch.Write("daemon.json", Old);
    }

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("renameat", 4)]
    [InlineData("symlinkat", 1)]
    [InlineData("fsync", 3)]
    [InlineData("openat", 20)]
    public void A_killed_installation_leaves_a_file_that_is_old_or_new_and_can_be_done_again_or_undone(string call, int atLeast)
    {
        _etc.SeenBy(Install()).Run().Succeeded();
        var installed = File.ReadAllText(_daemon);
        installed.Should().NotBe(Old);
        _etc.SeenBy(Uninstall()).Run().Succeeded();

        var kills = 0;
        for (var isKilled = true; isKilled;)
        {
            isKilled = Killed(Install(), call, kills + 1);
            kills += isKilled ? 1 : 0;
            File.ReadAllText(_daemon).Should().BeOneOf(Old, installed);

            if (kills % 2 == 0)
                _etc.SeenBy(Install()).Run().Succeeded();
            if (kills % 2 == 0 || File.Exists(_etc["installed/docker-oci-interceptor.json"]))
                _etc.SeenBy(Uninstall()).Run().Succeeded();
            IsClean();
        }
        kills.Should().BeGreaterThanOrEqualTo(atLeast);
    }

    [Theory]
    [InlineData("renameat", 1)]
    [InlineData("unlinkat", 4)]
    [InlineData("openat", 20)]
    public void A_killed_removal_leaves_a_file_that_is_old_or_new_and_can_be_done_again(string call, int atLeast)
    {
        _etc.SeenBy(Install()).Run().Succeeded();
        var installed = File.ReadAllText(_daemon);

        var kills = 0;
        for (var isKilled = true; isKilled;)
        {
            _etc.SeenBy(Install()).Run().Succeeded();
            File.ReadAllText(_daemon).Should().Be(installed);
            isKilled = Killed(Uninstall(), call, kills + 1);
            kills += isKilled ? 1 : 0;
            File.ReadAllText(_daemon).Should().BeOneOf(Old, installed);

            if (File.Exists(_etc["installed/docker-oci-interceptor.json"]))
                _etc.SeenBy(Uninstall()).Run().Succeeded();
            IsClean();
        }
        kills.Should().BeGreaterThanOrEqualTo(atLeast);
    }

    private void IsClean()
    {
        File.ReadAllText(_daemon).Should().Be(Old);
        Names(_links).Should().BeEmpty();
        Names(_etc["profiles"]).Should().BeEmpty();
        Names(_etc["installed"]).Should().Equal("lock");
    }

    // A file that was being written when its writer was killed has a name that nobody looks at.
    private static IEnumerable<string> Names(string directory) =>
        Directory.Exists(directory)
            ? Directory.EnumerateFileSystemEntries(directory).Select(path => Path.GetFileName(path)).Where(name => !name.Contains(".oi-"))
            : directory.EndsWith("installed", StringComparison.Ordinal) ? ["lock"] : [];

    private bool Killed(Command command, string call, int when)
    {
        var result = _etc.SeenBy(new Command("strace", "-f", "-qq", "-o", _scratch["trace"], "-e", $"inject={call}:signal=KILL:when={when}", command.Program)
            .Plus(command.Arguments)).Run();
        result.ExitCode.Should().BeOneOf([0, 128 + 9], "{0}", result);
        return result.ExitCode != 0;
    }

    private Command Install() => PublishedBinary.Call(
        "--oi-readonly-networking-mounts", "--oi-runtime-path", "/usr/bin/runc", "oi-install", "docker", "--default", "--config", _daemon, "--link-dir", _links);

    private static Command Uninstall() => PublishedBinary.Call("oi-uninstall", "docker");
}
