using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>oi-apply beside a Docker with running containers.</summary>
[Collection(PolicySuite.Name)]
public sealed class ApplyTests(PolicyDocker docker)
{
    private const string Good = """{ "rules": [{ "type": "env", "default": { "OI_APPLIED": "1" } }] }""";
    private const string Better = """{ "rules": [{ "type": "env", "default": { "OI_APPLIED": "2" } }] }""";
    private const string Broken = """{ "rules": [{ "type": "env", "defualt": {} }] }""";
    private const string Denial = """{ "rules": [{ "type": "deny", "when": { "env": { "OI_REFUSE": "*" } }, "message": "not this one" }] }""";

    private const int Busy = 6;
    private static readonly string[] _checked = ["--health-cmd", "true", "--health-interval", "1s", "--health-retries", "1", "--health-start-period", "0s"];

    [Fact]
    public void What_a_policy_means_for_running_containers_is_shown_before_it_is_in_place()
    {
        docker.Directory.Clear();
        Apply(Good).Succeeded().OutputText.Should().EndWith("/etc/oci-interceptor/config.json is in place. \"oci-interceptor oi-apply --rollback\" brings back the state without it.\n");
        using var refused = docker[PolicyDocker.ByFile].Start(Container.Wait, "--env", "OI_REFUSE=1");
        using var other = docker[PolicyDocker.ByFile].Start(Container.Wait);
        using var plain = docker[null].Start(Container.Wait, "--env", "OI_REFUSE=1");
        refused.Exec(0, "[ \"$OI_APPLIED\" = 1 ]");

        var result = Apply(Denial).Exited(3);

        result.OutputText.Should().MatchRegex($"  refused         .*{refused.Id[..12]}").And.MatchRegex($"  as now          .*{other.Id[..12]}").And.NotContain(plain.Id[..12]);
        result.ErrorText.Should().Contain("is not put in place: running containers would be refused when restarted: 1");
        refused.Docker("restart", "--time", "0");

        Apply(Denial, "--force").Succeeded();
        refused.Docker("stop", "--time", "0");
        docker[PolicyDocker.ByFile].Daemon.Exited(1, docker[PolicyDocker.ByFile].Daemon.Command("start", refused.Id)).ErrorText.Should().Contain("not this one");
        Rollback();
        refused.Docker("start");
    }

    [Fact]
    public void The_documents_that_debug_output_recorded_are_judged_as_well()
    {
        docker.Directory.Clear();
        var recorded = docker.Files["recorded"];
        var recording = $$"""{ "debugOutput": { "enabled": true, "directory": "{{recorded}}" }, "rules": [{{"{0}"}}] }""";
        Apply(recording.Replace("{0}", "", StringComparison.Ordinal)).Succeeded();
        docker[PolicyDocker.ByFile].Run(0, "true", "--hostname", "was-here");

        Apply(recording.Replace("{0}", """{ "type": "env", "force": { "OI_NEW": "1" } }""", StringComparison.Ordinal)).Succeeded().OutputText
            .Should().Contain($"Documents recorded in {recorded}: 1\n  changed         was-here\n").And.Contain("+      \"OI_NEW=1\"");
    }

    /// <summary>What a broken policy does to a busy host, and that one command ends it; docs/operations.md has the numbers.</summary>
    [Fact]
    public void A_broken_policy_is_not_let_in_and_one_that_came_by_hand_goes_by_one_command()
    {
        docker.Directory.Clear();
        Apply(Good).Succeeded();
        Apply(Better).Succeeded();
        var containers = Enumerable.Range(0, Busy).Select(_ => docker[PolicyDocker.ByFile].Start(Container.Wait, [.. _checked, "--restart", "always"])).ToList();
        try
        {
            Have("healthy");
            Apply(Broken).Exited(1).ErrorText.Should().Contain("is not put in place: it has 1 error");
            docker.Directory.Write("conf.d/other.json", Good);
            Apply(Broken, "--name", "other").Exited(1);
            containers[0].Exec(0, "[ \"$OI_APPLIED\" = 2 ]");

            docker.Directory.Write("config.json", Broken);
            Have("unhealthy");
            containers[0].Inspect("{{range .State.Health.Log}}{{.ExitCode}} {{end}}").Split(' ')[^1].Should().NotBe("0");
            var daemon = docker[PolicyDocker.ByFile].Daemon;
            daemon.Command("exec", containers[0].Id, "true").Run().ExitCode.Should().NotBe(0);
            containers[0].Inspect("{{.State.Running}}").Should().Be("true", "it runs on");
            daemon.Exited(1, daemon.Command("restart", "--time", "0", containers[1].Id)).ErrorText.Should().Contain("/etc/oci-interceptor/config.json:1:").And.Contain("defualt");

            Rollback().Should().StartWith("/etc/oci-interceptor/config.json is again as it was");

            File.ReadAllText(docker.Directory["config.json"]).Should().Be(Better);
            containers[1].Docker("start");
            Have("healthy");
        }
        finally
        {
            foreach (var container in containers)
                container.Dispose();
        }

        void Have(string status) => Eventually.Holds($"all containers are {status}", () => containers.TrueForAll(container => container.Inspect("{{.State.Health.Status}}") == status));
    }

    [Fact]
    public void A_registered_path_that_becomes_a_link_to_the_runtime_takes_the_interceptor_out_of_the_way()
    {
        docker.Directory.Clear();
        docker.Directory.Write("profiles/strict.json", Good);
        using var container = docker[PolicyDocker.ByName].Start(Container.Wait);
        docker.Directory.Write("profiles/strict.json", Broken);
        var (daemon, directory) = (docker[PolicyDocker.ByName].Daemon, docker.Files.Path);
        daemon.Command("exec", container.Id, "true").Run().ExitCode.Should().NotBe(0);

        Shell($"cd {directory}\nln oci-interceptor-strict oci-interceptor-strict.off\nln -s $(command -v runc) .oi.new\nmv -T .oi.new oci-interceptor-strict");
        container.Exec(0, "true");
        container.Docker("restart", "--time", "0");
        docker[PolicyDocker.ByName].Run(0, "true");

        Shell($"mv -T {directory}/oci-interceptor-strict.off {directory}/oci-interceptor-strict");
        docker[PolicyDocker.ByName].Refused().Should().Contain("/etc/oci-interceptor/profiles/strict.json:1:");

        static void Shell(string lines) => new Command("sh", "-ec", lines).Run().Succeeded();
    }

    private CommandResult Apply(string policy, params string[] options) => Call([.. options, docker.Files.Write("new.json", policy)]);

    private string Rollback() => Call("--rollback").Succeeded().OutputText;

    // As on a host: with the mounts that the engine has.
    private CommandResult Call(params string[] arguments)
    {
        var command = PublishedBinary.Call(["oi-apply", .. arguments]);
        var mounts = $"/proc/{File.ReadAllText(docker.Files["policy/pid"]).Trim()}/ns/mnt";
        return (command with { Program = "nsenter", Arguments = [.. new Command("", $"--mount={mounts}", command.Program).Arguments, .. command.Arguments] }).Run();
    }
}
