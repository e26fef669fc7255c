using OciInterceptor.Collections;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Trust;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Linux.Trust;

public sealed class HookProgramTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();

    public HookProgramTests()
    {
        Directory.CreateDirectory(_scratch["bin/deep"]);
        File.SetUnixFileMode(_scratch["bin"], (UnixFileMode)0x1ED);
        File.SetUnixFileMode(_scratch["bin/deep"], (UnixFileMode)0x1ED);
        _scratch.Program("bin/deep/hook");
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_program_that_only_root_can_have_chosen_passes() => Fault("bin/deep/hook").Should().BeNull();

    [Theory]
    [InlineData("bin/deep/../deep/hook")]
    [InlineData("bin//deep/hook")]
    [InlineData("bin/./deep/hook")]
    [InlineData("bin/deep/hook/")]
    public void A_path_that_is_not_plain_is_refused(string path) =>
        Fault(path).Should().Be("its path has \"//\", \".\" or \"..\", or ends with a slash");

    [Fact]
    public void A_program_elsewhere_is_refused()
    {
        Fault("bin/deep/hook", _scratch["other"], "/usr/bin").Should().Be($"it is not below a trusted directory ({_scratch["other"]}, /usr/bin)");
        Fault("bin/deep/hook", _scratch["bin/dee"]).Should().Be($"it is not below a trusted directory ({_scratch["bin/dee"]})");
        Fault("bin/deep/hook", _scratch["BIN"]).Should().Be($"it is not below a trusted directory ({_scratch["BIN"]})");
        FaultOf("hook", "/").Should().Be("its path is not absolute");
        FaultOf("", "/").Should().Be("its path is not absolute");
        FaultOf("/", "").Should().Be("its path has \"//\", \".\" or \"..\", or ends with a slash");
    }

    [Theory]
    [InlineData("ln -s deep/hook bin/link", "bin", null)]
    [InlineData("ln -s deep bin/down; ln -s down/hook bin/link", "bin", null)]
    [InlineData("mkdir other; mv bin/deep/hook other/hook; ln -s {S}/other/hook bin/link", "bin other", null)]
    [InlineData("mkdir other; mv bin/deep/hook other/hook; ln -s other also; ln -s {S}/other/hook bin/link", "bin also", null)]
    [InlineData("mkdir other; mv bin/deep/hook other/hook; ln -s {S}/other/hook bin/link", "bin oth", "it is a symlink to {S}/other/hook, which is not below a trusted directory ({S}/bin, {S}/oth)")]
    [InlineData("mkdir other; mv bin/deep/hook other/hook; ln -s {S}/other bin/out; ln -s out/hook bin/link", "bin", "it is a symlink to {S}/other/hook, which is not below a trusted directory ({S}/bin)")]
    [InlineData("ln -s deep/hook bin/link; chmod u+s bin/deep/hook", "bin", "it has the setuid or setgid bit")]
    [InlineData("ln -s deep bin/link", "bin", "it is not a regular file")]
    [InlineData("ln -s /proc/self/cwd/bin/sh bin/link", "bin", "the procfs link /proc/self leads elsewhere in each process")]
    [InlineData("ln -s loop loop; ln -s deep/hook bin/link", "loop bin", null)]
    public void A_link_of_roots_is_followed_to_a_program_below_a_trusted_directory(string change, string trusted, string? fault)
    {
        Shell.Run("sh", ["-ec", $"umask 022; cd {_scratch.Path}; {change.Replace("{S}", _scratch.Path, StringComparison.Ordinal)}"]);

        Fault("bin/link", [.. trusted.Split(' ').Select(name => _scratch[name])]).Should().Be(fault?.Replace("{S}", _scratch.Path, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("bin/deep", "bin")]
    [InlineData("bin", "bin/deep")]
    public void A_directory_below_a_trusted_one_may_be_a_link(string first, string second)
    {
        Directory.Move(_scratch["bin/deep"], _scratch["bin/d"]);
        Directory.CreateSymbolicLink(_scratch["bin/deep"], "d");

        Fault("bin/deep/hook", _scratch[first], _scratch[second]).Should().BeNull();
    }

    [Fact]
    public void A_trusted_directory_that_the_distribution_links_is_followed() => FaultOf("/bin/sleep", "/bin").Should().BeNull();

    [Fact]
    public void The_shell_of_the_distribution_is_followed() => FaultOf("/bin/sh", "/usr/bin", "/bin").Should().BeNull();

    [Fact]
    public void The_program_of_a_process_is_looked_up_by_its_own_name()
    {
        using var sleep = Shell.Start("/bin/sleep", ["1000"]);
        try
        {
            SpinWait.SpinUntil(() => File.ResolveLinkTarget($"/proc/{sleep.Id}/exe", false)!.Name == "sleep", TimeLimit.OfAProgram).Should().BeTrue();
            FaultOf($"/proc/{sleep.Id}/exe", "/usr/bin").Should().BeNull();
            FaultOf($"/proc/{sleep.Id}/exe", "/opt").Should().Be("it is not below a trusted directory (/opt)");
        }
        finally
        {
            sleep.Kill();
        }
    }

    [Fact]
    public void What_has_the_name_of_a_removed_program_is_not_what_the_process_runs()
    {
        Shell.Run("cp", ["/bin/sleep", _scratch["bin/hook"]]);
        using var sleep = Shell.Start(_scratch["bin/hook"], ["60"]);
        try
        {
            Eventually(() => File.ResolveLinkTarget($"/proc/{sleep.Id}/exe", false)!.FullName == _scratch["bin/hook"]);
            FaultOf($"/proc/{sleep.Id}/exe", _scratch["bin"]).Should().BeNull();
            File.Delete(_scratch["bin/hook"]);
            FaultOf($"/proc/{sleep.Id}/exe", _scratch["bin"]).Should().Be($"it cannot be opened: {Errno.Message(Errno.ENOENT)}");
            _scratch.Program("bin/hook (deleted)");
            FaultOf($"/proc/{sleep.Id}/exe", _scratch["bin"]).Should()
                .Be($"the process runs a file other than {_scratch["bin/hook (deleted)"]}, the target of /proc/{sleep.Id}/exe");
        }
        finally
        {
            sleep.Kill();
        }
    }

    [Theory]
    [InlineData("/proc/self/exe", "the procfs link /proc/self leads elsewhere in each process")]
    [InlineData("/proc/{0}/exe/x", "the procfs link /proc/{0}/exe leads elsewhere in each process")]
    [InlineData("/proc/+{0}/exe", "it cannot be opened: No such file or directory")]
    [InlineData("/proc/{0}/cwd", "the procfs link /proc/{0}/cwd leads elsewhere in each process")]
    [InlineData("proc/{0}/exe", "its path is not absolute")]
    public void Only_the_program_of_a_numbered_process_is_looked_up_otherwise(string path, string fault) =>
        FaultOf(string.Format(null, path, Environment.ProcessId), "/proc").Should().Match(string.Format(null, fault, Environment.ProcessId));

    private static void Eventually(Func<bool> condition)
    {
        while (!condition())
        {
            Thread.Sleep(1);
        }
    }

    private string? Fault(string name, params string[] trusted) => FaultOf(_scratch[name], trusted is [] ? [_scratch["bin"]] : trusted);

    private static string? FaultOf(string path, params string[] trusted)
    {
        try
        {
            new HookProgram(path, trusted.ToImmutableArray()).Open().Dispose();
            return null;
        }
        catch (InterceptorException e)
        {
            return e.Message;
        }
    }
}
