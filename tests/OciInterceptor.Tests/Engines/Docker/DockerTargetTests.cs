using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using OciInterceptor.Engines.Docker;
using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Tests.Call;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Engines.Docker;

/// <summary>With a process that is called dockerd and notes each SIGHUP, and a socket that answers as dockerd would.</summary>
public sealed class DockerTargetTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();
    private readonly FakePrograms _programs = new();
    private readonly List<Process> _started = [];
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Dictionary<string, string> _answers = [];

    // What the daemon has loaded: it keeps what a file does not state.
    private string _runtimes = "{}";
    private string _default = "runc";
    private bool _wasTold;

    public DockerTargetTests()
    {
        Directory.CreateDirectory(_scratch["policies/installed"]);
        Shell.Run("cp", ["/bin/sh", _scratch["dockerd"]]);
        Posix.MakeFifo(_scratch["fifo"]);
        _listener.Bind(new UnixDomainSocketEndPoint(_scratch["socket"]));
        _listener.Listen();
        new Thread(Serve) { IsBackground = true }.Start();
    }

    public void Dispose()
    {
        foreach (var process in _started)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }
        _listener.Dispose();
        _programs.Dispose();
        _scratch.Dispose();
    }

    private string Config => _scratch["daemon.json"];

    [Fact]
    public void A_runtime_is_there_once_the_daemon_has_read_the_file()
    {
        const string text = """{"runtimes":{"oi":{"path":"/opt/oi","runtimeArgs":["--oi-env","A=1"]}}}""";
        File.WriteAllText(Config, text);
        StartDaemon();

        Target().Reload();

        _runtimes.Should().Contain("/opt/oi");
        File.ReadAllText(Config).Should().Be(text);
    }

    [Theory]
    [InlineData("""{"oi":{"path":"/opt/old","runtimeArgs":["--oi-env"]}}""")]
    [InlineData("""{"oi":{"path":"/opt/oi","runtimeArgs":["--oi-log-file"]}}""")]
    [InlineData("""{"oi":{"path":"/opt/oi"}}""")]
    [InlineData("""{"oi":{"path":"/opt/oi --oi-env"}}""")]
    public void Another_call_of_its_name_is_not_taken_for_it(string loaded)
    {
        File.WriteAllText(Config, """{"runtimes":{"oi":{"path":"/opt/oi","runtimeArgs":["--oi-env"]}}}""");
        _runtimes = loaded;
        StartDaemon();

        Target().Reload();

        _runtimes.Should().Be("""{"oi":{"path":"/opt/oi","runtimeArgs":["--oi-env"]}}""");
    }

    [Fact]
    public void A_default_is_there_once_the_daemon_has_read_the_file()
    {
        File.WriteAllText(Config, """{"runtimes":{"oi":{"path":"/opt/oi"}},"default-runtime":"oi"}""");
        StartDaemon();

        Target().Reload();

        _default.Should().Be("oi");
    }

    /// <summary>It keeps what the file does not state, so for that moment the file states it.</summary>
    [Theory]
    [InlineData("""{"debug":true}""", "oi")]
    [InlineData("""{"runtimes":{"other":{"path":"/opt/other"}}}""", "oi")]
    [InlineData("""{"runtimes":{"other":{"path":"/opt/other"}},"default-runtime":"other"}""", "oi")]
    [InlineData("""{"runtimes":{"oi":{"path":"/opt/oi"}}}""", "oi")]
    [InlineData("""{"debug":true}""", "runc")]
    [InlineData("{}", "other")]
    public void What_is_taken_out_is_gone_once_the_daemon_has_read_the_file(string text, string chosen)
    {
        File.WriteAllText(Config, text);
        _runtimes = """{"oi":{"path":"/opt/oi"},"other":{"path":"/opt/other"}}""";
        _default = chosen;
        StartDaemon();

        Target().Reload();

        _runtimes.Contains("/opt/oi", StringComparison.Ordinal).Should().Be(text.Contains("/opt/oi", StringComparison.Ordinal));
        _default.Should().NotBe("oi");
        (_default == "other").Should().Be(chosen == "other" || text.Contains("default-runtime", StringComparison.Ordinal), "another default is nobody else's business");
        File.ReadAllText(Config).Should().Be(text);
    }

    [Fact]
    public void A_file_that_is_missing_is_missing_again_after_it()
    {
        _runtimes = """{"oi":{"path":"/opt/oi"}}""";
        StartDaemon();

        Target().Reload();

        _runtimes.Should().Be("{}");
        File.Exists(Config).Should().BeFalse();
    }

    /// <summary>A rootless daemon sees only what the machine had when it was started.</summary>
    [Fact]
    public void A_daemon_that_does_not_see_the_policies_gets_no_runtime()
    {
        File.WriteAllText(Config, """{"runtimes":{"oi":{"path":"/opt/oi"}}}""");
        var process = StartDaemon();
        var target = Target(records: _scratch["none/installed"]);
        var blindness = $"dockerd (process {process.Id}) does not see this machine's {_scratch["none"]}: a rootless one sees only what existed when it started: restart it";

        target.Invoking(engine => engine.Reload()).Should().Throw<InterceptorException>().WithMessage(blindness + ", and install again");
        target.Reminder(isTakenOut: false).Should().Be(blindness + ".");
        Hangups.Should().Be(0);

        File.WriteAllText(Config, "{}");
        target.Invoking(engine => engine.Reload()).Should().NotThrow("nothing is left to run without a policy");
        target.Reminder(isTakenOut: true).Should().StartWith($"dockerd (process {process.Id}) keeps the runtime until it is restarted ");
    }

    [Fact]
    public void A_daemon_is_told_of_with_what_it_needs()
    {
        File.WriteAllText(Config, "{}");
        Target().Reminder(isTakenOut: false).Should().BeNull("none runs");
        Target().Invoking(target => target.PrepareReload()).Should().Throw<InterceptorException>().WithMessage($"no running dockerd reads {Config}: start it, or leave out --reload");

        var process = StartDaemon();

        Target().PrepareReload();
        Target().Reminder(isTakenOut: false).Should().Be($"dockerd (process {process.Id}) keeps its old configuration until it reads {Config} again: use --reload, or send it SIGHUP.");
        Target().Reminder(isTakenOut: true).Should().Be(
            $"dockerd (process {process.Id}) keeps the runtime until it is restarted (SIGHUP does not remove one), and the program that it calls may be gone: restart it.");
    }

    [Fact]
    public void A_runtime_with_containers_is_not_taken_away()
    {
        File.WriteAllText(Config, "{}");
        StartDaemon();
        _answers["/containers/json?all=1"] = """[{"Id":"0123456789abcdef"},{"Id":"b"}]""";
        _answers["/containers/0123456789abcdef/json"] = """{"HostConfig":{"Runtime":"oi"}}""";
        _answers["/containers/b/json"] = """{"HostConfig":{"Runtime":"runc"}}""";
        var installed = new InstallRecord("docker", "oi", Config, []);

        Target().Invoking(target => target.RequireUnused(installed)).Should().Throw<InterceptorException>().WithMessage("the runtime oi is in use: remove the containers 0123456789ab first");

        _answers["/containers/json?all=1"] = "[]";
        Target().Invoking(target => target.RequireUnused(installed)).Should().NotThrow();
    }

    [Theory]
    [InlineData("{'data-root':'{0}/a','graph':'{0}/b'}", "a")]
    [InlineData("{'graph':'{0}/b'}", "b")]
    [InlineData("{}", ".local/share/docker")]
    [InlineData("", ".local/share/docker")]
    public void Without_a_daemon_its_containers_are_those_of_its_data_root(string text, string root)
    {
        var config = _scratch[".config/docker/daemon.json"];
        Directory.CreateDirectory(Path.GetDirectoryName(config)!);
        File.WriteAllText(config, text.Replace('\'', '"').Replace("{0}", _scratch.Path, StringComparison.Ordinal));
        foreach (var (directory, id) in new[] { ("a", "a"), ("b", "b"), (".local/share/docker", "l") })
        {
            var container = Directory.CreateDirectory(_scratch[$"{directory}/containers/{(directory == root ? id : id + "x")}"]).FullName;
            File.WriteAllText($"{container}/hostconfig.json", $$"""{"Runtime":"{{(directory == root ? "oi" : "runc")}}"}""");
        }

        new DockerDaemon(config, "oi", "/").Containers().Should().Equal(root == "a" ? "a" : root == "b" ? "b" : "l");
        new DockerDaemon(config, "none", "/").Containers().Should().BeEmpty();
    }

    [Fact]
    public void A_default_that_the_command_line_sets_is_not_set_again()
    {
        File.WriteAllText(Config, "{}");
        var process = StartDaemon("--default-runtime=runc");

        Target(isDefault: true).Invoking(target => target.Plan(new FileView())).Should().Throw<InterceptorException>()
            .WithMessage($"dockerd (process {process.Id}) was started with --default-runtime, and would not start with a file that names a default too: remove the flag first, or leave out --default");
        Target().Invoking(target => target.Plan(new FileView())).Should().NotThrow();
    }

    /// <summary>On SIGHUP dockerd takes the runtimes of its file alone; 20.10 panics if its default is then gone.</summary>
    [Theory]
    [InlineData("--add-runtime", "nv=/opt/nv")]
    [InlineData("--add-runtime=nv=/opt/nv")]
    [InlineData("--add-runtime=nv=/opt/nv", "--default-runtime", "nv")]
    public void A_daemon_with_runtimes_on_its_command_line_is_not_reloaded(params string[] flags)
    {
        File.WriteAllText(Config, "{}");
        var process = StartDaemon(flags);
        var loss = $"dockerd (process {process.Id}) was started with --add-runtime nv=/opt/nv, which it forgets when it reads {Config} again";
        var refusal = loss + ": put that runtime into the file in place of the flag and restart dockerd, or leave out --reload and restart dockerd by hand";

        Target().Invoking(target => target.PrepareReload()).Should().Throw<InterceptorException>().WithMessage(refusal);
        Target().Invoking(target => target.Reload()).Should().Throw<InterceptorException>().WithMessage(refusal);
        Target().Reminder(isTakenOut: false).Should().Be(loss + ": restart it to apply the change.");
        Hangups.Should().Be(0);
    }

    [Fact]
    public void A_default_of_the_command_line_is_what_it_becomes()
    {
        File.WriteAllText(Config, "{}");
        var process = StartDaemon("--add-runtime=nv=/opt/earlier", $"--add-runtime=nv={RuntimePrograms.Crun}/crun", "--add-runtime=nvidia=/opt/nvidia", "--default-runtime=nv");
        var target = Target();

        _ = target.Plan(new FileView()).ToList();

        target.Runtime!.Line.Should().Be($"The runtime behind oi is {RuntimePrograms.Crun}/crun: --add-runtime of dockerd (process {process.Id}) has it as the default.");
    }

    [Theory]
    [InlineData("""{"default-runtime":"gone"}""", "{0} has no entry for the default runtime gone")]
    [InlineData("""{"default-runtime":"gone","runtimes":{"gone":{}}}""", "{0}: the entry of the default runtime gone has neither a path nor a runtimeType")]
    public void A_default_that_is_missing_is_not_replaced_by_runc(string text, string fault)
    {
        File.WriteAllText(Config, text);
        foreach (var isDefault in (bool[])[true, false])
        {
            Target(isDefault).Invoking(target => target.Plan(new FileView { [Config] = FileState.Read(Config) })).Should().Throw<InterceptorException>()
                .WithMessage(string.Format(null, fault, Config) + ", and dockerd does not start with it: fix the file, or name a runtime with --oi-runtime-path");
        }
    }

    [Fact]
    public void A_daemon_without_the_flag_takes_a_default()
    {
        File.WriteAllText(Config, "{}");
        StartDaemon();

        Text(Target(isDefault: true).Plan(new FileView()).Single().State).Should().Contain("\"default-runtime\": \"oi\"");
        Text(Target().Plan(new FileView()).Single().State).Should().NotContain("default-runtime");
    }

    [Theory]
    [InlineData(" \t\r\n")]
    [InlineData("null")]
    [InlineData("{\"runtimes\":null}")]
    [InlineData("{}")]
    public void A_file_that_says_nothing_gets_the_runtime(string text)
    {
        File.WriteAllText(Config, text);

        DaemonConfiguration.Parse(Target().Plan(new FileView()).Single().State.Content!.Value, Config).Runtimes.Members.Select(member => member.Name.AsText()).Should().Equal("oi");
    }

    [Fact]
    public void Arguments_go_into_its_file_if_its_script_keeps_them()
    {
        Text(Target(arguments: "--oi-env A=1").Plan(new FileView()).Single().State).Should().Contain("--oi-env=A=1");
        Target(arguments: "--oi-env A=$(id)").Invoking(target => target.Plan(new FileView())).Should().Throw<InterceptorException>()
            .WithMessage("--oi-env=A=$(id) would not survive Docker's script*");
        Target(arguments: "--oi-env A=1", binary: "/opt/my tools/oci-interceptor").Invoking(target => target.Plan(new FileView())).Should().Throw<InterceptorException>()
            .WithMessage("/opt/my tools/oci-interceptor would not survive Docker's script*");
        Target(binary: "/opt/my tools/oci-interceptor").Invoking(target => target.Plan(new FileView())).Should().NotThrow("without arguments there is no script");
    }

    [Fact]
    public void What_it_needs_is_made_before_it_is_named() =>
        Target(flags: "--oi-env A=1").Plan(new FileView()).Select(file => file.Path).Should().Equal($"{_scratch["policies"]}/profiles/oi.json", "/opt/oci-interceptor-oi", Config);

    [Fact]
    public void A_name_that_is_taken_is_refused()
    {
        File.WriteAllText(Config, """{"runtimes":{"oi":{"path":"/x"}}}""");

        Target().Invoking(target => target.Plan(new FileView())).Should().Throw<InterceptorException>()
            .WithMessage("*the runtime oi already exists and was not registered by oi-install: choose another name with --name, or remove it");
    }

    [Fact]
    public void The_file_is_checked_by_the_dockerd_on_PATH()
    {
        _programs.Add("dockerd", """case $* in --help) echo "  --validate  x" ;; *) cat "$3" > "$0.text"; stat -c %a "$3" > "$0.mode"; echo bad >&2; exit 1 ;; esac""");

        Target().Invoking(target => target.Validate(Change(Config, "{}"))).Should().Throw<InterceptorException>().WithMessage("dockerd would not start with the change: bad");

        File.ReadAllText(_programs["dockerd.text"]).Should().Be("{}");
        File.ReadAllText(_programs["dockerd.mode"]).Should().Be("600\n", "it may hold secrets");
        var file = _scratch["policies/installed/daemon.json.check"];
        _programs.Calls("dockerd").Should().Equal("--help", $"--validate --config-file {file}");
        File.Exists(file).Should().BeFalse();
    }

    [Fact]
    public void Nothing_else_is_checked()
    {
        _programs.Add("dockerd", "case $* in --help) echo --validate ;; *) exit 1 ;; esac");

        Target().Validate(Change("/profile", "{}"));
        Target().Validate(ChangeSet.Of([new FileChange(Config, FileState.Of("{}"u8.ToArray()), FileState.Absent)]));
        _programs.Calls("dockerd").Should().BeEmpty();

        _programs.Add("dockerd", "case $* in --help) echo --validat ;; *) exit 1 ;; esac");
        Target().Validate(Change(Config, "{}"));
        _programs.Calls("dockerd").Should().Equal("--help");
    }

    [Fact]
    public void A_file_that_dockerd_takes_is_no_error()
    {
        _programs.Add("dockerd", "[ \"$*\" != --help ] || echo --validate");

        Target().Validate(Change(Config, "{}"));

        _programs.Calls("dockerd").Should().HaveCount(2);
    }

    [Fact]
    public void A_dockerd_that_cannot_be_run_is_an_error()
    {
        _programs.AddBroken("dockerd");

        Target().Invoking(target => target.Validate(Change(Config, "{}"))).Should().Throw<InterceptorException>().WithMessage($"cannot check the change with {_programs["dockerd"]}: *");
    }

    /// <summary>Another release may be on PATH.</summary>
    [Fact]
    public void The_running_dockerd_checks_rather_than_that_on_PATH()
    {
        _programs.Add("dockerd", "echo --validate; exit 1");
        File.WriteAllText(Config, "{}");
        StartDaemon();

        Target().Validate(Change(Config, "{}"));

        _programs.Calls("dockerd").Should().BeEmpty();
    }

    [Theory]
    [InlineData("", false, "{\"runtimes\":{}}")]
    [InlineData("{}", false, "{\"runtimes\":{}}")]
    [InlineData("{}", true, "{\"runtimes\":{},\"default-runtime\":\"runc\"}")]
    [InlineData("{\"runtimes\":null}", false, "{\"runtimes\":{}}")]
    [InlineData("{\"runtimes\":{\"a\":{}}}", false, "{\"runtimes\":{\"a\":{}}}")]
    [InlineData("{\"runtimes\":{\"a\":{}}}", true, "{\"runtimes\":{\"a\":{}},\"default-runtime\":\"runc\"}")]
    [InlineData("{\"default-runtime\":\"a\"}", true, "{\"default-runtime\":\"a\",\"runtimes\":{}}")]
    [InlineData("{\"default-runtime\":\"a\",\"runtimes\":{}}", true, "{\"default-runtime\":\"a\",\"runtimes\":{}}")]
    public void Defaults_are_stated_for_the_moment(string text, bool saysDefault, string stated)
    {
        File.WriteAllText(Config, text);

        using (new ExplicitConfiguration(Config, saysDefault))
        {
            string.Concat(File.ReadAllText(Config).Where(c => !char.IsWhiteSpace(c))).Should().Be(stated);
        }

        File.ReadAllText(Config).Should().Be(text);
    }

    [Theory]
    [InlineData("", "", "a")]
    [InlineData("-H unix://{0}/b", "", "b")]
    [InlineData("-H tcp://x -H unix://{0}/b -H unix://{0}/c", "", "b")]
    [InlineData("", "'hosts':['tcp://x','unix://{0}/c','unix://{0}/b']", "c")]
    [InlineData("-H unix://{0}/b", "'hosts':['unix://{0}/c']", "b")]
    [InlineData("-H unix://", "'hosts':['unix://{0}/c']", "a")]
    [InlineData("-H tcp://x", "", "a")]
    public void The_socket_is_the_first_that_the_daemon_listens_on(string flags, string members, string socket)
    {
        File.WriteAllText(Config, $"{{{members.Replace('\'', '"').Replace("{0}", _scratch.Path, StringComparison.Ordinal)}}}");
        var process = Start([$"--config-file={Config}", .. flags.Replace("{0}", _scratch.Path, StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        var daemon = new DockerDaemon(Config, "oi", "/").Only;
        var path = socket == "a" ? "/run/none/docker.sock" : _scratch[socket];

        FluentActions.Invoking(() => DockerApi.Of(daemon, DaemonConfiguration.Parse(File.ReadAllBytes(Config), Config)).Info).Should().Throw<InterceptorException>()
            .WithMessage($"cannot query dockerd at /proc/{process.Id}/root{path}: *");
    }

    private int Hangups => File.Exists(_scratch["hangups"]) ? File.ReadAllLines(_scratch["hangups"]).Length : 0;

    private DockerTarget Target(bool isDefault = false, string flags = "", string arguments = "", string? records = null, string binary = "/opt/oci-interceptor") => new(
        new RegistrationRequest("oi", RawArguments.Of($"{flags}{arguments} create").Options, binary, new PolicyPaths(_scratch["policies"]), new FakeHost())
        {
            SearchPath = $"{_programs.Path}:{RuntimePrograms.Runc}",
            UsesArguments = arguments.Length > 0,
        },
        Config,
        isDefault,
        new InstallRecords(records ?? _scratch["policies/installed"]));

    private Process StartDaemon(params string[] flags)
    {
        var process = Start([$"--config-file={Config}", $"--host=unix://{_scratch["socket"]}", .. flags]);
        while (!File.Exists(_scratch["ready"]))
        {
            Thread.Sleep(1);
        }
        return process;
    }

    private Process Start(string[] flags)
    {
        var script = $"trap 'echo >> {_scratch["hangups"]}' HUP; : > {_scratch["ready"]}; while :; do true < {_scratch["fifo"]}; done 2>/dev/null";
        var start = new ProcessStartInfo(_scratch["dockerd"], ["-c", script, .. flags]);
        start.Environment["ROOTLESSKIT_STATE_DIR"] = "/none";
        start.Environment["XDG_RUNTIME_DIR"] = "/run/none";
        var process = Process.Start(start)!;
        _started.Add(process);
        while (!File.ReadAllText($"/proc/{process.Id}/cmdline").StartsWith($"{_scratch["dockerd"]}\0-c\0", StringComparison.Ordinal))
        {
            Thread.Sleep(1);
        }
        return process;
    }

    // Once told, it loads what the file states when it is asked for the second time.
    private string Info()
    {
        var wasTold = _wasTold;
        _wasTold = Hangups > 0;
        if (wasTold && File.Exists(Config))
        {
            var stated = DaemonConfiguration.Parse(File.ReadAllBytes(Config), Config);
            if (stated.Root.Field("runtimes"u8) is { } runtimes)
            {
                _runtimes = Encoding.UTF8.GetString(File.ReadAllBytes(Config).AsSpan()[runtimes.Start..runtimes.End]);
            }
            _default = stated.DefaultRuntime ?? _default;
        }
        return $$"""{"Runtimes":{{_runtimes}},"DefaultRuntime":"{{_default}}"}""";
    }

    private void Serve()
    {
        try
        {
            while (true)
            {
                using var connection = _listener.Accept();
                var bytes = new byte[4096];
                var path = Encoding.ASCII.GetString(bytes, 0, connection.Receive(bytes)).Split(' ')[1];
                var body = path == "/info" ? Info() : _answers[path];
                connection.Send(Encoding.UTF8.GetBytes($"HTTP/1.0 200 OK\r\n\r\n{body}"));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }

    private static ChangeSet Change(string path, string after) => ChangeSet.Of([new FileChange(path, FileState.Absent, FileState.Of(Encoding.UTF8.GetBytes(after)))]);

    private static string Text(FileState state) => Encoding.UTF8.GetString(state.Content!.Value.Span);
}
