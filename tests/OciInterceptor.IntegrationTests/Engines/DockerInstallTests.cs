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

    // As people write it: blanks, tabs, and a runtime of somebody else's with an escape in its path.
    private readonly DockerHost _host = new(static init =>
        $"{{\n\t\"init-path\" :{init},\n\n\t\"shutdown-timeout\": 15 ,\n\t\"runtimes\": {{\n\t\t\"other\": {{ \"path\": \"r\\u0075nc\" }}\n\t}}\n}}\n");

    private readonly Scratch _scratch;
    private readonly PolicyDirectory _etc;
    private readonly string _links;
    private readonly DockerDaemon _daemon;
    private readonly byte[] _before;

    public DockerInstallTests()
    {
        (_scratch, _etc, _links, _daemon) = (_host.Scratch, _host.Etc, _host.Links, _host.Daemon);
        _before = File.ReadAllBytes(_daemon.ConfigurationFile);
    }

    public void Dispose() => _host.Dispose();

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
        Default().Should().Be("runc\n");
        Runtimes().Should().Equal("other", "runc");
        Look(null).Should().Be((0, "\n"));
    }

    /// <summary>Another wrapper is the default, with an argument: containers go on through it, and it is the default again at the end.</summary>
    [Fact]
    public void A_default_that_was_there_is_what_it_becomes()
    {
        var outer = _scratch.WriteScript("outer", $"echo \"$*\" >>{_scratch["outer.calls"]}\nexec runc \"$@\"");
        var text = File.ReadAllText(_daemon.ConfigurationFile).Replace("\t\"runtimes\": {\n", $"\t\"default-runtime\": \"outer\",\n\t\"runtimes\": {{\n\t\t\"outer\": {{ \"path\": \"{outer}\", \"runtimeArgs\": [\"--debug\"] }},\n");
        File.WriteAllText(_daemon.ConfigurationFile, text);

        Own("oi-install", "docker", "--default", "--reload", "--oi-env", "GREETING=hello")
            .OutputText.Should().Contain($"\nThe runtime behind oci-interceptor is {outer}: {_daemon.ConfigurationFile} has it as the default.\n");
        Look(null).Should().Be((0, "hello\n"));
        File.ReadAllLines(_scratch["outer.calls"]).Should().Contain(line => line.StartsWith("--debug --root ") && line.Contains(" create --bundle "));

        Own("oi-uninstall", "docker", "--reload");
        File.ReadAllText(_daemon.ConfigurationFile).Should().Be(text);
        Default().Should().Be("outer\n");
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
        Default().Should().Be("runc\n");
        Runtimes().Should().Equal("runc");
        Look(null).Should().Be((0, "\n"));
    }

    /// <summary>While dockerd forgets, its file says more than before and after.</summary>
    [Fact]
    public void Killed_while_docker_forgets_a_runtime_the_file_is_one_with_which_it_starts()
    {
        var alone = Regex.Replace(File.ReadAllText(_daemon.ConfigurationFile), ",[^,]*\"runtimes\".*", "}", RegexOptions.Singleline);
        File.WriteAllText(_daemon.ConfigurationFile, alone);
        var states = new List<string>();
        var kills = 0;
        for (var isKilled = true; isKilled;)
        {
            Own("oi-install", "docker", "--default", "--reload");
            var uninstall = PublishedBinary.Call("oi-uninstall", "docker", "--reload");
            var result = _daemon.Beside(new Command("strace", "-qq", "-o", _scratch["trace"], "-e", $"inject=renameat:signal=KILL:when={kills + 1}", uninstall.Program).Plus(uninstall.Arguments)).Run();
            isKilled = result.ExitCode == 128 + 9;
            kills += isKilled ? 1 : 0;
            (isKilled || result.ExitCode == 0).Should().BeTrue("{0}", result);

            states.Add(File.ReadAllText(_daemon.ConfigurationFile));
            StartedDaemon.DefaultRuntime(_scratch, _daemon.ConfigurationFile, _daemon.Beside).Should().Be(states[^1].Contains("\"default-runtime\": \"oci-interceptor\"") ? "oci-interceptor" : "runc");
            if (isKilled)
                Own("oi-uninstall", "docker", "--reload");
            File.ReadAllText(_daemon.ConfigurationFile).Should().Be(alone);
            Default().Should().Be("runc\n");
        }
        // A dockerd that can judge a file has it judged first, in a file of its own.
        states = [.. states.Where((state, i) => i == 0 || state != states[i - 1])];
        states.Should().HaveCount(4);
        states[0].Should().Contain("\"default-runtime\": \"oci-interceptor\"");
        states[1].Should().Be(alone);
        states[2].Should().MatchRegex("\"runtimes\": ?\\{\\}").And.MatchRegex("\"default-runtime\": ?\"runc\"");
        states[3].Should().Be(alone);
    }

    [Fact]
    public void A_daemon_that_does_not_take_the_change_gets_the_old_file_back()
    {
        // A member that dockerd does not know makes every reload fail; a file that its start would refuse is not ours to repair.
        var unknown = File.ReadAllText(_daemon.ConfigurationFile).Replace("\"shutdown-timeout\"", "\"no-such-member\"");
        File.WriteAllText(_daemon.ConfigurationFile, unknown);

        Refused("oi-install", "docker", "--reload").Should().MatchRegex("^oci-interceptor: dockerd (would not start with the change: .*|\\(process [0-9]+\\) did not load .* within 20 s: see its log)\n$");

        File.ReadAllText(_daemon.ConfigurationFile).Should().Be(unknown);
        Directory.EnumerateFiles(_etc["installed"]).Select(Path.GetFileName).Should().Equal("lock");
        Look(null).Should().Be((0, "\n"));
    }

    [Fact]
    public void Without_a_reload_the_command_says_what_is_left_to_do()
    {
        Own("oi-install", "docker").OutputText.Should().MatchRegex(
            $"\ndockerd \\(process [0-9]+\\) keeps its old configuration until it reads {Regex.Escape(_daemon.ConfigurationFile)} again: use --reload, or send it SIGHUP\\.\n$");
        new DockerRuntime(_daemon, "oci-interceptor").Prepare("true").Run().ExitCode.Should().Be(125);

        // The same again makes the daemon take what it has not taken yet.
        Own("oi-install", "docker", "--reload").OutputText.Should().StartWith("There is nothing to change.\n");
        Look("oci-interceptor").Should().Be((0, "\n"));
    }

    /// <summary>dockerd overlooks what its file does not speak of: a default that goes must be said away.</summary>
    [Fact]
    public void Installed_again_as_no_default_it_is_none()
    {
        Own("oi-install", "docker", "--default", "--reload");
        Default().Should().Be("oci-interceptor\n");
        Own("oi-install", "docker", "--reload");
        Default().Should().Be("oci-interceptor\n");
        Own("oi-install", "docker", "--reload", "--replace").OutputText.Should().StartWith("Dropped from the earlier installation: --default\n");
        Default().Should().Be("runc\n");
        Own("oi-uninstall", "docker", "--reload");
        File.ReadAllBytes(_daemon.ConfigurationFile).Should().Equal(_before);
    }

    [Fact]
    public void Arguments_that_change_are_waited_for()
    {
        Own("oi-install", "docker", "--args", "--oi-env", "GREETING=one", "--reload");
        Look("oci-interceptor").Should().Be((0, "one\n"));
        Own("oi-install", "docker", "--args", "--oi-env", "GREETING=two", "--reload");
        Look("oci-interceptor").Should().Be((0, "two\n"));
    }

    /// <summary>The shim calls by the path that the container was started with.</summary>
    [Fact]
    public void A_container_that_runs_outlives_a_second_installation_under_the_name()
    {
        Own("oi-install", "docker", "--oi-env", "GREETING=one", "--reload");
        using (var container = new DockerRuntime(_daemon, "oci-interceptor").Start(Container.Wait).Says("ready"))
        {
            Own("oi-install", "docker", "--profile", "ctf", "--reload", "--replace");
            container.Exec(0, "echo $GREETING").OutputText.Should().Be("one\n");
            container.Docker("stop", "--time", "0");
            container.Inspect("{{.State.Status}}").Should().Be("exited");
        }
        Own("oi-uninstall", "docker", "--reload");
        Directory.EnumerateFileSystemEntries(_links).Should().BeEmpty();
    }

    [Fact]
    public void Taken_out_without_a_reload_the_command_says_that_a_restart_is_left_to_do()
    {
        Own("oi-install", "docker", "--reload");
        Own("oi-uninstall", "docker").OutputText.Should().MatchRegex(
            "\ndockerd \\(process [0-9]+\\) keeps the runtime until it is restarted \\(SIGHUP does not remove one\\), and the program that it calls may be gone: restart it\\.\n$");
        File.ReadAllBytes(_daemon.ConfigurationFile).Should().Equal(_before);
    }

    /// <summary>dockerd does not start when its command line and its file both name a default.</summary>
    [Fact]
    public void A_daemon_whose_command_line_names_a_default_is_not_given_another()
    {
        var other = _scratch.Write("daemon.json", "{}");
        using var daemon = Standing("--config-file", other, "--default-runtime=runc").Start();
        Eventually.Holds("it is called dockerd", () => File.ReadAllText($"/proc/{daemon.Id}/comm") == "dockerd\n");

        _daemon.Beside(PublishedBinary.Call("oi-install", "docker", "--config", other, "--default")).Run().Exited(1).ErrorText.Should().Be(
            $"oci-interceptor: dockerd (process {daemon.Id}) was started with --default-runtime, and would not start with a file that names a default too: remove the flag first, or leave out --default\n");
        File.ReadAllText(other).Should().Be("{}");
        Own("oi-install", "docker", "--default", "--reload");
        daemon.Kill();
    }

    /// <summary>A rootless daemon reads a file of its user's, and not the one in /etc.</summary>
    [Fact]
    public void A_rootless_daemon_is_found_by_its_own_file()
    {
        Directory.CreateDirectory(_scratch["home/.config/docker"]);
        var file = _scratch.Write("home/.config/docker/daemon.json", "{}");
        using var daemon = Standing().With("ROOTLESSKIT_STATE_DIR", "/run/x").With("HOME", _scratch["home"]).With("XDG_CONFIG_HOME", "").Start();
        Eventually.Holds("it is called dockerd", () => File.ReadAllText($"/proc/{daemon.Id}/comm") == "dockerd\n");

        Reminder(file).Should().StartWith($"dockerd (process {daemon.Id}) keeps its old configuration until it reads {file} again: ");
        Reminder("/etc/docker/daemon.json").Should().StartWith("To check it by hand: ");
        daemon.Kill();

        string Reminder(string configuration)
        {
            var name = Path.GetRandomFileName()[..8];
            return _daemon.Beside(PublishedBinary.Call("oi-install", "docker", "--name", name, "--config", configuration)).Run().Succeeded().OutputText.TrimEnd('\n').Split('\n')[^1];
        }
    }

    /// <summary>dockerd starts other programs all the time; that nothing listens where this one says shows that it was chosen.</summary>
    [Fact]
    public void What_a_daemon_has_forked_and_is_no_other_program_yet_is_no_second_daemon()
    {
        var other = _scratch.Write("daemon.json", "{}");
        var program = _scratch.WriteScript("dockerd", $"(: >{_scratch["forked"]}; sleep 1000; :) & wait");
        using var daemon = _daemon.Beside(new Command(program, "--config-file", other, "--host", "unix:///run/nobody.sock")).Start();
        Eventually.Holds("it has forked", () => File.Exists(_scratch["forked"]));

        _daemon.Beside(PublishedBinary.Call("oi-install", "docker", "--config", other, "--link-dir", _links, "--reload")).Run().Exited(1).ErrorText.Should().Be(
            $"oci-interceptor: cannot query dockerd at /proc/{daemon.Id}/root/run/nobody.sock: No such file or directory\n");
        File.ReadAllText(other).Should().Be("{}");
        daemon.Kill();
    }

    [Fact]
    public void A_file_that_no_daemon_reads_cannot_be_reloaded()
    {
        var other = _scratch.Write("daemon.json", "{}");

        _daemon.Beside(PublishedBinary.Call("oi-install", "docker", "--config", other, "--reload")).Run().Exited(1)
            .ErrorText.Should().Be($"oci-interceptor: no running dockerd reads {other}: start it, or leave out --reload\n");
        File.ReadAllText(other).Should().Be("{}");
    }

    /// <summary>A signal to the script would end it, and leave the daemon without its parent.</summary>
    [Fact]
    public void A_script_that_waits_for_its_daemon_is_not_taken_for_it()
    {
        var other = _scratch.Write("daemon.json", "{}");
        var inner = _scratch.WriteScript("dockerd.real", $": >{_scratch["up"]}; sleep 1000 & wait");
        using var outer = _daemon.Beside(new Command(_scratch.WriteScript("dockerd", $"{inner} \"$@\"; :"), "--config-file", other)).Start();
        Eventually.Holds("both run", () => File.Exists(_scratch["up"]));

        _daemon.Beside(PublishedBinary.Call("oi-install", "docker", "--config", other, "--link-dir", _links, "--reload")).Run().Exited(1).ErrorText.Should().MatchRegex(
            $"^oci-interceptor: several dockerd read {Regex.Escape(other)}, so which one to reload is unclear: processes [0-9]+, [0-9]+\n$");
        File.ReadAllText(other).Should().Be("{}");
        outer.Kill();
    }

    /// <summary>What the daemon has of it is there for a moment only.</summary>
    [Fact]
    public void A_container_is_run_through_what_is_registered_and_nothing_of_it_is_left()
    {
        var images = _daemon.Docker("images", "--quiet", "--no-trunc").OutputText;
        _etc.Write("config.json", $$"""{ "audit": { "file": "{{_scratch["audit"]}}" } }""");

        Own("oi-install", "docker", "--name", "seen", "--oi-env", "GREETING=one", "--reload").OutputText.Should().MatchRegex(
            $"\ndocker calls {_links}/oci-interceptor-seen for the runtime seen\\.\nIt becomes /[a-z/]*/runc \\(runc version [^)]*\\)\\.\nRules: env\\.\nTo check it by hand: {_links}/oci-interceptor-seen oi-run -- true\n$");

        File.ReadAllText(_scratch["audit"]).Should().Contain("GREETING", "the rule saw the container");
        _daemon.Docker("ps", "--all", "--quiet").OutputText.Should().BeEmpty();
        _daemon.Docker("images", "--quiet", "--no-trunc").OutputText.Should().Be(images);
        var before = File.ReadAllText(_scratch["audit"]);
        Own("oi-install", "docker", "--name", "seen", "--reload", "--no-verify");
        File.ReadAllText(_scratch["audit"]).Should().Be(before);
    }

    [Theory]
    [InlineData("echo broken >&2; exit 1", "a container with the runtime oci-interceptor does not run: dockerd refuses POST /containers/oci-interceptor-verify-*/start: *(--no-verify installs without running one)\n")]
    [InlineData("sed -i s/GREETING/OTHER/ \"$bundle\"/config.json", "a container with the runtime oci-interceptor does not run: * is registered, but a container was started without its rules, which would change [*GREETING*(--no-verify installs without running one)\n")]
    public void A_daemon_whose_containers_do_not_run_by_the_rules_gets_the_old_file_back(string onCreate, string message)
    {
        var images = _daemon.Docker("images", "--quiet", "--no-trunc").OutputText;
        var runtime = _scratch.WriteScript("bad-runtime", $$"""
            case " $* " in *" create "*)
              for word; do [ "${previous:-}" != --bundle ] || bundle=$word; previous=$word; done
              {{onCreate}}
            esac
            exec runc "$@"
            """);

        Call(["oi-install", "docker", "--default", "--reload", "--oi-env", "GREETING=one", "--oi-runtime-path", runtime]).Run().Exited(1).ErrorText
            .Should().Match($"oci-interceptor: {message}");

        File.ReadAllBytes(_daemon.ConfigurationFile).Should().Equal(_before);
        Directory.EnumerateFileSystemEntries(_links).Should().BeEmpty();
        Directory.EnumerateFiles(_etc["installed"]).Select(Path.GetFileName).Should().Equal("lock");
        Default().Should().Be("runc\n");
        _daemon.Docker("ps", "--all", "--quiet").OutputText.Should().BeEmpty();
        _daemon.Docker("images", "--quiet", "--no-trunc").OutputText.Should().Be(images);
        Look(null).Should().Be((0, "\n"));
    }

    /// <summary>The rule has seen the container, and done what it is there for.</summary>
    [Fact]
    public void A_policy_that_denies_the_container_is_installed()
    {
        _etc.Write("profiles/closed.json", """{ "rules": [{ "type": "deny", "when": { "hostname": "*" }, "message": "closed" }] }""");

        Own("oi-install", "docker", "--profile", "closed", "--reload").OutputText.Should().Contain("\nRules: deny. They refuse a container without anything special: ");

        Look("oci-interceptor").ExitCode.Should().Be(125);
    }

    [Theory]
    [InlineData("cannot use the runtime /no/such/runtime: ", "--oi-runtime-path", "/no/such/runtime")]
    [InlineData("config.json:1:", "--oi-env", "A=1")]
    public void What_could_not_work_changes_nothing(string message, params string[] arguments)
    {
        if (message.StartsWith("config", StringComparison.Ordinal))
            _etc.Write("config.json", "{ \"rules\": [{ \"type\": \"no-such\" }] }");

        Refused(["oi-install", "docker", "--reload", .. arguments]).Should().Contain(message);

        File.ReadAllBytes(_daemon.ConfigurationFile).Should().Equal(_before);
        Directory.EnumerateFileSystemEntries(_links).Should().BeEmpty();
        Directory.EnumerateFiles(_etc["installed"]).Select(Path.GetFileName).Should().Equal("lock");
    }

    /// <summary>A link there would work: the kernel asks where the program is.</summary>
    [Theory]
    [InlineData("docker")]
    [InlineData(null)]
    public void Scripts_are_not_made_where_nothing_may_be_executed(string? engine)
    {
        var place = _scratch.MakeDirectory("noexec");
        var mounting = new Command("unshare", "--mount", "sh", "-ec", "mount -t tmpfs -o noexec,mode=755 tmpfs \"$0\"; rc=0; \"$@\" || rc=$?; ls -A \"$0\" | sed 's/^/left: /'; exit $rc", place, PublishedBinary.Path);
        string[] install = ["oi-install", "--oi-env", "A=1", "--wrapper-dir", $"{place}/scripts"];

        var result = _daemon.Beside(mounting.Plus(engine is null ? install : [.. install, engine, "--config", _daemon.ConfigurationFile])).Run().Exited(1);

        result.ErrorText.Should().Be($"oci-interceptor: cannot use {place}/scripts: programs cannot be executed there, as on a file system that is mounted noexec\n");
        result.OutputText.Should().NotContain("left: ");
        File.ReadAllBytes(_daemon.ConfigurationFile).Should().Equal(_before);
    }

    /// <summary>One is looked at before anything is written, and not only by the first container.</summary>
    [Fact]
    public void A_runtime_that_may_not_be_executed_is_not_registered()
    {
        var place = _scratch.MakeDirectory("noexec");
        var mounting = new Command("unshare", "--mount", "sh", "-ec", "mount -t tmpfs -o noexec,mode=755 tmpfs \"$0\"; cp \"$(command -v runc)\" \"$0\"; exec \"$@\"", place, PublishedBinary.Path);

        _daemon.Beside(mounting.Plus("oi-install", "docker", "--oi-runtime-path", $"{place}/runc", "--link-dir", _links, "--config", _daemon.ConfigurationFile)).Run().Exited(1)
            .ErrorText.Should().Contain($"{place}/runc: Permission denied");

        File.ReadAllBytes(_daemon.ConfigurationFile).Should().Equal(_before);
        Directory.EnumerateFileSystemEntries(_links).Should().BeEmpty();
    }

    /// <summary>What is called dockerd, and only stands there.</summary>
    private Command Standing(params string[] arguments) => _daemon.Beside(new Command(_scratch.WriteScript("dockerd", "sleep 1000 & wait"), arguments));

    /// <summary>Without the name of containerd's shim, which newer releases list among them.</summary>
    private IEnumerable<string> Runtimes() =>
        _daemon.Docker("info", "--format", "{{range $k, $v := .Runtimes}}{{$k}} {{end}}").OutputText.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .Where(name => name != "io.containerd.runc.v2");

    private string Default() => _daemon.Docker("info", "--format", "{{.DefaultRuntime}}").OutputText;

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
