using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Docker;

/// <summary>The flag --oi-readonly-networking-mounts, seen from inside.</summary>
[Collection(DockerSuite.Name)]
public sealed class NetworkFilesTests(DockerDaemons docker)
{
    private const string TryToWrite =
        "for f in hosts hostname resolv.conf; do (echo 6.6.6.6 added >> /etc/$f) 2>&-; echo $f $?; grep -c '^6.6.6.6 added$' /etc/$f; done";

    [Theory]
    [InlineData(Route.NamedRuntime)]
    [InlineData(Route.DefaultRuntime)]
    public void They_refuse_a_write_with_the_flag(Route route) =>
        docker[route].Run(0, TryToWrite + "; true").OutputText.Should().Be("hosts 1\n0\nhostname 1\n0\nresolv.conf 1\n0\n");

    [Fact]
    public void They_take_a_write_by_plain_runc() => TakesWrites(docker[Route.Runc]);

    [Fact]
    public void They_take_a_write_without_the_flag() => TakesWrites(docker[RegisteredRuntimes.NoFlags]);

    [Theory]
    [InlineData("--network", "host")]
    [InlineData("--cap-add", "SYS_ADMIN", "--security-opt", "apparmor=unconfined")]
    [InlineData("--user", "1000")]
    [InlineData("--read-only")]
    public void They_refuse_a_write_whatever_the_container_is_given(params string[] options) =>
        docker[Route.NamedRuntime].Run(0, TryToWrite + "; true", options).OutputText.Should().Be("hosts 1\n0\nhostname 1\n0\nresolv.conf 1\n0\n");

    [Fact]
    public void They_refuse_a_write_by_exec_too()
    {
        using var container = docker[Route.NamedRuntime].Start(Container.Wait);
        container.Exec(1, "echo added >> /etc/hosts");
    }

    [Fact]
    public void They_stay_readable_and_true()
    {
        var result = docker[Route.NamedRuntime].Run(0, "cat /etc/hostname; grep -c '^127.0.0.1.localhost' /etc/hosts; cat /etc/resolv.conf; echo",
            "--hostname", "inside", "--dns", "10.9.8.7");
        result.OutputText.Should().StartWith("inside\n1\n").And.Contain("nameserver 10.9.8.7\n");
    }

    [Fact]
    public void A_bind_of_the_users_own_over_them_takes_writes_by_plain_runc()
    {
        var file = docker.Files.Write("control-hosts", "mine\n");
        docker[Route.Runc].Run(0, "cat /etc/hosts; echo added >> /etc/hosts", "--volume", file + ":/etc/hosts").OutputText.Should().Be("mine\n");
        File.ReadAllText(file).Should().Be("mine\nadded\n");
    }

    [Theory]
    [InlineData(Route.NamedRuntime, "")]
    [InlineData(Route.NamedRuntime, ":rw")]
    [InlineData(Route.NamedRuntime, ":ro")]
    [InlineData(Route.DefaultRuntime, "")]
    public void A_bind_of_the_users_own_over_them_is_read_only_too(Route route, string mode)
    {
        var file = docker.Files.Write("own-hosts", "mine\n");
        docker[route].Run(1, "cat /etc/hosts; echo added >> /etc/hosts", "--volume", file + ":/etc/hosts" + mode).OutputText.Should().Be("mine\n");
        File.ReadAllText(file).Should().Be("mine\n");
    }

    [Fact]
    public void Docker_shows_a_bind_over_them_as_it_wrote_it()
    {
        var file = docker.Files.Write("shown-hosts", "mine\n");
        using var container = docker[Route.NamedRuntime].Start(Container.Wait, "--volume", file + ":/etc/hosts");
        container.Exec(1, "echo added >> /etc/hosts");
        container.Inspect("{{range .Mounts}}{{.Destination}} {{.RW}}{{end}}").Should().Be("/etc/hosts true");
    }

    [Fact]
    public void Other_binds_stay_writable()
    {
        var file = docker.Files.Write("other", "before\n");
        docker[Route.NamedRuntime].Run(0, "echo added >> /etc/hosts.allow", "--volume", file + ":/etc/hosts.allow");
        File.ReadAllText(file).Should().Be("before\nadded\n");
    }

    private static void TakesWrites(DockerRuntime runtime) =>
        runtime.Run(0, TryToWrite).OutputText.Should().Be("hosts 0\n1\nhostname 0\n1\nresolv.conf 0\n1\n");
}
