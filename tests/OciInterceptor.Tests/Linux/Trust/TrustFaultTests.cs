using OciInterceptor.Linux.Trust;

namespace OciInterceptor.Tests.Linux.Trust;

public sealed class TrustFaultTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(":", null)]
    [InlineData("chmod g+w bin/runc", "it is writable by group or others")]
    [InlineData("chown 4711 bin/runc", "it is owned by user 4711, want root or the effective user")]
    [InlineData("chmod a-x bin/runc", "it is not executable")]
    [InlineData("chmod o+w bin", "its directory {0}/bin is writable by group or others")]
    [InlineData("chmod 1777 bin", "its directory {0}/bin is writable by group or others")]
    [InlineData("chown 4711 bin", "its directory {0}/bin is owned by user 4711, want root or the effective user")]
    [InlineData("mv bin/runc real; ln -s ../real bin/runc", null)]
    [InlineData("mkdir open; chmod 777 open; mv bin/runc open/real; ln -s ../open/real bin/runc", "its directory {0}/open is writable by group or others")]
    [InlineData("rm bin/runc", "it cannot be examined: No such file or directory")]
    public void A_program_is_as_trusted_as_all_that_leads_to_it(string change, string? fault)
    {
        Shell.Run("sh", ["-ec", $"cd {_directory.Path}; umask 022; chmod 755 .; mkdir bin; : > bin/runc; chmod 755 bin/runc; {change}"]);

        TrustFault.Of(TrustPolicy.Program, _directory["bin/runc"]).Should().Be(fault is null ? null : string.Format(null, fault, _directory.Path));
    }
}
