using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Commands;

/// <summary>oi-test of the published binary.</summary>
public sealed class PolicyTestTests : IDisposable
{
    private const string Policy = """{"rules":[{"name":"zone","type":"env","default":{"TZ":"UTC"}}]}""";
    private const string Tests = """{"policy":"web.json","tests":[{"name":"zone","document":"docker","expect":{"rules":["zone"],"golden":"whole.json"}}]}""";

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    /// <summary>Each document and profile is in the binary, and is found in it without reflection over types.</summary>
    [Fact]
    public void The_profiles_tests_pass_and_reach_all_of_them()
    {
        var profiles = Path.Combine(PublishedBinary.RepositoryRoot(), "src/OciInterceptor/Policy/Profiles");

        PublishedBinary.Call("oi-test", profiles, "--coverage-threshold", "100").Run().Succeeded()
            .OutputText.Should().Contain(" 0 failed, 0 errors\ncoverage 100 % ");
    }

    [Fact]
    public void The_exit_code_tells_whether_a_test_failed_and_a_golden_file_is_written()
    {
        _scratch.Write("web.json", Policy);
        _scratch.Write("web.test.json", Tests);

        PublishedBinary.Call("oi-test", _scratch.Path).Run().Exited(1).OutputText.Should().Contain("; --update writes it\n");
        PublishedBinary.Call("oi-test", _scratch.Path, "--update").Run().Succeeded().OutputText.Should().StartWith("updated ");
        PublishedBinary.Call("oi-test", _scratch.Path, "--output", "tap").Run().Succeeded().OutputText.Should().StartWith("TAP version 14\n1..1\nok 1 - ");
        _scratch.Write("web.json", Policy.Replace("UTC", "GMT", StringComparison.Ordinal));
        var failed = PublishedBinary.Call("oi-test", _scratch.Path).Run().Exited(1);
        failed.OutputText.Should().Contain("+      \"TZ=GMT\"\n");
        failed.ErrorText.Should().BeEmpty();
    }

    [Fact]
    public void Watched_tests_run_again_after_a_change_until_the_command_is_interrupted()
    {
        _scratch.Write("web.json", Policy);
        _scratch.Write("web.test.json", Tests.Replace(",\"golden\":\"whole.json\"", "", StringComparison.Ordinal));
        using var watch = PublishedBinary.Call("oi-test", _scratch.Path, "--watch").Start();
        Eventually.Holds("the tests have run", () => watch.OutputText.Contains("1 test: 1 passed", StringComparison.Ordinal));

        _scratch.Write("web.json", Policy.Replace("zone", "time", StringComparison.Ordinal));

        Eventually.Holds("they have run again", () => watch.OutputText.Contains("web.json has changed.\n\nerror ", StringComparison.Ordinal) && watch.OutputText.Contains("1 error\n", StringComparison.Ordinal));
        watch.HasExited.Should().BeFalse();
        watch.Signal("INT");
        watch.Wait().ExitCode.Should().NotBe(0);
    }
}
