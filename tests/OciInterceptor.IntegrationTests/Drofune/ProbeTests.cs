using System.Runtime.InteropServices;
using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Drofune;

/// <summary>
/// A probe that cannot do its work says neither ESCAPED nor CONTAINED. Each is tried where it would escape; build/lab.sh tries
/// them where they do their work.
/// </summary>
public sealed class ProbeTests : IDisposable
{
    private const int Broken = 2;

    private const int ENOENT = 2, EIO = 5, ENOMEM = 12, EINVAL = 22, ENOSPC = 28;

    private readonly Scratch _scratch = Scratch.InRootFileSystem();
    private readonly TeachingRuntime _drofune;

    public ProbeTests() => _drofune = new TeachingRuntime(_scratch);

    public void Dispose() => _scratch.Dispose();

    // In a file system that the container does not have.
    private string Marker => Path.Combine(_scratch.MountTmpfs("host", "64k"), "marker");

    [Fact]
    public void A_jailbreak_to_a_host_without_the_marker_is_no_verdict()
    {
        var marker = Marker;
        var result = _drofune.Run(Probe("jailbreak"), marker).Run().Exited(Broken);

        result.OutputText.Should().BeEmpty();
        result.ErrorText.Should().Be($"{TeachingRuntime.Warning}{marker}: {Words(ENOENT)}\nan attempt did not come to its end\n");
    }

    [Theory]
    [InlineData("chroot", nameof(ENOMEM), ENOMEM, "chroot")]
    [InlineData("mkdir", nameof(ENOSPC), ENOSPC, "a directory to change the root to")]
    [InlineData("statfs", nameof(EIO), EIO, "/", "--pivot-root")]
    [InlineData("setns", nameof(EINVAL), EINVAL, "setns", "--pivot-root")]
    public void A_jailbreak_that_fails_but_is_not_refused_is_no_verdict(string call, string error, int number, string what, params string[] options)
    {
        var result = _drofune.Run([.. options, .. Failing(call, error), Probe("jailbreak"), Marker]).Run().Exited(Broken);

        result.OutputText.Should().BeEmpty();
        result.ErrorText.Should().Be($"{TeachingRuntime.Warning}{what}: {Words(number)}\nan attempt did not come to its end\n");
    }

    [Fact]
    public void A_newcomer_that_leads_to_a_host_without_the_marker_is_no_verdict() =>
        Entered([Probe("insecure-join"), Marker, "1000"], Probe("insecure-join")).Should().EndWith($"/host/marker: {Words(ENOENT)}\n");

    [Fact]
    public void Newcomers_that_are_gone_when_they_are_looked_at_are_no_verdict() =>
        Entered([.. Failing("ptrace", "ESRCH"), Probe("insecure-join"), Marker, "1"], Probe("insecure-join"))
            .Should().EndWith(": it has arrived, or is gone\ntoo few of those who entered could be caught\n");

    [Fact]
    public void Newcomers_that_cannot_be_traced_for_another_reason_are_no_verdict() =>
        Entered([.. Failing("ptrace", nameof(EIO)), Probe("insecure-join"), Marker, "1"], Probe("insecure-join")).Should().EndWith($"ptrace: {Words(EIO)}\n");

    [Fact]
    public void Programs_that_are_not_the_wanted_one_are_no_verdict() =>
        Entered([Probe("binary-overwrite"), "another", "/entered", "1"], "/entered")
            .Should().EndWith(": its program is out of reach\ntoo few programs of those who entered could be reached\n");

    /// <summary>The container's own runtime executes the file that enters.</summary>
    [Fact]
    public void A_program_that_stays_busy_is_no_verdict() =>
        Entered([Probe("binary-overwrite"), "drofune", "/entered", "1"], "/entered")
            .Should().EndWith("somebody else executes the program as well: it stays busy\n");

    // What the probe says on stderr, when processes enter until it has ended.
    private string Entered(string[] probe, string command)
    {
        using var container = _drofune.StartReady(probe);
        // On a busy machine most are gone before the probe sees them, and some probes need to see sixty.
        for (var times = 0; !container.HasExited && times < 2000; times++)
            _drofune.Exec(command).Run();
        Eventually.Holds("the probe ends", () => container.HasExited);

        var result = container.Wait().Exited(Broken);
        result.OutputText.Should().Be("ready\n");
        _drofune.ShouldHaveLeftNothing();
        return result.ErrorText;
    }

    // A copy in the root file system: the container has no other.
    private string Probe(string name)
    {
        if (!File.Exists(_scratch[name]))
            File.Copy(CCompiler.CompileStatic($"Probes/{name}.c"), _scratch[name]);
        return _scratch[name];
    }

    // Those of the C library, by perror.
    private static string Words(int error) => Marshal.GetPInvokeErrorMessage(error);

    private static string[] Failing(string call, string error) =>
        ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "signal=none", "-e", $"inject={call}:error={error}"];
}
