using OciInterceptor.Evidence;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Linux.Trust;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Linux.Trust;

/// <summary>May a path be trusted? Each row is a change of DIR/bin/deep/file, which every policy trusts; each column what a policy says then.</summary>
public sealed class TrustTests : IDisposable
{
    // rwx for the owner and for user 4711, r-x for the group and others; the mode then says g+w.
    private const string Acl = "setfattr -n system.posix_acl_access -v 0x0200000001000700ffffffff020007006712000004000500ffffffff10000700ffffffff20000500ffffffff";

    // The same with a mask of r-x, which keeps the user from writing.
    private const string MaskedAcl = "setfattr -n system.posix_acl_access -v 0x0200000001000700ffffffff020007006712000004000500ffffffff10000500ffffffff20000500ffffffff";

    private const string FileWritable = "it is writable by group or others";
    private const string DeepWritable = "its directory {S}/bin/deep is writable by group or others";
    private const string BinWritable = "its directory {S}/bin is writable by group or others";
    private const string DirectoryWritable = "is writable by group or others";
    private const string Owned = "is owned by user 4711, want root or the effective user";
    private const string NotOurs = "is owned by user 4711, want the effective user 0";
    private const string NotRegular = "it is not a regular file";
    private const string Gone = "{ENOENT}";
    private const string Circle = "{ELOOP}";
    private const string NoDirectory = "{ENOTDIR}";
    private const string Cannot = "it cannot be opened: ";

    private readonly TemporaryDirectory _scratch = new();

    public TrustTests() => Shell.Run("sh", ["-ec", $"umask 022; mkdir -p {_scratch["bin/deep"]}; : > {File}; chmod 0755 {File} {_scratch.Path}"]);

    private string File => _scratch["bin/deep/file"];

    public void Dispose() => _scratch.Dispose();

