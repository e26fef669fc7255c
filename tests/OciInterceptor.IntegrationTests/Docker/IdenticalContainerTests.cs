using System.Diagnostics;
using System.Text.RegularExpressions;

namespace OciInterceptor.IntegrationTests.Docker;

/// <summary>Law 1: transparent. Nothing about a container differs from plain runc but what the operator asked for, seen from inside and from the host.</summary>
[Collection(DockerSuite.Name)]
public sealed partial class IdenticalContainerTests(DockerDaemons docker)
{
    private const string AllCapabilities = "--cap-add ALL";

    public static TheoryData<string> Options { get; } =
    [
        "",
        "--tty",
        "--init",
        "--network none --read-only --tmpfs /scratch:size=1m --shm-size 1m",
        "--user 1000:1000 --group-add 7 --workdir /tmp --env A= --ulimit nofile=100:200 --ulimit core=0",
        "--cap-drop ALL --cap-add CHOWN --cap-add NET_ADMIN --security-opt no-new-privileges",
        $"--security-opt seccomp=unconfined {AllCapabilities}",
        "--memory 64m --cpu-shares 512 --cpuset-cpus 0 --pids-limit 50 --device /dev/null:/dev/extra:r --device-cgroup-rule c|7:*|rwm",
        "--volume /etc/passwd:/passwd:ro --volume /tmp/data --mount type=bind,src=/etc,dst=/deeper/host/etc,readonly,bind-propagation=private",
        "--pid host --ipc host --uts host --network host",
        "--cgroupns private --sysctl net.ipv4.ip_unprivileged_port_start=80 --label a=b",
    ];

    [Theory, MemberData(nameof(Options))]
    public void Without_flags_a_container_is_the_same(string options)
    {
        options = Possible(options);
        Look.Differences(Look.Inside(docker[Route.Runc], options), Look.Inside(docker[RegisteredRuntimes.NoFlags], options)).Should().BeEmpty();
    }

    [Theory, MemberData(nameof(Options))]
    public void With_the_flag_only_the_three_network_files_differ(string options)
    {
        options = Possible(options);
        var direct = Look.Inside(docker[Route.Runc], options);
        var expected = WritableNetworkFile().Replace(direct, "$1ro,");
        // A read-only container has them read-only anyway.
        if (!options.Contains("--read-only"))
            WritableNetworkFile().Count(direct).Should().Be(3);
        Look.Differences(expected, Look.Inside(docker[Route.NamedRuntime], options)).Should().BeEmpty();
    }

    [Fact]
    public void A_process_of_exec_is_the_same()
    {
        string[] options = ["--user", "1000:7", "--workdir", "/tmp", "--env", "A=1"];
        using var direct = docker[Route.Runc].Start(Container.Wait, "--hostname", "inside");
        using var intercepted = docker[RegisteredRuntimes.NoFlags].Start(Container.Wait, "--hostname", "inside");
        Look.Differences(See(direct), See(intercepted)).Should().BeEmpty();

        string See(Container container) => Look.Normalised(container.Exec(0, Look.Script, options).OutputText);
    }

    [Theory]
    [InlineData(RegisteredRuntimes.NoFlags)]
    [InlineData(RegisteredRuntimes.ReadonlyNetworkFiles)]
    [InlineData(RegisteredRuntimes.Debug)]
    public void Nothing_of_the_interceptor_stays_once_the_container_runs(string runtime)
    {
        // Until it has become the command, a container's process is still runc's.
        using var direct = docker[Route.Runc].Start(Container.Wait).Says("ready");
        using var intercepted = docker[runtime].Start(Container.Wait).Says("ready");
        ParentAndSiblings(intercepted).Should().Equal(ParentAndSiblings(direct)).And.Contain("containerd-shim");
    }

    [Fact]
    public void Docker_keeps_the_same_view_of_the_container()
    {
        using var direct = docker[Route.Runc].Start("echo x > /written; exit 3");
        using var intercepted = docker[RegisteredRuntimes.NoFlags].Start("echo x > /written; exit 3");
        foreach (var container in new[] { direct, intercepted })
            container.ExitCode().Should().Be(3);
        const string View = "{{json .State.Status}} {{json .State.OOMKilled}} {{json .State.Error}} {{json .Mounts}} {{json .NetworkSettings.Networks}} {{json .Config.Env}}";
        Look.Normalised(intercepted.Inspect(View)).Should().Be(Look.Normalised(direct.Inspect(View)));
        intercepted.Docker("diff").OutputText.Should().Be(direct.Docker("diff").OutputText);
    }

    // By all capabilities Docker 20.10 means those of the kernel, of which a machine may withhold one; newer releases mean
    // those that there are, and refuse to drop another.
    private string Possible(string options) =>
        options.Contains(AllCapabilities) && docker[Route.Runc].Prepare("true", AllCapabilities.Split(' ')).Run().ExitCode != 0
            ? options + " --cap-drop SYS_RESOURCE"
            : options;

    private static string[] ParentAndSiblings(Container container)
    {
        var id = container.ProcessId;
        var processes = Process.GetProcesses().Select(process => (process.Id, Status: Status(process.Id))).ToArray();
        var parent = Parent(processes.Single(process => process.Id == id).Status);
        var siblings = from process in processes where Parent(process.Status) == parent select Name(process.Status);
        return [Name(Status(parent)), .. siblings];
    }

    // A process may end between the listing and the reading, and while it is read.
    private static string[] Status(int process)
    {
        try
        {
            return File.ReadAllLines($"/proc/{process}/status");
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static string Name(string[] status) => status.Length == 0 ? "" : status[0].Split('\t')[1];

    private static int Parent(string[] status) =>
        status.FirstOrDefault(line => line.StartsWith("PPid:", StringComparison.Ordinal)) is { } line ? int.Parse(line.Split('\t')[1]) : -1;

    [GeneratedRegex("( /etc/(?:hosts|hostname|resolv\\.conf) )rw,")]
    private static partial Regex WritableNetworkFile();
}
