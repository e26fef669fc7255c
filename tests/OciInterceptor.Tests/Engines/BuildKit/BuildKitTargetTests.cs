using OciInterceptor.Engines.BuildKit;
using OciInterceptor.Engines.Install;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Tests.Call;
using OciInterceptor.Tests.Engines.Doctor;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Engines.BuildKit;

/// <summary>The two places where BuildKit's runtime is named: a unit of dockerd, and buildkitd's own file.</summary>
public sealed class BuildKitTargetTests : IDisposable
{
    private readonly TemporaryDirectory _scratch = new();
    private readonly FakePrograms _programs = new();
    private readonly FakeMachine _machine = new() { OtherRuntime = "/usr/sbin/runc" };
    private readonly List<string> _shown = [];

    public BuildKitTargetTests()
    {
        Shell.Run("chmod", ["0755", _scratch.Path]);
        _programs.Add("dockerd", "# DOCKER_BUILDKIT_RUNC_COMMAND");
    }

    public void Dispose()
    {
        _programs.Dispose();
        _scratch.Dispose();
    }

    private string Unit => _scratch["docker.service.d/oi.conf"];

    private string Toml => _scratch["buildkitd.toml"];

    private string Binary => _scratch["oci-interceptor"];

    [Fact]
    public void A_unit_gives_dockerd_the_variable_and_is_gone_again()
    {
        Install(Unit).Should().StartWith($"buildkit calls {Binary} for the runtime oi.\nIt becomes /usr/sbin/runc (runc version 1.3.3).\n")
            .And.EndWith("To apply the change: systemctl daemon-reload && systemctl restart docker. Containers keep running meanwhile only with \"live-restore\".\n");

        File.ReadAllText(Unit).Should().Be($"# Put here by oi-install, taken out by oi-uninstall.\n[Service]\nEnvironment=DOCKER_BUILDKIT_RUNC_COMMAND={Binary}\n");
        Install(Unit).Should().StartWith("There is nothing to change.\n");
        Uninstall();
        File.Exists(Unit).Should().BeFalse();
    }

    [Fact]
    public void What_an_operator_added_to_the_unit_stays()
    {
        Install(Unit);
        File.AppendAllText(Unit, "Nice=5\n");

        Uninstall();

        File.ReadAllText(Unit).Should().Be("[Service]\nNice=5\n");
    }

    [Fact]
    public void A_unit_to_which_only_blank_lines_were_added_is_gone_again()
    {
        Install(Unit);
        File.AppendAllText(Unit, "\n  \n");

        Uninstall();

        File.Exists(Unit).Should().BeFalse();
    }

    [Fact]
    public void A_dockerd_that_does_not_read_the_variable_is_refused()
    {
        _programs.Add("dockerd", "# an older one");
        Refused(Unit).Should().Be("this dockerd does not read DOCKER_BUILDKIT_RUNC_COMMAND, which needs Docker 25 or later: use oi-install path");

        File.Delete(_programs["dockerd"]);
        Refused(Unit).Should().Be("no dockerd on PATH: for a buildkitd of its own, name its file with --config /etc/buildkit/buildkitd.toml");
        File.Exists(Unit).Should().BeFalse();
    }

    /// <summary>systemd takes the last of them, without a word.</summary>
    [Fact]
    public void Another_units_runtime_is_not_overruled()
    {
        Directory.CreateDirectory(_scratch["docker.service.d"]);
        var other = _scratch.File("docker.service.d/other.conf", "[Service]\nEnvironment=\"DOCKER_BUILDKIT_RUNC_COMMAND=/usr/bin/sysbox-runc\"\n");
        Refused(Unit).Should().Be($"{other} already names /usr/bin/sysbox-runc as BuildKit's runtime: remove it, and name that runtime with --oi-runtime-path if it is to be kept");

        File.WriteAllText(other, "[Service]\nEnvironment=A=B\n");
        Install(Unit);
    }

    /// <summary>As systemd.exec(5) and systemd.syntax(7) have it.</summary>
    [Theory]
    [InlineData("Environment={V}=/a", "/a")]
    [InlineData("Environment=\"{V}=/a\" \"B=2\"", "/a")]
    [InlineData("Environment='{V}=/my tools/a' B=2", "/my tools/a")]
    [InlineData("Environment={V}=\"/my tools/a\" B=2", "/my tools/a")]
    [InlineData("Environment=B=2\t{V}=/a\tC=3", "/a")]
    [InlineData("  Environment = B=2 {V}=/a", "/a")]
    [InlineData("Environment={V}=/100%%/a", "/100%/a")]
    [InlineData("Environment={V}=/a\nEnvironment={V}=/b", "/b")]
    [InlineData("Environment={V}=/a {V}=/b", "/b")]
    [InlineData("Environment={V}=/a\nEnvironment=B=2", "/a")]
    [InlineData("Environment={V}=/a\nEnvironment=", null)]
    [InlineData("Environment=\nEnvironment={V}=/a", "/a")]
    [InlineData("Environment=MY_{V}=/a", null)]
    [InlineData("Environment={V}S=/a", null)]
    [InlineData("#Environment={V}=/a", null)]
    [InlineData("EnvironmentFile={V}=/a", null)]
    [InlineData("PassEnvironment={V}", null)]
    public void A_unit_says_which_command_it_is(string lines, string? command) =>
        DockerUnitTarget.CommandIn(System.Text.Encoding.UTF8.GetBytes($"[Service]\n{lines}\n".Replace("{V}", "DOCKER_BUILDKIT_RUNC_COMMAND", StringComparison.Ordinal))).Should().Be(command);

