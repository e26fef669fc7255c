using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Drofune;

/// <summary>`drofune run`: what a new container is, and what comes back from it.</summary>
public sealed class DrofuneRunTests : IDisposable
{
    private readonly Scratch _scratch = Scratch.InRootFileSystem();
    private readonly TeachingRuntime _drofune;

    public DrofuneRunTests() => _drofune = new TeachingRuntime(_scratch);

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("--pivot-root")]
    [InlineData("--drop-caps")]
    [InlineData("--pivot-root --drop-caps")]
    public void Output_and_exit_code_are_the_commands_and_nothing_is_left(string options)
    {
        var result = _drofune.Run([.. Words(options), "/bin/sh", "-c", "cat; echo out; echo err >&2; exit 7"])
            .With(Condition.Input(_scratch.Write("input", "in\n"))).Run();

        result.Exited(7).OutputText.Should().Be("in\nout\n");
        result.ErrorText.Should().Be(TeachingRuntime.Warning + "err\n");
        _drofune.ShouldHaveLeftNothing();
    }

    [Theory]
    [InlineData("")]
    [InlineData("--pivot-root")]
    public void Four_namespaces_are_new_and_the_others_are_the_hosts(string options)
    {
        var kinds = new[] { "ipc", "mnt", "pid", "uts", "net", "user", "cgroup" };
        var host = kinds.Select(kind => File.ResolveLinkTarget($"/proc/self/ns/{kind}", false)!.Name);

        var seen = Shell(options, "echo $$; for kind in ipc mnt pid uts net user cgroup; do readlink /proc/self/ns/$kind; done");

        seen[0].Should().Be("1");
        kinds.Where((_, i) => seen[i + 1] != host.ElementAt(i)).Should().Equal("ipc", "mnt", "pid", "uts");
    }

    [Fact]
    public void The_hosts_files_are_there_and_what_is_written_stays_inside()
    {
        var file = _scratch.Write("file", "host\n");

        Shell("", $"cat {file}; echo container > {file}; cat {file}; touch {_scratch["new"]}; rm /etc/passwd; ls /etc/passwd 2>/dev/null; echo end")
            .Should().Equal("host", "container", "end");

        File.ReadAllText(file).Should().Be("host\n");
        File.Exists(_scratch["new"]).Should().BeFalse();
        File.Exists("/etc/passwd").Should().BeTrue();
    }

    [Fact]
    public void Kernel_settings_in_proc_are_read_only_and_the_devices_are_the_machines()
    {
        string[] settings = [.. new[] { "bus", "irq", "sys", "sysrq-trigger" }.Where(name => Path.Exists($"/proc/{name}"))];

        Shell("", """awk '$5 ~ "^/proc" { split($6, options, ","); print $5, options[1] }' /proc/self/mountinfo | sort; stat -f -c %T /proc /sys; stat -c %t:%T /dev/null; (echo x > /proc/sys/kernel/domainname) 2>/dev/null || echo refused""")
            .Should().Equal(["/proc rw", .. settings.Select(name => $"/proc/{name} ro"), "proc", "sysfs", "1:3", "refused"]);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("--drop-caps", "00000000a80025fb")]
    public void All_capabilities_are_there_or_few(string options, string? expected)
    {
        expected ??= Capabilities(File.ReadAllLines("/proc/self/status"), "CapBnd:");

        var status = Shell(options, "cat /proc/self/status");

        Capabilities(status, "CapBnd:").Should().Be(expected);
        Capabilities(status, "CapPrm:").Should().Be(expected);
        Capabilities(status, "CapEff:").Should().Be(expected);
        Capabilities(status, "CapInh:").Should().Be("0000000000000000");
        Capabilities(status, "CapAmb:").Should().Be("0000000000000000");
    }

    [Fact]
    public void Signals_are_blocked_and_ignored_as_the_caller_left_them() =>
        _drofune.Run("grep", "-E", "Sig(Blk|Ign)", "/proc/self/status").With(Condition.Ignore(13), Condition.Block(10)).Run().Succeeded()
            .OutputText.Should().Be("SigBlk:\t0000000000000200\nSigIgn:\t0000000000001000\n");

    /// <summary>The kernel then reaps children by itself, and says nothing of their end.</summary>
    [Fact]
    public void A_caller_that_ignores_the_end_of_children_has_the_exit_code_all_the_same()
    {
        const int ChildEnded = 17;
        _drofune.Run("/bin/sh", "-c", "exit 6").With(Condition.Ignore(ChildEnded)).Run().Exited(6);
        _drofune.Run("grep", "SigIgn", "/proc/self/status").With(Condition.Ignore(ChildEnded)).Run().Succeeded()
            .OutputText.Should().Be("SigIgn:\t0000000000010000\n");
        _drofune.ShouldHaveLeftNothing();
    }

    [Fact]
    public void The_callers_umask_is_the_commands_and_not_that_of_the_root_directory() =>
        _drofune.Run("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "/bin/sh", "-c", "umask; stat -c %a /")
            .With(Condition.Umask("077")).Run().Succeeded().OutputText.Should().Be("0077\n755\n");

    [Fact]
    public void Descriptors_environment_and_arguments_come_as_they_were_given()
    {
        byte[] odd = [0xff, (byte)'x'];

        var result = _drofune.Run("/bin/sh", "-c", "ls /proc/$$/fd; printf '%s %s' \"$ODD\" \"$1\"", "sh")
            .With(Condition.ClearEnvironment, Condition.EnvironmentEntry([.. "ODD="u8, .. odd])).Plus(odd).Run().Succeeded();

        result.Output.Should().Equal([.. "0\n1\n2\n"u8, .. odd, (byte)' ', .. odd]);
    }

    [Theory]
    [InlineData("no-such-program", 127, "No such file or directory")]
    [InlineData("/etc/no-such-program", 127, "No such file or directory")]
    [InlineData("/etc/passwd", 126, "Permission denied")]
    [InlineData("/etc", 126, "Permission denied")]
    public void A_command_that_cannot_be_executed_is_an_error_with_the_shells_exit_code(string command, int code, string why)
    {
        _drofune.Run(command).Run().Exited(code).ErrorText.Should().Be($"{TeachingRuntime.Warning}drofune: cannot execute {command} in the container: {why}\n");
        _drofune.ShouldHaveLeftNothing();
    }

    [Theory]
    [InlineData("ls", "/bin", 0, null)]
    [InlineData("ls", "/proc", 126, "Permission denied")]
    [InlineData("", "/bin", 127, "No such file or directory")]
    public void What_must_not_be_executed_is_passed_over_on_the_path(string command, string rest, int code, string? why)
    {
        _scratch.MakeDirectory("path/ls");
        _drofune.Run(command).With("PATH", $"{_scratch["path"]}:{rest}").Run().Exited(code)
            .ErrorText.Should().Be(TeachingRuntime.Warning + (why is null ? "" : $"drofune: cannot execute {command} in the container: {why}\n"));
    }

    [Fact]
    public void A_signal_to_the_runtime_reaches_the_command()
    {
        using var container = _drofune.StartReady("/bin/sh", "-c", "trap 'exit 9' TERM; echo ready; while :; do sleep 0.05; done");

        container.Signal("TERM");

        container.Wait().ExitCode.Should().Be(9);
        _drofune.ShouldHaveLeftNothing();
    }

    private string[] Shell(string options, string script) =>
        _drofune.Run([.. Words(options), "/bin/sh", "-c", script]).Run().Succeeded().OutputText.TrimEnd('\n').Split('\n');

    private static string[] Words(string options) => options.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Capabilities(string[] status, string name) => status.Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Trim();
}
