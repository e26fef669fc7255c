using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>What docs/security-model.md says that rules do not hold against is so: nobody shall rely on them there.</summary>
[Collection(PolicySuite.Name)]
public sealed class WaysRoundTests(PolicyDocker docker)
{
    private const string Few = """{ "rules": [{ "type": "resources", "ceiling": { "pids": 64 } }] }""";

    private const string Count = "cat /sys/fs/cgroup/pids/pids.max 2>/dev/null || cat /sys/fs/cgroup/pids.max";

    [Fact]
    public void Docker_copies_from_a_bind_of_a_container_that_may_not_start()
    {
        var outside = Directory.CreateDirectory(docker.Files["copied"]).FullName;
        File.WriteAllText(Path.Combine(outside, "secret"), "of the host\n");
        docker.Directory.Is($$"""{ "rules": [{ "type": "deny", "when": { "mountSource": ["{{outside}}"] }, "message": "not this one" }] }""");
        var daemon = docker[null].Daemon;
        var id = daemon.Docker("create", "--runtime", PolicyDocker.ByFile, "--volume", $"{outside}:/x", BusyboxImage.Name, "true").OutputText.Trim();
        try
        {
            daemon.Exited(1, daemon.Command("start", id)).ErrorText.Should().Contain("not this one");

            daemon.Docker("cp", $"{id}:/x/secret", docker.Files["copy"]);
        }
        finally
        {
            daemon.Docker("rm", id);
        }
        File.ReadAllText(docker.Files["copy"]).Should().Be("of the host\n");
    }

    [Fact]
    public void Docker_update_lifts_a_limit_of_a_running_container()
    {
        docker.Directory.Is(Few);
        using var container = docker[PolicyDocker.ByFile].Start(Container.Wait, "--pids-limit", "1000");
        container.Exec(0, Count).OutputText.Should().Be("64\n");

        container.Docker("update", "--pids-limit", "500");

        container.Exec(0, Count).OutputText.Should().Be("500\n");
        container.Docker("restart", "--time", "0");
        container.Exec(0, Count).OutputText.Should().Be("64\n", "each start is a new call");
    }

    [Fact]
    public void A_shim_named_by_the_user_calls_its_own_runc()
    {
        docker.Directory.Is(Few);

        docker[PolicyDocker.ByFile].Run(0, Count).OutputText.Should().Be("64\n");
        docker[null].Daemon.Docker("run", "--rm", "--runtime", "io.containerd.runc.v2", BusyboxImage.Name, "sh", "-c", Count).OutputText.Should().NotBe("64\n");
    }

    [Fact]
    public void A_process_that_nsenter_brings_in_is_seen_by_no_rule()
    {
        docker.Directory.Is("""{ "rules": [{ "type": "no-new-privileges" }, { "type": "capabilities", "ceiling": [] }] }""");
        using var container = docker[PolicyDocker.ByFile].Start(Container.Wait);
        container.Exec(0, "grep -E '^(CapBnd|NoNewPrivs)' /proc/self/status").OutputText.Should().Be("CapBnd:\t0000000000000000\nNoNewPrivs:\t1\n");

        new Command("nsenter", "--target", $"{container.ProcessId}", "--mount", "--pid", "/bin/sh", "-c", "grep -E '^(CapBnd|NoNewPrivs)' /proc/self/status").Run().Succeeded()
            .OutputText.Should().EndWith("NoNewPrivs:\t0\n").And.NotContain("CapBnd:\t0000000000000000");
    }

    [Fact]
    public void A_container_that_runs_keeps_what_it_was_created_with()
    {
        docker.Directory.Is("""{ "rules": [] }""");
        using var container = docker[PolicyDocker.ByFile].Start(Container.Wait, "--pids-limit", "1000");
        docker.Directory.Is(Few);
        container.Exec(0, Count).OutputText.Should().Be("1000\n");

        container.Docker("restart", "--time", "0");

        container.Exec(0, Count).OutputText.Should().Be("64\n");
    }
}
