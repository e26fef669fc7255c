using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Docker;

/// <summary>Law 6: errors reach the person, also one who only typed `docker run`.</summary>
[Collection(DockerSuite.Name)]
public sealed class DockerErrorTests(DockerDaemons docker)
{
    /// <summary>Which docs/troubleshooting.md tells people to look for.</summary>
    [Fact]
    public void A_message_of_the_runtime_comes_after_words_of_Docker() => docker.Plain.BeforeAMessage.Should().Contain("OCI runtime create failed: ");

    [Fact]
    public void A_missing_runtime_is_named() => Refused("oi-no-runtime").Should().Contain(docker.Runtimes.Missing);

    [Fact]
    public void A_runtime_that_is_nowhere_on_the_path_is_named_with_where_it_was_looked_for() =>
        Refused("oi-no-name").Should().Contain("no-such-runtime").And.Contain("/usr/bin");

    [Fact]
    public void A_runtime_that_is_not_executable_is_named() => Refused("oi-not-executable").Should().Contain(docker.Runtimes.NotExecutable);

    [Fact]
    public void A_runtime_that_is_the_interceptor_itself_is_refused() => Refused("oi-itself").Should().Contain(PublishedBinary.Path);

    [Fact]
    public void A_path_with_no_other_runtime_than_the_interceptor_is_refused() => Refused("oi-alone-on-path").Should().Contain("runc");

    [Fact]
    public void A_rule_without_an_equals_sign_is_shown() => Refused("oi-bad-env").Should().Contain("--oi-env").And.Contain("MALFORMED");

    [Fact]
    public void An_unknown_flag_is_shown_with_the_way_to_the_help() => Refused("oi-unknown-flag").Should().Contain("--oi-nonsense").And.Contain("--oi-help");

    [Fact]
    public void A_flag_whose_value_is_the_engines_own_argument_is_refused() => Refused("oi-no-value").Should().Contain("--oi-env-force");

    [Fact]
    public void A_document_that_is_not_JSON_is_shown_with_line_and_column() =>
        Refused("oi-spoilt-document").Should().Contain("/config.json:2:15: ");

    [Fact]
    public void A_missing_document_is_named() => Refused("oi-no-document").Should().Contain("/config.json");

    [Fact]
    public void A_container_that_was_refused_can_be_removed_and_leaves_no_process()
    {
        docker.Plain.Exited(125, docker.Plain.Command("run", "--name", "refused", "--runtime", "oi-no-runtime", BusyboxImage.Name, "true"));
        docker.Plain.Docker("inspect", "--format", "{{.State.Status}} {{.State.Pid}}", "refused").OutputText.Should().Be("created 0\n");
        docker.Plain.Docker("rm", "refused");
    }

    [Fact]
    public void The_interceptor_first_on_the_path_finds_the_runtime_behind_it() =>
        docker[RegisteredRuntimes.ItselfFirstOnPath].Run(42, "grep -c ' /etc/hosts ro,' /proc/self/mountinfo; exit 42").OutputText.Should().Be("1\n");

    private string Refused(string runtime) => docker[runtime].Refused();
}
