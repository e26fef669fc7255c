using System.Globalization;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Drofune;

/// <summary>One container at a time, and pid files that nobody holds.</summary>
public sealed class StateTests : IDisposable
{
    private readonly Scratch _scratch = Scratch.InRootFileSystem();
    private readonly TeachingRuntime _drofune;

    public StateTests() => _drofune = new TeachingRuntime(_scratch);

    public void Dispose() => _scratch.Dispose();

    private string Removing => $"drofune: removing the leftovers of a killed container in {_drofune.State}\n";

    [Fact]
    public void A_second_container_is_refused_and_the_first_one_goes_on()
    {
        using var first = _drofune.Start();
        var pid = File.ReadAllText(_drofune.PidFile).TrimEnd();

        _drofune.Run("true").Run().Exited(1).ErrorText.Should().Be(
            $"{TeachingRuntime.Warning}drofune: a container is already running (process {pid}, {_drofune.PidFile}): only one can run at a time\n");

        _drofune.Exec("cat", "/proc/1/cmdline").Run().Succeeded().OutputText.Should().Be("sleep\01000\0");
        _drofune.End(first).Exited(137);
        _drofune.Run("true").Run().Succeeded();
        _drofune.ShouldHaveLeftNothing();
    }

    [Fact]
    public void The_pid_file_names_the_containers_first_process()
    {
        using var container = _drofune.Start();
        var pid = int.Parse(File.ReadAllText(_drofune.PidFile), CultureInfo.InvariantCulture);
        File.ReadAllText($"/proc/{pid}/cmdline").Should().Be("sleep\01000\0");
        File.ReadAllLines($"/proc/{pid}/status").Should().Contain($"NSpid:\t{pid}\t1");
        _drofune.End(container);
    }

    /// <summary>Also where the runtime is slow to write the pid file, as on a busy machine.</summary>
    [Fact]
    public void A_container_that_is_heard_from_can_be_entered()
    {
        var run = _drofune.Run("/bin/sh", "-c", "echo ready; exec sleep 1000");
        using var container = new Command("strace", "-qq", "-o", "/dev/null", "-e", "inject=ftruncate:delay_enter=2s", run.Program).Plus(run.Arguments).Start();
        Docker.Eventually.Holds("the container is ready", () => container.OutputText == "ready\n");

        _drofune.Exec("true").Run().Succeeded();

        _drofune.End(container).Exited(137);
        _drofune.ShouldHaveLeftNothing();
    }

    [Theory]
    [InlineData("self")]
    [InlineData("1")]
    [InlineData("no number")]
    public void A_pid_file_that_nobody_holds_is_stale_whatever_it_names(string content)
    {
        Directory.CreateDirectory(Path.Combine(_drofune.State, "container"));
        File.WriteAllText(_drofune.PidFile, content == "self" ? Environment.ProcessId.ToString(CultureInfo.InvariantCulture) : content);

        _drofune.Exec("true").Run().Exited(1).ErrorText.Should().Be($"{TeachingRuntime.Warning}drofune: no container is running ({_drofune.State})\n");
        _drofune.Run("echo", "hi").Run().Succeeded().ErrorText.Should().Be(TeachingRuntime.Warning + Removing);
        _drofune.ShouldHaveLeftNothing();
    }
}
