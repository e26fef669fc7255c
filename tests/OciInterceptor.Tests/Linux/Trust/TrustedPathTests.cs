using OciInterceptor.Linux;
using OciInterceptor.Linux.Trust;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Linux.Trust;

/// <summary>A path is followed name by name, as the kernel does, in a directory that only its owner can write.</summary>
public sealed class TrustedPathTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();

    public TrustedPathTests() => Shell.Run("sh", ["-ec", $"umask 022; mkdir -p {_scratch["bin/deep"]}; : > {File}; chmod 0755 {File} {_scratch.Path}"]);

    private string File => _scratch["bin/deep/file"];

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("bin/./deep//file", null)]
    [InlineData("bin/../bin/deep/../deep/file", null)]
    [InlineData("../../../../../../../../..{S}/bin/deep/file", null)]
    [InlineData("bin/deep/file/", "Not a directory")]
    [InlineData("bin/deep/file/.", "Not a directory")]
    [InlineData("bin/deep/file/../file", "Not a directory")]
    [InlineData("bin/none/../deep/file", "{ENOENT}")]
    public void A_path_means_what_it_means_to_the_kernel(string path, string? fault) =>
        Fault(() => TrustedFile.Read($"{_scratch.Path}/{Named(path)}", 10)).Should().Be(Named(fault));

    /// <summary>Two dots behind a link lead to the directory above its target, not to the one that has the link.</summary>
    [Theory]
    [InlineData("l/../other", "{S}/bin/other")]
    [InlineData("l/file/../../other", "Not a directory")]
    [InlineData("bin/deep/../../w/other", "its directory {S}/w is writable by group or others")]
    [InlineData("w/../bin/deep/file", "its directory {S}/w is owned by user 4711, want root or the effective user", "chown 4711 w")]
    [InlineData("s/../bin/deep/file", "{S}/bin/deep/file")]
    [InlineData("w/./other", "its directory {S}/w is writable by group or others", "chmod 1777 w")]
    [InlineData("root/..{S}/bin/other", "{S}/bin/other")]
    [InlineData("absolute/other", "{S}/bin/other")]
    [InlineData("../../../../../../../../../../..{S}/w/other", "its directory {S}/w is writable by group or others")]
    public void One_dot_is_the_directory_and_two_are_the_one_above(string path, string result, string change = ":")
    {
        Shell.Run("sh", ["-ec", $"cd {_scratch.Path}; ln -s bin/deep l; ln -s / root; ln -s $PWD/bin absolute; mkdir w s; for f in other bin/other bin/deep/file w/other; do printf %s $PWD/$f >$f; done; chmod 777 w; {change}"]);

        Fault(() => Read($"{_scratch.Path}/{Named(path)}"), $"cannot trust {_scratch.Path}/{Named(path)}: ").Should().Be(Named(result));
    }

    /// <summary>As many as the kernel follows (path_resolution(7)).</summary>
    [Theory]
    [InlineData(40, null)]
    [InlineData(41, "Too many levels of symbolic links")]
    public void Forty_symlinks_are_followed(int links, string? fault)
    {
        Shell.Run("sh", ["-ec", $"cd {_scratch.Path}; ln -s bin/deep/file l0; i=1; while [ $i -lt {links} ]; do ln -s l$((i - 1)) l$i; i=$((i + 1)); done"]);

        Fault(() => TrustedFile.Read(_scratch[$"l{links - 1}"], 10)).Should().Be(fault);
    }

    private static string Read(string path) => System.Text.Encoding.UTF8.GetString(TrustedFile.Read(path, 4096));

    private string? Named(string? text) => text?.Replace("{S}", _scratch.Path, StringComparison.Ordinal)
        .Replace("{ENOENT}", Errno.Message(Errno.ENOENT), StringComparison.Ordinal);

    private static string? Fault(Action use) => Fault(() =>
    {
        use();
        return null;
    });

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
