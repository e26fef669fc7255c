using System.Diagnostics;
using OciInterceptor.Tests.Documentation;

namespace OciInterceptor.Tests.Rules.Seccomp;

/// <summary>build/seccomp-news.sh, which says what a newer filter of an engine has.</summary>
public sealed class SeccompNewsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("moby-0.2.4-facts.json", "docker-default")]
    [InlineData("containerd-2.3.1-facts.json", "containerd-default")]
    [InlineData("container-libs-7a5bc89e-facts.json", "podman-default")]
    public void There_is_nothing_new_in_the_filter_that_is_followed(string facts, string name) =>
        Run(BuiltInFilterTests.PathOf(facts), name).Should().Be((0, $"nothing new for {name}\n"));

    [Fact]
    public void What_is_new_gone_or_different_is_named()
    {
        var newer = File.ReadAllText(BuiltInFilterTests.PathOf("moby-0.2.4-facts.json"))
            .Replace("\"accept4\", ", "\"brand_new\", ", StringComparison.Ordinal)
            .Replace("\"value\": 8,", "\"value\": 9,", StringComparison.Ordinal)
            .Replace("{\"caps\": [\"CAP_SYS_BOOT\"]}", "{\"caps\": [\"CAP_SYS_TIME\"]}", StringComparison.Ordinal)
            .Replace("\"errnoRet\": 38", "\"errnoRet\": 1", StringComparison.Ordinal);

        var (exit, output) = Run(_directory.File("newer.json", newer), "docker-default");

        exit.Should().Be(1);
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().Contain(
            "gone: accept4: errno 1 there, allow here",
            "new: brand_new: allow there, errno 38 here",
            "different: personality(8): errno 1 there, allow here",
            "different: personality(9): allow there, errno 38 here",
            "different: reboot: allow there, errno 1 here (amd64 with CAP_SYS_TIME, arm64 with CAP_SYS_TIME)")
            .And.ContainMatch("different: clone3: errno 1 there, errno 38 here (*").And.EndWith("7 differences from docker-default");
    }

    [Theory]
    [InlineData("{}", "docker-default", "has no \"syscalls\"")]
    [InlineData("null", "docker-default", "has no \"syscalls\"")]
    [InlineData("package seccomp", "docker-default", "seccomp-news.sh: cannot read /")]
    [InlineData("{\"syscalls\":[]}", "docker", "unknown filter docker: want docker-default, containerd-default, podman-default")]
    public void What_cannot_be_compared_is_an_error(string upstream, string name, string message)
    {
        var (exit, output) = Run(_directory.File("upstream.json", upstream), name);

        exit.Should().Be(2);
        output.Should().Contain(message);
    }

    private static (int Exit, string Output) Run(string upstream, string name)
    {
        var start = new ProcessStartInfo(Path.Combine(RepositoryTree.Root, "build/seccomp-news.sh"), [upstream, name]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
