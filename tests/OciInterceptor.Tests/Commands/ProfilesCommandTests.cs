using OciInterceptor.Commands;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Rules.Seccomp;

namespace OciInterceptor.Tests.Commands;

public sealed class ProfilesCommandTests : IDisposable
{
    private const string Mine = "// mine\n{'rules':[{'type':'umask','value':'0077'},]}";

    private readonly CommandRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void All_profiles_are_listed_by_name_with_their_origin()
    {
        var mine = _run.Write("policies/profiles/mine.json", Mine);

        var lines = _run.Run(new ProfilesCommand()).Text().Split("\n\n")[0].Split('\n').Where(line => line[0] != ' ')
            .Select(line => line.Split("  ", 2)).ToDictionary(parts => parts[0], parts => parts[1]);

        lines.Keys.Should().BeEquivalentTo([.. BuiltInProfiles.Names, "mine"]).And.BeInAscendingOrder(StringComparer.Ordinal);
        lines["mine"].Should().Be($"({mine})");
        lines.Where(line => line.Key is not ("mine" or "shield")).Select(line => line.Value).Should().AllBe("(built in)");
        lines["shield"].Should().Be("(built in, of 2026-11-29)");
    }

    [Fact]
    public void A_profile_says_what_it_is_for()
    {
        _run.Write("policies/profiles/mine.json", "{'description': 'For\\u0007 us.', 'rules': []}");
        _run.Write("policies/profiles/silent.json", "{'rules': []}");
        _run.Write("policies/profiles/broken.json", "{");

        var text = _run.Run(new ProfilesCommand()).Text();

        text.Should().Contain("mine.json)\n    For").And.NotContain("\a").And.Contain("silent.json)\n\n").And.MatchRegex("broken.json\\)\nctf  \\(built in\\)\n    Challenges for people");
        text.Split("\n\n")[0].Split('\n').Count(line => line.StartsWith("    ", StringComparison.Ordinal)).Should().Be(BuiltInProfiles.Names.Length + 1);
        _run.Run(new ProfilesCommand(), "--output", "json").Text().Should().Contain("\"kind\": \"policy\",\n    \"description\": \"Challenges for people");
    }

    [Fact]
    public void A_profile_is_shown_as_it_stands()
    {
        _run.Write("policies/profiles/mine.json", Mine);

        _run.Run(new ProfilesCommand(), "mine").Text().Should().Be(Mine.Replace('\'', '"'));
    }

    [Fact]
    public void A_script_gets_json_without_comments()
    {
        var mine = _run.Write("policies/profiles/mine.json", Mine);

        _run.Run(new ProfilesCommand(), "mine", "--output", "json").Text().Should().Be("""
            {
              "rules": [
                {
                  "type": "umask",
                  "value": "0077"
                }
              ]
            }

            """);
        _run.Run(new ProfilesCommand(), "--output", "json").Text().Should().Contain($"\"name\": \"mine\",\n    \"origin\": \"{mine}\",\n    \"kind\": \"policy\"");
    }

    [Fact]
    public void Seccomp_filters_are_listed_with_their_source_and_a_date()
    {
        _run.Run(new ProfilesCommand()).Text().Should().EndWith($"""


            for "profile" of a seccomp rule, last compared with their sources on {BuiltInFilter.DateText}:
            containerd-default  (containerd 2.3.1, contrib/seccomp)
            docker-default  (moby/profiles seccomp/v0.2.4)
            podman-default  (container-libs 7a5bc89e215c, common/pkg/seccomp)

            """.TrimStart());
        _run.Run(new ProfilesCommand(), "--output", "json").Text().Should().Contain($$"""
              {
                "name": "docker-default",
                "origin": "built in",
                "kind": "seccomp",
                "source": "moby/profiles seccomp/v0.2.4",
                "date": "{{BuiltInFilter.DateText}}"
              },
            """);
    }

    [Fact]
    public void A_seccomp_filter_is_shown_unless_a_profile_has_its_name()
    {
        _run.Run(new ProfilesCommand(), "podman-default").Text().Should().StartWith("{\n  \"defaultAction\": \"SCMP_ACT_ERRNO\",\n  \"defaultErrnoRet\": 38,");

        _run.Write("policies/profiles/podman-default.json", Mine);
        _run.Run(new ProfilesCommand(), "podman-default").Text().Should().Be(Mine.Replace('\'', '"'));
    }

    [Fact]
    public void A_profiles_date_is_told()
    {
        var mine = _run.Write("policies/profiles/mine.json", "{'date':'2026-01-31','rules':[]}");
        _run.Write("policies/profiles/broken.json", "{'date':'today'}");

        _run.Run(new ProfilesCommand()).Text().Should().Contain($"  ({mine}, of 2026-01-31)\n").And.Contain("broken.json)\n");
        _run.Run(new ProfilesCommand(), "--output", "json").Text().Should().Contain("\"date\": \"2026-01-31\"").And.NotContain("today");
    }

    [Theory]
    [InlineData("none", "unknown profile none*")]
    [InlineData("../x", "invalid profile name \"../x\"*")]
    public void A_profile_that_is_not_there_is_an_error(string name, string message) =>
        _run.Invoking(run => run.Run(new ProfilesCommand(), name)).Should().Throw<InterceptorException>().WithMessage(message);
}