    [Fact]
    public void A_file_of_somebody_elses_stays()
    {
        Directory.CreateDirectory(_scratch["docker.service.d"]);
        File.WriteAllText(Unit, "[Service]\nNice=1\n");

        Refused(Unit).Should().Be($"{Unit} already exists and was not written by oi-install: choose another runtime name with --name");
    }

    [Fact]
    public void A_path_that_a_unit_would_read_otherwise_is_refused_and_a_specifier_is_escaped()
    {
        foreach (var sign in (string[])[" ", "\t", "\"", "\\", "'", "$"])
        {
            Refused(Unit, binary: $"/opt/two{sign}words/oci-interceptor").Should().StartWith($"/opt/two{sign}words/oci-interceptor cannot be written into a unit of systemd");
        }

        Install(Unit, binary: "/opt/100%/oci-interceptor");
        File.ReadAllText(Unit).Should().Contain("=/opt/100%%/oci-interceptor\n");
        DockerUnitTarget.CommandIn(File.ReadAllBytes(Unit)).Should().Be("/opt/100%/oci-interceptor");
    }

    [Theory]
    [InlineData("", "# oci-interceptor oi: put here by oi-install, taken out by oi-uninstall\n[worker.oci]\n  binary = \"{0}\"\n# oci-interceptor oi: end\n")]
    [InlineData("debug = true", "debug = true\n\n# oci-interceptor oi: put here by oi-install, taken out by oi-uninstall\n[worker.oci]\n  binary = \"{0}\"\n# oci-interceptor oi: end\n")]
    [InlineData("[worker.oci]\n  gc = true\n[grpc]\n", "[worker.oci]\n  binary = \"{0}\" # oci-interceptor oi: this line\n  gc = true\n[grpc]\n")]
    [InlineData("[worker.oci]\n[worker.oci.labels]\n\"a\" = \"b\"\n", "[worker.oci]\n  binary = \"{0}\" # oci-interceptor oi: this line\n[worker.oci.labels]\n\"a\" = \"b\"\n")]
    [InlineData("[worker.containerd]\n  enabled = false\n", "[worker.containerd]\n  enabled = false\n\n# oci-interceptor oi: put here by oi-install, taken out by oi-uninstall\n[worker.oci]\n  binary = \"{0}\"\n# oci-interceptor oi: end\n")]
    public void A_buildkitd_of_its_own_has_the_program_in_its_file(string before, string after)
    {
        File.WriteAllText(Toml, before);

        Install(Toml).Should().EndWith("To apply the change, restart buildkitd: builds that run meanwhile fail.\n");
        File.ReadAllText(Toml).Should().Be(string.Format(null, after, Binary));
        Uninstall();

        File.ReadAllText(Toml).Should().Be(before);
    }

    [Fact]
    public void A_file_that_did_not_exist_is_gone_again_and_an_edit_stays()
    {
        Install(Toml);
        Uninstall();
        File.Exists(Toml).Should().BeFalse();

        File.WriteAllText(Toml, "[worker.oci]\n");
        Install(Toml);
        File.AppendAllText(Toml, "  gc = true\n");
        Uninstall();
        File.ReadAllText(Toml).Should().Be("[worker.oci]\n  gc = true\n");
    }

    [Theory]
    [InlineData("[worker.oci]\n  binary = \"crun\"\n", ":2: the program crun is already named here: remove the line, and name that program with --oi-runtime-path if it is to be kept")]
    [InlineData("worker.oci.gc = true\n", ":1: the worker is not written as a table: write it as [worker.oci]")]
    [InlineData("[worker]\noci.gc = true\n", ":2: the worker is not written as a table: write it as [worker.oci]")]
    [InlineData("[worker]\noci = { gc = true }\n", ":2: the worker is not written as a table: write it as [worker.oci]")]
    public void What_names_the_worker_otherwise_is_refused_with_its_line(string text, string message)
    {
        File.WriteAllText(Toml, text);

        Refused(Toml).Should().Be(Toml + message);

        File.ReadAllText(Toml).Should().Be(text);
    }

