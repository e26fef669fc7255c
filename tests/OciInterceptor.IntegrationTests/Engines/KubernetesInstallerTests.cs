using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;
using OciInterceptor.IntegrationTests.Policies;

namespace OciInterceptor.IntegrationTests.Engines;

/// <summary>
/// The script of the DaemonSet, by busybox as in its image, with this machine for the node: /etc and /usr/local/bin are the
/// test's, and what restarts containerd only says so.
/// </summary>
public sealed class KubernetesInstallerTests : IDisposable
{
    private const string Policy = """{ "rules": [{ "type": "env", "force": { "NODE": "one" } }] }""";

    private readonly Scratch _scratch = new();
    private readonly PolicyDirectory _etc;
    private readonly string _bin;
    private readonly string _file;
    private readonly string _before;

    public KubernetesInstallerTests()
    {
        _etc = new PolicyDirectory(_scratch);
        _bin = _scratch.MakeDirectory("bin");
        Directory.CreateDirectory(_scratch["etc/containerd"]);
        _file = _scratch["etc/containerd/config.toml"];
        _before = new Command("containerd", "config", "default").Run().Succeeded().OutputText.Replace("SystemdCgroup = false", "SystemdCgroup = true");
        File.WriteAllText(_file, _before);
        _scratch.Write("policy.json", Policy);
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_node_knows_the_runtime_with_the_policy_of_the_cluster_until_the_pod_is_stopped()
    {
        using (var installer = Start())
        {
            Eventually.Holds("it is installed", () => Log().EndsWith("installed\n"));
            File.ReadAllLines(_scratch["restarts"]).Should().HaveCount(1);
            Directory.GetFiles(_bin).Select(Path.GetFileName).Order().Should().Equal("oci-interceptor", "oci-interceptor-cluster");
            File.ReadAllBytes(Path.Combine(_bin, "oci-interceptor")).Should().Equal(File.ReadAllBytes(PublishedBinary.Path));
            ContainerdRelease.Dump(_file).SkipWhile(line => !line.EndsWith(".runtimes.oci-interceptor.options]")).Skip(1).TakeWhile(line => !line.StartsWith('['))
                .Should().Equal("BinaryName = \"/usr/local/bin/oci-interceptor-cluster\"", "SystemdCgroup = true");
            Run().Should().Be("one\n");

            _scratch.Write("policy.json", "{ \"rules\": [{ \"type\": \"no-such-rule\" }] }");
            Eventually.Holds("the wrong policy is refused", () => Log().Contains("the policy is left as it was\n"));
            Run().Should().Be("one\n");
            _scratch.Write("policy.json", Policy.Replace("one", "two"));
            Eventually.Holds("the policy is put there", () => Run() == "two\n");

            installer.Signal("TERM");
            installer.Wait().ExitCode.Should().Be(0, Log());
        }
        Log().Should().EndWith("restarted containerd\ntaken out\n");
        File.ReadAllLines(_scratch["restarts"]).Should().HaveCount(2);
        File.ReadAllText(_file).Should().Be(_before);
        Directory.EnumerateFileSystemEntries(_bin).Should().BeEmpty();
        Directory.EnumerateFileSystemEntries(_etc["profiles"]).Should().BeEmpty();
    }

    /// <summary>What the image has, and nothing else, with the node's file system in /host.</summary>
    [Fact]
    public void The_file_system_of_the_image_has_all_that_the_installer_needs()
    {
        using var node = OnNode(new Command("sleep", "1000")).Start();
        var image = _scratch.MakeDirectory("image");
        foreach (var directory in (string[])["bin", "policy", "host", "proc", "dev"])
            Directory.CreateDirectory(Path.Combine(image, directory));
        File.Copy(new Command("sh", "-c", "command -v busybox").Run().Succeeded().OutputText.Trim(), Path.Combine(image, "bin/busybox"));
        File.Copy(PublishedBinary.Path, Path.Combine(image, "oci-interceptor"));
        File.Copy(Path.Combine(PublishedBinary.RepositoryRoot(), "build/kubernetes/install.sh"), Path.Combine(image, "install.sh"));
        File.WriteAllText(Path.Combine(image, "policy/policy.json"), Policy);
        Eventually.Holds("the node is there", () => File.ReadAllText($"/proc/{node.Id}/comm") == "sleep\n");
        var pod = new Command("nsenter", $"--mount=/proc/{node.Id}/ns/mnt", "unshare", "--mount", "sh", "-ec", $"""
            mount --rbind / {image}/host
            mount -t proc proc {image}/proc
            mount --bind /dev {image}/dev
            exec chroot {image} /bin/busybox sh /install.sh
            """);
        using var installer = (pod with { OutputFile = _scratch["log"], ErrorFile = _scratch["log"] })
            .With("ENTER", $"nsenter --target {node.Id} --mount --").With("INTERVAL", "1")
            .With("RESTART", _scratch.WriteScript("restart", $"echo restarted >>{_scratch["restarts"]}")).Start();

        Eventually.Holds("it is installed", () => Log().EndsWith("installed\n") || installer.HasExited);
        Log().Should().EndWith("restarted containerd\ninstalled\n");
        Run().Should().Be("one\n");

        installer.Signal("TERM");
        installer.Wait().ExitCode.Should().Be(0, Log());
        File.ReadAllText(_file).Should().Be(_before);
        Directory.EnumerateFileSystemEntries(_bin).Should().BeEmpty();
        node.Kill();
    }

    [Fact]
    public void Started_again_it_changes_nothing_and_restarts_nothing()
    {
        for (var time = 1; time <= 2; time++)
        {
            File.Delete(_scratch["log"]);
            using var installer = Start();
            Eventually.Holds("it is installed", () => Log().EndsWith("installed\n"));
            installer.Signal("KILL");
            installer.Wait();
        }
        Log().Should().StartWith("There is nothing to change.\ncontainerd calls ").And.EndWith("\ninstalled\n").And.NotContain("restarted");
        File.ReadAllLines(_scratch["restarts"]).Should().HaveCount(1);
    }

    [Fact]
    public void Started_again_with_a_wrong_policy_it_keeps_the_one_of_the_node_and_can_be_stopped()
    {
        using (var installer = Start())
        {
            Eventually.Holds("it is installed", () => Log().EndsWith("installed\n"));
            installer.Signal("KILL");
            installer.Wait();
        }
        _scratch.Write("policy.json", "{ \"rules\": [{ \"type\": \"no-such-rule\" }] }");
        File.Delete(_scratch["log"]);
        using (var installer = Start())
        {
            Eventually.Holds("it goes on", () => Log() is var log && log.Contains("the policy is left as it was\nThere is nothing to change.\n") && log.EndsWith("\ninstalled\n", StringComparison.Ordinal));
            Log().Should().Contain("no-such-rule", "the reason is told");
            Run().Should().Be("one\n");
            installer.Signal("TERM");
            installer.Wait().ExitCode.Should().Be(0, Log());
        }
        File.ReadAllText(_file).Should().Be(_before);
    }

    [Fact]
    public void Without_any_policy_that_can_be_loaded_nothing_is_registered()
    {
        _scratch.Write("policy.json", "{ \"rules\": [{ \"type\": \"no-such-rule\" }] }");
        using var installer = Start();
        installer.Wait().ExitCode.Should().Be(1, Log());
        File.ReadAllText(_file).Should().Be(_before);
    }

    [Fact]
    public void Pods_run_under_the_policy_of_the_cluster_and_keep_the_runtime()
    {
        File.WriteAllText(_file, ContainerdNode.Configuration(_scratch));
        using var installer = Start();
        Eventually.Holds("it is installed", () => Log().EndsWith("installed\n"));
        var config = File.ReadAllText(_file);
        using var node = new ContainerdNode(_scratch, _file, OnNode);
        var (pod, container) = node.Runtime.Start("oci-interceptor", ContainerdNode.Image, "sleep", "1000");
        try
        {
            node.Runtime.Exec(container, "sh", "-c", "echo $NODE").Should().Be("one\n");
            _scratch.Write("policy.json", Policy.Replace("one", "two"));
            Eventually.Holds("the policy is put there", () => node.Runtime.Exec(container, "sh", "-c", "echo $NODE") == "two\n");

            installer.Signal("TERM");
            installer.Wait().ExitCode.Should().Be(1);
            Log().Should().Contain($"oci-interceptor: the runtime oci-interceptor is in use: remove the containers {string.Join(", ", new[] { pod, container }.Order(StringComparer.Ordinal).Select(id => "k8s.io/" + id))} first\nleft in place: ");
            File.ReadAllText(_file).Should().Be(config);
            node.Runtime.Exec(container, "sh", "-c", "echo $NODE").Should().Be("two\n");
        }
        finally
        {
            node.Runtime.Remove(pod);
        }
    }

    private RunningCommand Start()
    {
        var installer = OnNode(new Command("busybox", "sh", Path.Combine(PublishedBinary.RepositoryRoot(), "build/kubernetes/install.sh")));
        return (installer with { OutputFile = _scratch["log"], ErrorFile = _scratch["log"] })
            .With("HOST_ROOT", "").With("ENTER", "env").With("INTERVAL", "1")
            .With("RESTART", _scratch.WriteScript("restart", $"echo restarted >>{_scratch["restarts"]}")).With("SOURCE_BINARY", PublishedBinary.Path).With("SOURCE_POLICY", _scratch["policy.json"])
            .Start();
    }

    /// <summary>A container as containerd's shim starts it, by the registered program.</summary>
    private string Run()
    {
        var bundle = Bundle.Runnable(_scratch, ["sh", "-c", "echo $NODE"], name: Path.GetRandomFileName()).Path;
        return OnNode(new Command("/usr/local/bin/oci-interceptor-cluster", "--root", _scratch["root"], "run", "--bundle", bundle, "oi" + Path.GetRandomFileName()[..8])).Run().Succeeded().OutputText;
    }

    private Command OnNode(Command command) =>
        _etc.SeenBy(new Command("sh", "-ec", "mount --bind \"$0\" /usr/local/bin\nexec \"$@\"", _bin, command.Program) with { Conditions = command.Conditions }).Plus(command.Arguments);

    private string Log() => File.Exists(_scratch["log"]) ? File.ReadAllText(_scratch["log"]) : "";
}
