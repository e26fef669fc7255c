using OciInterceptor.Linux.Trust;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Linux.Trust;

/// <summary>Each file is DIR/bin/deep/file, which can be trusted.</summary>
public sealed class TrustedFileTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();

    public TrustedFileTests() => Shell.Run("sh", ["-ec", $"umask 022; mkdir -p {_scratch["bin/deep"]}; : > {File}; chmod 0755 {File} {_scratch.Path}"]);

    private string File => _scratch["bin/deep/file"];

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(2048, null)]
    [InlineData(2049, "cannot read {S}/bin/deep/file: it is larger than 2 KiB")]
    public void A_file_is_read_up_to_a_bound(int size, string? fault)
    {
        System.IO.File.WriteAllBytes(File, new byte[size]);

        Fault(() => TrustedFile.Read(File, 2048).Should().HaveCount(size)).Should().Be(Named(fault));
    }

    [Fact]
    public void A_relative_path_begins_in_the_working_directory() =>
        Fault(() => TrustedFile.Read(Path.GetRelativePath(Environment.CurrentDirectory, File), 10)).Should().BeNull();

    /// <summary>The kernel names a removed file "NAME (deleted)", which anybody may call a file of theirs.</summary>
    [Theory]
    [InlineData(":")]
    [InlineData("printf other > 'bin/deep/file (deleted)'")]
    public void A_file_that_is_not_the_one_meant_is_not_read_in_its_place(string change)
    {
        using var open = System.IO.File.OpenRead(File);
        Shell.Run("sh", ["-ec", $"cd {_scratch.Path}; rm bin/deep/file; {change}"]);
        var path = $"/proc/self/fd/{open.SafeFileHandle.DangerousGetHandle()}";

        Fault(() => TrustedFile.Read(path, 10)).Should().Be($"cannot trust {path}: it keeps being replaced");
    }

    [Fact]
    public void A_pipe_of_a_process_is_no_policy()
    {
        using var pipe = new OciInterceptor.Linux.Files.Pipe();
        var path = $"/proc/self/fd/{pipe.Reading.DangerousGetHandle()}";

        Fault(() => TrustedFile.Read(path, 10)).Should().Be($"cannot trust {path}: it is not a regular file");
    }

    private string? Named(string? text) => text?.Replace("{S}", _scratch.Path, StringComparison.Ordinal);

    private static string? Fault(Action use)
    {
        try
        {
            use();
            return null;
        }
        catch (Exception e) when (e is InterceptorException or IOException)
        {
            return e.Message;
        }
    }
}
