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

    // rwx for the owner and for user 4711, r-x for the group and others; the mode then says g+w.
    private const string Opened = "setfattr -n system.posix_acl_access -v 0x0200000001000700ffffffff020007006712000004000500ffffffff10000700ffffffff20000500ffffffff";

    // The same with a mask of r-x, which keeps the user from writing.
    private const string Masked = "setfattr -n system.posix_acl_access -v 0x0200000001000700ffffffff020007006712000004000500ffffffff10000500ffffffff20000500ffffffff";

    [Theory]
    [InlineData(Opened + " bin/deep/hook", "it is writable for its group, and has an access control list, which may name others")]
    [InlineData(Opened + " bin/deep", "{S}/bin/deep on its way is writable for its group, and has an access control list, which may name others")]
    [InlineData(Masked + " bin/deep/hook", null)]
    [InlineData("chmod o+w bin/deep/hook", "it is writable by everybody")]
    [InlineData("chgrp 7 bin/deep/hook; chmod g+w bin/deep/hook", "it is writable by group 7, which is not root's")]
    [InlineData("chgrp 0 bin/deep/hook; chmod g+w bin/deep/hook", null)]
    [InlineData("chmod 0644 bin/deep/hook", "it is not executable")]
    [InlineData("chmod u+s bin/deep/hook", "it has the setuid or setgid bit")]
    [InlineData("chmod g+s bin/deep/hook", "it has the setuid or setgid bit")]
    [InlineData("chown 4711 bin/deep/hook", "it is owned by user 4711, neither root nor the caller")]
    [InlineData("mv bin/deep/hook bin/real; ln -s ../real bin/deep/hook", "it is a symbolic link")]
    [InlineData("rm bin/deep/hook; mkfifo bin/deep/hook", "it is not a regular file")]
    [InlineData("rm bin/deep/hook", "it cannot be looked at: No such file or directory")]
    [InlineData("chmod o+w bin/deep", "{S}/bin/deep on its way is writable by everybody")]
    [InlineData("chmod 1777 bin/deep", "{S}/bin/deep on its way is writable by everybody")]
    [InlineData("chmod 1777 bin", null)]
    [InlineData("chmod 0777 bin", "{S}/bin on its way is writable by everybody")]
    [InlineData("chgrp 7 bin/deep; chmod g+w bin/deep", "{S}/bin/deep on its way is writable by group 7, which is not root's")]
    [InlineData("chown 4711 bin", "{S}/bin on its way is owned by user 4711, neither root nor the caller")]
    [InlineData("mv bin/deep bin/d; ln -s d bin/deep", "{S}/bin/deep on its way is a symbolic link")]
    [InlineData("mv bin b; ln -s b bin", null)]
    [InlineData("mv bin b; ln -s b bin; chown -h 4711 bin", "{S}/bin on its way is owned by user 4711, neither root nor the caller")]
    [InlineData("mv bin b; ln -s b bin; chmod 0777 b", "{S}/b on its way is writable by everybody")]
    public void Each_check_refuses_what_violates_it(string change, string? fault)
    {
        Shell.Run("sh", ["-ec", $"cd {_scratch.Path}; {change}"]);

        Fault("bin/deep/hook").Should().Be(fault?.Replace("{S}", _scratch.Path, StringComparison.Ordinal));
    }

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
        using var sleep = Shell.Start("/bin/sleep", ["60"]);
        try
        {
            Eventually(() => Path.GetFileName(File.ResolveLinkTarget($"/proc/{sleep.Id}/exe", false)!.Name) == "sleep");
            FaultOf($"/proc/{sleep.Id}/exe", "/usr/bin").Should().BeNull();
            FaultOf($"/proc/{sleep.Id}/exe", "/opt").Should().Be("it is not below a trusted directory (/opt)");
        }
        finally
        {
            sleep.Kill();
        }
    }

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
