namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>The condition mountSource: every way to Docker's socket is found, and nothing else.</summary>
[Collection(PolicySuite.Name)]
public sealed class MountSourceTests(PolicyDocker docker)
{
    private const string Message = "the engine's socket stays out";

    [Attack("Other names of a path")]
    [Theory]
    [InlineData("/var/run/docker.sock")]
    [InlineData("/run/docker.sock")]
    [InlineData("/run/../var/run/./docker.sock")]
    [InlineData("/run")]
    [InlineData("/run/")]
    [InlineData("/var/run")]
    [InlineData("/var")]
    [InlineData("/")]
    public void A_bind_that_gives_the_socket_away_is_denied(string source)
    {
        docker.Directory.Is(docker.Observed.Json);
        docker.Refused("--mount", $"type=bind,source={source},target=/x,readonly").Should().Contain(Message).And.Contain("no-engine-socket");
    }

    [Attack("Other names of a path")]
    [Theory]
    [InlineData("/run/docker.sock")]
    [InlineData("/run")]
    [InlineData("/")]
    public void A_link_on_the_host_to_it_is_denied(string target)
    {
        var link = docker.Files["link-" + target.Replace('/', '-')];
        File.CreateSymbolicLink(link, target);
        docker.Directory.Is(docker.Observed.Json);
        docker.Refused("--mount", $"type=bind,source={link},target=/x").Should().Contain(Message);
    }

    [Attack("Other names of a path")]
    [Fact]
    public void A_path_through_a_link_of_a_directory_is_denied()
    {
        var link = docker.Files["through"];
        File.CreateSymbolicLink(link, "/var/run");
        docker.Directory.Is(docker.Observed.Json);
        docker.Refused("--mount", $"type=bind,source={link}/docker.sock,target=/x").Should().Contain(Message);
    }

    [Attack("Other names of a path")]
    [Theory]
    [InlineData("/run")]
    [InlineData("/var/run")]
    [InlineData("/var")]
    public void A_named_volume_that_is_a_bind_of_it_is_denied(string device)
    {
        var name = "volume" + device.Replace('/', '-');
        docker.Directory.Is(docker.Observed.Json);
        docker[null].Daemon.Docker("volume", "create", "--opt", "type=none", "--opt", "o=bind", "--opt", "device=" + device, name);
        docker.Refused("--mount", $"type=volume,source={name},target=/x").Should().Contain(Message);
        docker[null].Daemon.Docker("volume", "rm", name);
    }

    [Theory]
    [InlineData("/run/docker.sock.d")]
    [InlineData("/run/dock")]
    [InlineData("/var/lib")]
    [InlineData("/etc/hostname")]
    public void A_bind_of_something_else_is_not(string source)
    {
        docker.Directory.Is(docker.Observed.Json);
        docker[PolicyDocker.ByFile].Run(0, "test -e /x", "--mount", $"type=bind,source={source},target=/x,readonly");
    }

    [Fact]
    public void A_file_of_the_same_name_elsewhere_is_not_and_neither_is_a_plain_volume()
    {
        var other = docker.Files.Write("docker.sock", "");
        docker.Directory.Is(docker.Observed.Json);
        docker[PolicyDocker.ByFile].Run(0, "test -e /x && test -d /y && test -d /z",
            "--mount", $"type=bind,source={other},target=/x", "--volume", "plain:/y", "--tmpfs", "/z", "--mount", "type=bind,source=/var/lib,target=/run/docker.sock.d");
    }
}
