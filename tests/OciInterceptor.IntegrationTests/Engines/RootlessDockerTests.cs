using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;
using OciInterceptor.IntegrationTests.Policies;

namespace OciInterceptor.IntegrationTests.Engines;

/// <summary>Root's policy, and root's registration, for the containers of somebody else's rootless Docker.</summary>
public sealed class RootlessDockerTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly PolicyDirectory _etc;
    private readonly string _program;

    public RootlessDockerTests()
    {
        _etc = new PolicyDirectory(_scratch);
        // Where the user can reach it.
        _program = Path.Combine(_scratch.MakeDirectory("bin"), "oci-interceptor");
        File.Copy(PublishedBinary.Path, _program);
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void The_policy_of_the_machine_holds_and_the_registration_goes_again_without_a_trace()
    {
        using var docker = new RootlessDocker(_scratch, _etc);
        var before = File.ReadAllBytes(docker.ConfigurationFile);
        docker.Docker("import", BusyboxImage.Make(_scratch), BusyboxImage.Name).Run().Succeeded();
        Look(docker).Should().Be("\n0\n");

        Own("--oi-readonly-networking-mounts", "--oi-env", "GREETING=hello", "oi-install", "docker", "--default", "--reload", "--config", docker.ConfigurationFile, "--link-dir", _scratch["bin"]);
        _etc.Write("config.json", """{ "rules": [{ "type": "deny", "message": "nobody is privileged here", "when": { "privileged": true } }] }""");

        Look(docker).Should().Be("hello\n1\n");
        Look(docker, "--runtime", "runc").Should().Be("\n0\n");
        Run(docker, "true", "--privileged").Exited(125).ErrorText.Should().Contain("oci-interceptor: denied by the rule \"deny\" (deny, /etc/oci-interceptor/config.json): nobody is privileged here");

        Own("oi-uninstall", "docker", "--reload");
        File.ReadAllBytes(docker.ConfigurationFile).Should().Equal(before);
        Directory.EnumerateFiles(_scratch["bin"]).Should().Equal(_program);
        Look(docker).Should().Be("\n0\n");
    }

    /// <summary>It has a link to each entry that /etc had when it was started.</summary>
    [Fact]
    public void A_daemon_that_would_not_see_the_policies_must_be_restarted_first()
    {
        Directory.Delete(_scratch["etc/oci-interceptor"]);
        string[] install = ["oi-install", "docker", "--config", _scratch["home/.config/docker/daemon.json"]];
        using (var docker = new RootlessDocker(_scratch, _etc))
        {
            var before = File.ReadAllBytes(docker.ConfigurationFile);
            Call([.. install, "--reload"]).Run().Exited(1).ErrorText.Should().MatchRegex(
                "^oci-interceptor: dockerd \\(process [0-9]+\\) does not see this machine's /etc/oci-interceptor: a rootless one sees only what existed when it started: restart it, and install again\n$");
            File.ReadAllBytes(docker.ConfigurationFile).Should().Equal(before);
            Call(install).Run().Succeeded().OutputText.Should().EndWith(" does not see this machine's /etc/oci-interceptor: a rootless one sees only what existed when it started: restart it.\n");
        }
        using (new RootlessDocker(_scratch, _etc))
            Call([.. install, "--reload"]).Run().Succeeded().OutputText.Should().StartWith("There is nothing to change.\n");
    }

    /// <summary>What the policy puts into the environment, and how a write to /etc/hosts ends.</summary>
    private static string Look(RootlessDocker docker, params string[] options) =>
        Run(docker, "echo $GREETING; (echo x >>/etc/hosts) 2>&-; echo $?", options).Succeeded().OutputText;

    private static CommandResult Run(RootlessDocker docker, string script, params string[] options) =>
        docker.Docker(["run", "--rm", "--network", "none", .. options, BusyboxImage.Name, "/bin/sh", "-c", script]).Run();

    private void Own(params string[] arguments) => Call(arguments).Run().Succeeded();

    private Command Call(string[] arguments) => _etc.SeenBy(new Command(_program, arguments));
}
