using System.Text.Json;
using System.Text.RegularExpressions;
using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;
using OciInterceptor.IntegrationTests.Policies;

namespace OciInterceptor.IntegrationTests.Engines;

/// <summary>The interceptor put into a running Docker by its command, used, and taken out again.</summary>
public sealed class DockerInstallTests : IDisposable
{
    private const string LookAtNetworkFiles = "echo $GREETING; touch /etc/hosts";

    private readonly Scratch _scratch = new();
    private readonly PolicyDirectory _etc;
    private readonly string _links;
    private readonly DockerDaemon _daemon;
    private readonly byte[] _before;

    public DockerInstallTests()
    {
        try
        {
            _etc = new PolicyDirectory(_scratch);
            _links = _scratch.MakeDirectory("links");
            _daemon = new DockerDaemon(_scratch.MakeDirectory("docker"), new RegisteredRuntimes(_scratch), BusyboxImage.Make(_scratch), mounts: _etc.Mounts);
            // As people write it: blanks, tabs, and a runtime of somebody else's with an escape in its path.
            using var made = JsonDocument.Parse(File.ReadAllBytes(_daemon.ConfigurationFile));
            var init = made.RootElement.GetProperty("init-path").GetString();
            File.WriteAllText(_daemon.ConfigurationFile, $"{{\n\t\"init-path\" :\"{init}\",\n\n\t\"shutdown-timeout\": 15 ,\n\t\"runtimes\": {{\n\t\t\"other\": {{ \"path\": \"r\\u0075nc\" }}\n\t}}\n}}\n");
            _before = File.ReadAllBytes(_daemon.ConfigurationFile);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        try
        {
            _daemon?.Dispose();
        }
        finally
        {
            _scratch.Dispose();
        }
    }

    [Fact]
    public void What_was_asked_for_reaches_containers_by_name_and_by_default_and_goes_again_without_a_trace()
    {
        Look(null).Should().Be((0, "\n"));

        Own("--oi-readonly-networking-mounts", "--oi-env", "GREETING=two words; $(id)", "oi-install", "docker", "--default", "--reload")
            .OutputText.Should().Contain($"make the link {_links}/oci-interceptor-oci-interceptor to {PublishedBinary.Path}\n");

        Look(null).Should().Be((1, "two words; $(id)\n"));
        Look("oci-interceptor").Should().Be((1, "two words; $(id)\n"));
        Look("runc").Should().Be((0, "\n"));
        Look("other").Should().Be((0, "\n"));

        // The profile is the operator's: no installation is needed to change it.
        _etc.Write("profiles/oci-interceptor.json", """{ "rules": [{ "type": "env", "force": { "GREETING": "changed" } }] }""");
        Look(null).Should().Be((0, "changed\n"));

        using (new DockerRuntime(_daemon, "oci-interceptor").Start(Container.Wait).Says("ready"))
        {
            Refused("oi-uninstall", "docker", "--reload").Should().StartWith("oci-interceptor: the runtime oci-interceptor is in use: remove the containers ");
        }

        Own("oi-uninstall", "docker", "--reload");
        File.ReadAllBytes(_daemon.ConfigurationFile).Should().Equal(_before);
        Directory.EnumerateFileSystemEntries(_links).Should().BeEmpty();
        _daemon.Docker("info", "--format", "{{.DefaultRuntime}} {{range $k, $v := .Runtimes}}{{$k}} {{end}}").OutputText
            .Should().Be("runc other runc \n");
        Look(null).Should().Be((0, "\n"));
    }

    /// <summary>What a file does not speak of any more, dockerd leaves as it is: that must not keep our runtime.</summary>
    [Fact]
    public void Docker_forgets_a_runtime_that_was_the_only_one_and_the_default()
    {
        var alone = Regex.Replace(File.ReadAllText(_daemon.ConfigurationFile), ",[^,]*\"runtimes\".*", "}", RegexOptions.Singleline);
        File.WriteAllText(_daemon.ConfigurationFile, alone);

        Own("oi-install", "docker", "--name", "with-args", "--default", "--args", "--reload", "--oi-env", "GREETING=hello", "--oi-readonly-networking-mounts");
        Look(null).Should().Be((1, "hello\n"));

        Own("oi-uninstall", "docker", "--name", "with-args", "--reload");
        File.ReadAllText(_daemon.ConfigurationFile).Should().Be(alone);
        _daemon.Docker("info", "--format", "{{.DefaultRuntime}} {{range $k, $v := .Runtimes}}{{$k}} {{end}}").OutputText.Should().Be("runc runc \n");
        Look(null).Should().Be((0, "\n"));
    }

    [Fact]
    public void A_daemon_that_does_not_take_the_change_gets_the_old_file_back()
    {
        // A member that dockerd does not know makes every reload fail; a file that its start would refuse is not ours to repair.
        var unknown = File.ReadAllText(_daemon.ConfigurationFile).Replace("\"shutdown-timeout\"", "\"no-such-member\"");
        File.WriteAllText(_daemon.ConfigurationFile, unknown);

        Refused("oi-install", "docker", "--reload").Should().MatchRegex("^oci-interceptor: dockerd (would not start with the change: .*|\\(process [0-9]+\\) has not taken .* within 20 s; its log says why)\n$");

        File.ReadAllText(_daemon.ConfigurationFile).Should().Be(unknown);
        Directory.EnumerateFiles(_etc["installed"]).Select(Path.GetFileName).Should().Equal("lock");
        Look(null).Should().Be((0, "\n"));
    }

    [Fact]
    public void Without_a_reload_the_command_says_what_is_left_to_do()
    {
        Own("oi-install", "docker").OutputText.Should().MatchRegex(
            $"\ndockerd \\(process [0-9]+\\) works as before until it reads {Regex.Escape(_daemon.ConfigurationFile)} again: use --reload, or send it SIGHUP\\.\n$");
        new DockerRuntime(_daemon, "oci-interceptor").Prepare("true").Run().ExitCode.Should().Be(125);

        // The same again makes the daemon take what it has not taken yet.
        Own("oi-install", "docker", "--reload").OutputText.Should().Be("There is nothing to change.\n");
        Look("oci-interceptor").Should().Be((0, "\n"));
    }

    [Fact]
    public void A_file_that_no_daemon_reads_cannot_be_reloaded()
    {
        var other = _scratch.Write("daemon.json", "{}");

        _daemon.Beside(PublishedBinary.Call("oi-install", "docker", "--config", other, "--reload")).Run().Exited(1)
            .ErrorText.Should().Be($"oci-interceptor: no running dockerd reads {other}, so there is none to reload\n");
        File.ReadAllText(other).Should().Be("{}");
    }

    /// <summary>How a look at the network files ends in a container, and what it says.</summary>
    private (int ExitCode, string Output) Look(string? runtime)
    {
        var result = new DockerRuntime(_daemon, runtime).Prepare(LookAtNetworkFiles).Run();
        return (result.ExitCode, result.OutputText);
    }

    private CommandResult Own(params string[] arguments) => Call(arguments).Run().Succeeded();

    private string Refused(params string[] arguments) => Call(arguments).Run().Exited(1).ErrorText;

    private Command Call(string[] arguments)
    {
        var call = PublishedBinary.Call([.. arguments, "--config", _daemon.ConfigurationFile]);
        return _daemon.Beside(arguments.Contains("oi-install") ? call.Plus("--link-dir", _links) : call);
    }
}
