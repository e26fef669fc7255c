namespace OciInterceptor.IntegrationTests.Docker;

/// <summary>The flags --oi-env and --oi-env-force, seen from inside.</summary>
[Collection(DockerSuite.Name)]
public sealed class EnvironmentTests(DockerDaemons docker)
{
    private const string Show = "echo $DEFAULT $FORCED ${EMPTY-unset}. $IMAGE";

    [Fact]
    public void By_plain_runc_only_the_image_and_the_user_set_variables() =>
        docker[Route.Runc].Run(0, Show, "--env", "FORCED=by-user").OutputText.Should().Be("by-user unset. from-image\n");

    [Fact]
    public void A_default_is_set_where_nothing_is_and_a_forced_one_is_set() =>
        docker[RegisteredRuntimes.Environment].Run(0, Show).OutputText.Should().Be("by-rule by-rule . from-image\n");

    [Fact]
    public void A_default_does_not_override_and_a_forced_one_does() =>
        docker[RegisteredRuntimes.Environment].Run(0, Show, "--env", "DEFAULT=by-user", "--env", "FORCED=by-user", "--env", "EMPTY=full").OutputText
            .Should().Be("by-user by-rule full. from-image\n");

    [Fact]
    public void The_rule_sets_no_variable_twice() =>
        docker[RegisteredRuntimes.Environment].Run(0, "tr '\\0' '\\n' < /proc/1/environ; true", "--env", "FORCED=by-user").OutputText
            .Split('\n').Where(line => line.StartsWith("FORCED=", StringComparison.Ordinal)).Should().Equal("FORCED=by-rule");

    [Fact]
    public void Docker_shows_the_variables_that_it_wrote_itself()
    {
        using var container = docker[RegisteredRuntimes.Environment].Start(Container.Wait, "--env", "FORCED=by-user");
        container.Exec(0, Show).OutputText.Should().Be("by-rule by-rule . from-image\n");
        container.Inspect("{{json .Config.Env}}").Should().Contain("FORCED=by-user").And.NotContain("by-rule");
    }

    [Fact]
    public void Exec_is_under_the_same_rule()
    {
        using var container = docker[RegisteredRuntimes.Environment].Start(Container.Wait);
        container.Exec(0, Show).OutputText.Should().Be("by-rule by-rule . from-image\n");
        container.Exec(0, Show, "--env", "DEFAULT=by-user", "--env", "FORCED=by-user").OutputText.Should().Be("by-user by-rule . from-image\n");
    }
}