    [Theory]
    //          change                                    policy file           hook program            program         its directory      log file
    [InlineData(":", null, null, null, null, null)]
    // the file's owner and mode
    [InlineData("chown 4711 bin/deep/file", "it " + Owned, "it " + Owned, Owned, null, NotOurs)]
    [InlineData("chgrp 7 bin/deep/file", null, null, null, null, null)]
    [InlineData("chgrp 7 bin/deep/file; chmod g+w bin/deep/file", FileWritable, FileWritable, DirectoryWritable, null, null)]
    [InlineData("chgrp 0 bin/deep/file; chmod g+w bin/deep/file", FileWritable, FileWritable, DirectoryWritable, null, null)]
    [InlineData("chmod o+w bin/deep/file", FileWritable, FileWritable, DirectoryWritable, null, null)]
    [InlineData(Acl + " bin/deep/file", FileWritable, FileWritable, DirectoryWritable, null, null)]
    [InlineData(MaskedAcl + " bin/deep/file", null, null, null, null, null)]
    [InlineData("chmod 0644 bin/deep/file", null, "it is not executable", "is not executable", null, null)]
    [InlineData("chmod 0700 bin/deep/file", null, null, null, null, null)]
    [InlineData("chmod 0610 bin/deep/file", null, null, null, null, null)]
    [InlineData("chmod 0601 bin/deep/file", null, null, null, null, null)]
    [InlineData("chmod +t bin/deep/file", null, null, null, null, null)]
    [InlineData("chmod u+s bin/deep/file", null, "it has the setuid or setgid bit", null, null, null)]
    [InlineData("chmod g+s bin/deep/file", null, "it has the setuid or setgid bit", null, null, null)]
    [InlineData("ln bin/deep/file bin/name", null, null, null, null, "has 2 hard links, want one")]
    // what is no file
    [InlineData("rm bin/deep/file", Gone, Cannot + Gone, Gone, null, Gone)]
    [InlineData("rm bin/deep/file; mkdir bin/deep/file", NotRegular, NotRegular, "is not a regular file", null, "is not a regular file")]
    [InlineData("rm bin/deep/file; mkfifo bin/deep/file", NotRegular, NotRegular, "is not a regular file", null, "is not a regular file")]
    [InlineData("rm bin/deep/file; ln -s /dev/null bin/deep/file", NotRegular, NotRegular,
        "is not a regular file", null, "is not a regular file")]
    // the directory's owner and mode
    [InlineData("chown 4711 bin/deep", "its directory {S}/bin/deep " + Owned, "its directory {S}/bin/deep " + Owned, null, Owned, null)]
    [InlineData("chgrp 7 bin/deep; chmod g+w bin/deep", DeepWritable, DeepWritable, null, DirectoryWritable, null)]
    [InlineData("chgrp 0 bin/deep; chmod g+w bin/deep", DeepWritable, DeepWritable, null, DirectoryWritable, null)]
    [InlineData("chmod o+w bin/deep", DeepWritable, DeepWritable, null, DirectoryWritable, null)]
    [InlineData("chmod 1777 bin/deep", DeepWritable, DeepWritable, null, DirectoryWritable, null)]
    [InlineData(Acl + " bin/deep", DeepWritable, DeepWritable, null, DirectoryWritable, null)]
    // those above it
    [InlineData("chown 4711 bin", "its directory {S}/bin " + Owned, "its directory {S}/bin " + Owned, null, null, null)]
    [InlineData("chmod 0777 bin", BinWritable, BinWritable, null, null, null)]
    [InlineData("chmod 1777 bin", null, null, null, null, null)]
    // symlinks: the file, its directory, the trusted directory
    [InlineData("mv bin/deep/file bin/real; ln -s ../real bin/deep/file", null, null, null, null, null)]
    [InlineData("mv bin/deep/file bin/real; ln -s ../real bin/deep/file; chown -h 4711 bin/deep/file", "the symlink {S}/bin/deep/file -> ../real " + Owned, "the symlink {S}/bin/deep/file -> ../real " + Owned, null, null, null)]
    [InlineData("mv bin/deep/file bin/real; ln -s ../real bin/deep/file; chmod o+w bin/real", FileWritable, FileWritable, DirectoryWritable, null, null)]
    [InlineData("mv bin/deep/file file; ln -s ../../file bin/deep/file", null, "it is a symlink to {S}/file, which is not below a trusted directory ({S}/bin)", null, null, null)]
    [InlineData("mv bin/deep bin/d; ln -s d bin/deep", null, null, null, null, null)]
    [InlineData("mv bin/deep d; ln -s ../d bin/deep", null, "it is a symlink to {S}/d/file, which is not below a trusted directory ({S}/bin)", null, null, null)]
    [InlineData("mv bin b; ln -s b bin", null, null, null, null, null)]
    [InlineData("mv bin b; ln -s $PWD/./b bin", null, null, null, null, null)]
    [InlineData("mv bin b; ln -s b bin; chown -h 4711 bin", "the symlink {S}/bin -> b " + Owned, "the symlink {S}/bin -> b " + Owned, null, null, null)]
    [InlineData("mv bin b; ln -s b bin; chmod 0777 b", "its directory {S}/b is writable by group or others", "its directory {S}/b is writable by group or others", null, null, null)]
    [InlineData("mkdir l; mv bin b; ln -s l/bin bin; ln -s ../b l/bin; chmod 0777 l", "its directory {S}/l is writable by group or others", "its directory {S}/l is writable by group or others", null, null, null)]
    [InlineData("mkdir l; mv bin b; ln -s l/bin bin; ln -s ../b l/bin; chmod 1777 l", null, null, null, null, null)]
    [InlineData("mkdir l; mv bin b; ln -s l/bin bin; ln -s ../b l/bin; chmod 1777 l; chown -h 4711 l/bin",
        "its directory {S}/l is writable by group or others", "its directory {S}/l is writable by group or others", null, null, null)]
    [InlineData("mkdir l; mv bin b; ln -s l/bin bin; ln -s ../b l/bin; chmod g+w l", "its directory {S}/l is writable by group or others", "its directory {S}/l is writable by group or others", null, null, null)]
    [InlineData("mkdir l; mv bin b; ln -s l/bin bin; ln -s ../b l/bin; chown 4711 l", "its directory {S}/l " + Owned, "its directory {S}/l " + Owned, null, null, null)]
    [InlineData("mkdir l; mv bin b; ln -s l/bin bin; mv b l/bin; chmod 1777 l", null, null, null, null, null)]
    [InlineData("mkdir l; mv bin b; ln -s l/bin bin; mv b l/bin; chmod 1777 l; chown 4711 l/bin",
        "its directory {S}/l is writable by group or others", "its directory {S}/l is writable by group or others", null, null, null)]
    [InlineData("mv bin b; ln -s .. up; ln -s up/../../../../../../../../..$PWD/b bin", null, null, null, null, null)]
    [InlineData("rm -r bin; ln -s missing bin", Gone, Cannot + Gone, Gone, Gone, Gone)]
    [InlineData("rm -r bin; ln -s bin bin", Circle, Cannot + Circle, Circle, Circle, Circle)]
    [InlineData("rm -r bin; : > bin", NoDirectory, Cannot + NoDirectory, NoDirectory, NoDirectory, NoDirectory)]
    public void Each_policy_has_its_verdict(string change, string? policyFile, string? hookProgram, string? program, string? runtimeDirectory, string? logFile)
    {
        Shell.Run("sh", ["-ec", $"umask 022; cd {_scratch.Path}; {change}"]);

        Fault(() => TrustedFile.Read(File, 10), $"cannot trust {File}: ").Should().Be(Named(policyFile));
        Fault(() => new HookProgram(File, [_scratch["bin"]]).Open().Dispose()).Should().Be(Named(hookProgram));
        Fault(() => TrustPolicy.Program.Fault(FileStatus.Of(File))).Should().Be(Named(program));
        Fault(() => TrustPolicy.RuntimeDirectory.Fault(FileStatus.Of(_scratch["bin/deep"]))).Should().Be(Named(runtimeDirectory));
        Fault(() => TrustPolicy.LogFile.Fault(FileStatus.Of(File))).Should().Be(Named(logFile));
    }