    [Fact]
    public void A_program_whose_mark_is_gone_is_not_left_without_its_file()
    {
        Install(Toml);
        File.WriteAllText(Toml, $"[worker.oci]\nbinary = \"{Binary}\"\n");

        FluentActions.Invoking(Uninstall).Should().Throw<InterceptorException>().WithMessage($"{Toml}:2: the runtime oi is here, but not between the comments *");
    }

    /// <summary>buildkitd looks for it first.</summary>
    [Fact]
    public void The_runtime_is_the_one_that_buildkitd_would_run()
    {
        var own = _programs.Add("buildkit-runc", "");

        Install(Toml);

        new FileInfo(_scratch["policies/profiles/oi.runtime"]).LinkTarget.Should().Be(own);
        File.ReadAllText(Toml).Should().Contain($"\"{Binary}-oi\"");
        Uninstall();
        File.Exists(_scratch["policies/profiles/oi.runtime"]).Should().BeFalse();
    }

    [Fact]
    public void Neither_takes_arguments_or_can_be_reloaded()
    {
        Refused(Toml, flags: "--oi-env A=1", usesArguments: true).Should().Be("BuildKit takes no arguments: leave out --args, and a profile will hold them");
        FluentActions.Invoking(() => new BuildKitEngine().Install(Request(Toml) with { IsReloading = true })).Should().Throw<InterceptorException>()
            .WithMessage("BuildKit's runtime is read only when the daemon starts: leave out --reload. To apply the change, restart buildkitd: builds that run meanwhile fail.");
        File.Exists(Toml).Should().BeFalse();
    }

    [Fact]
    public void A_text_in_a_program_is_found_wherever_it_lies()
    {
        var file = _scratch["program"];
        File.WriteAllBytes(file, [.. new byte[(1 << 20) - 3], .. "needle"u8, .. new byte[10]]);

        ProgramText.Has(file, "needle"u8).Should().BeTrue();
        ProgramText.Has(file, "needles"u8).Should().BeFalse();
        File.WriteAllBytes(file, [.. "needle"u8]);
        ProgramText.Has(file, "needle"u8).Should().BeTrue();
        FluentActions.Invoking(() => ProgramText.Has(_scratch.Path, "x"u8)).Should().Throw<InterceptorException>().WithMessage($"cannot read {_scratch.Path}: *");
        FluentActions.Invoking(() => ProgramText.Has(_scratch["none"], "x"u8)).Should().Throw<InterceptorException>().WithMessage($"cannot read {_scratch["none"]}: *");
    }

    [Fact]
    public void It_is_an_engine_of_the_machine_where_its_runtime_is_named()
    {
        var machine = new FakeMachine().WithInterceptor().WithProgram("dockerd");
        new BuildKitEngine().Find(machine).Should().BeNull();

        machine.With("/etc/systemd/system/docker.service.d/a.conf", "[Service]\nEnvironment=DOCKER_BUILDKIT_RUNC_COMMAND=/usr/bin/oci-interceptor\n")
            .With("/etc/buildkit/buildkitd.toml", "[worker.oci]\nbinary = 'crun'\n");

        new BuildKitEngine().Find(machine)!.Runtimes.Select(runtime => (runtime.Path, runtime.IsInterceptor, runtime.Source)).Should().Equal(
            ("crun", false, "/etc/buildkit/buildkitd.toml"), ("/usr/bin/oci-interceptor", true, "/etc/systemd/system/docker.service.d/a.conf"));
    }

    [Fact]
    public void Its_configuration_that_cannot_be_read_is_a_fault()
    {
        const string Path = "/etc/buildkit/buildkitd.toml";
        var machine = new FakeMachine().WithProgram("buildkitd").With(Path);
        machine.Unreadable.Add(Path);

        new BuildKitEngine().Find(machine)!.Faults.Select(fault => fault.Message).Should().Equal($"cannot read {Path}: Permission denied");
    }

    private string Install(string configuration, string? binary = null) => new BuildKitEngine().Install(Request(configuration, binary));

    private string Refused(string configuration, string? binary = null, string flags = "", bool usesArguments = false) =>
        FluentActions.Invoking(() => new BuildKitEngine().Install(Request(configuration, binary, flags, usesArguments))).Should().Throw<InterceptorException>().Which.Message;

    private void Uninstall() => new BuildKitEngine().Uninstall(Request("") with { Configuration = null });

    private InstallRequest Request(string configuration, string? binary = null, string flags = "", bool usesArguments = false) => new(
        new RegistrationRequest("oi", RawArguments.Of($"{flags} create").Options, binary ?? Binary, new PolicyPaths(_scratch["policies"]), new FakeHost())
        {
            SearchPath = _programs.Path,
            UsesArguments = usesArguments,
        },
        _shown.Add)
    {
        Machine = _machine,
        Configuration = configuration,
    };
}
