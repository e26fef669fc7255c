using OciInterceptor.Collections;
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
        FaultOf("hook", "/").Should().Be("its path is not absolute");
    }

    [Fact]
    public void A_trusted_directory_that_the_distribution_links_is_followed() => FaultOf("/bin/sleep", "/bin").Should().BeNull();

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