    /// <summary>The one who calls is trusted as root is; lines are appended to files of the caller alone.</summary>
    [Theory]
    [InlineData(0, 0, null, "is owned by user 0, want the effective user 4711")]
    [InlineData(4711, 4711, null, null)]
    [InlineData(0, 4711, null, null)]
    [InlineData(4711, 0, null, "is owned by user 0, want the effective user 4711")]
    [InlineData(0, 4712, "it is owned by user 4712, want root or the effective user", "is owned by user 4712, want the effective user 4711")]
    [InlineData(4712, 4711, "its directory {S}/bin/deep is owned by user 4712, want root or the effective user", null)]
    public void To_another_user_that_users_files_and_roots_can_be_trusted(int directory, int file, string? policyFile, string? logFile)
    {
        Shell.Run("sh", ["-ec", $"cd {_scratch.Path}; chmod 0755 bin bin/deep bin/deep/file; chown {directory} bin/deep; chown {file} bin/deep/file"]);

        Posix.AsUser(4711, () =>
        {
            Fault(() => TrustedFile.Read(File, 10), $"cannot trust {File}: ").Should().Be(Named(policyFile));
            Fault(() => TrustPolicy.LogFile.Fault(FileStatus.Of(File))).Should().Be(logFile);
        });
    }

    [Theory]
    [InlineData(":")]
    [InlineData("chmod g+w bin/deep")]
    [InlineData("chmod 1777 bin/deep")]
    [InlineData("chown 4711 bin/deep")]
    public void The_answer_ahead_of_the_NET_runtime_is_the_same(string change)
    {
        Shell.Run("sh", ["-ec", $"cd {_scratch.Path}; {change}"]);
        var status = FileStatus.Of(_scratch["bin/deep"]);

        Ownership.IsTrusted(status).Should().Be(TrustPolicy.RuntimeDirectory.Fault(status) is null);
    }

    [Theory]
    [InlineData("mv bin/deep/file bin/real; ln -s ../real bin/deep/file", Circle)]
    [InlineData("ln bin/deep/file bin/name", "{S}/bin/deep/file has 2 hard links, want one")]
    [InlineData("chmod 0644 bin/deep/file", null)]
    public void Lines_are_appended_to_what_the_policy_for_logs_takes(string change, string? fault)
    {
        Shell.Run("sh", ["-ec", $"cd {_scratch.Path}; {change}"]);

        Fault(() => AppendFile.Open(File).Dispose()).Should().Be(Named(fault));
    }

    private string? Named(string? fault) => fault?.Replace("{S}", _scratch.Path, StringComparison.Ordinal)
        .Replace(Gone, Errno.Message(Errno.ENOENT), StringComparison.Ordinal)
        .Replace(Circle, Errno.Message(Errno.ELOOP), StringComparison.Ordinal)
        .Replace(NoDirectory, Errno.Message(Errno.ENOTDIR), StringComparison.Ordinal);

    private static string? Fault(Action use, string prefix = "") => Fault(() =>
    {
        use();
        return null;
    }, prefix);

    private static string? Fault(Func<string?> use, string prefix = "")
    {
        try
        {
            return use();
        }
        catch (InterceptorException e)
        {
            e.Message.Should().StartWith(prefix);
            return e.Message[prefix.Length..];
        }
        catch (IOException e)
        {
            return e.Message;
        }
    }
}
