using System.Text;
using OciInterceptor.Engines;
using OciInterceptor.Engines.Containerd;
using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Tests.Call;
using OciInterceptor.Tests.Engines.Doctor;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Engines.Containerd;

/// <summary>With a containerd that prints its file, and what that imports.</summary>
public sealed class ContainerdTargetTests : IDisposable
{
    private const string Table2 = "plugins.\"io.containerd.grpc.v1.cri\".containerd";
    private const string Table3 = "plugins.\"io.containerd.cri.v1.runtime\".containerd";

    private readonly TemporaryDirectory _scratch = new();
    private readonly FakePrograms _programs = new();

    public ContainerdTargetTests()
    {
        Directory.CreateDirectory(_scratch["conf.d"]);
        Directory.CreateDirectory(_scratch["records"]);
    }

    public void Dispose()
    {
        _programs.Dispose();
        _scratch.Dispose();
    }

    private string Config => _scratch["config.toml"];

    private string DropIn => _scratch["conf.d/oi.toml"];

    private string Importing => $"version = 3\nimports = ['{_scratch["conf.d"]}/*.toml']\n[{Table3}]\nx = 1\n";

    [Fact]
    public void What_the_file_imports_gets_a_drop_in_that_containerd_is_asked_about()
    {
        AddContainerd();
        File.WriteAllText(Config, Importing);
        File.WriteAllText(_scratch["conf.d/a.toml"], $"[{Table3}.runtimes.a]\nruntime_type = 'a'\n");
        var target = Target(isDefault: true);

        var planned = target.Plan(new FileView()).Should().ContainSingle().Which;

        planned.Path.Should().Be(DropIn);
        Text(planned.State).Should().StartWith("# oci-interceptor oi: put here").And.Contain("BinaryName = \"/opt/oci-interceptor\"\n").And.Contain("default_runtime_name = \"oi\"\n");
        _programs.Calls("containerd").Should().Equal($"--config {Config} config dump");

        target.Validate(Change(planned));

        var calls = _programs.Calls("containerd");
        calls.Should().HaveCount(2);
        calls[1].Should().StartWith($"--config {_scratch.Path}/").And.NotContain($" {Config} ");
        File.Exists(DropIn).Should().BeFalse();
        Directory.GetFileSystemEntries(_scratch["records"]).Should().BeEmpty();
        Directory.GetFiles(_scratch.Path).Should().Equal(Config);
    }

    /// <summary>A drop-in must not have a higher version than the file that imports it, and what is written is found again.</summary>
    [Theory]
    [InlineData("3")]
    [InlineData("4")]
    public void A_drop_in_has_the_version_of_the_file(string version)
    {
        AddContainerd();
        File.WriteAllText(Config, Importing.Replace("version = 3", $"version = {version}", StringComparison.Ordinal));
        var target = Target(isDefault: true);

        var planned = target.Plan(new FileView()).Should().ContainSingle().Which;
        target.Validate(Change(planned));

        Text(planned.State).Should().Contain($"\nversion = {version}\n");
        var machine = new FakeMachine().WithProgram("containerd").WithInterceptor("/opt/oci-interceptor")
            .With("/etc/containerd/config.toml", $"version = {version}\nimports = ['/etc/containerd/conf.d/*.toml']\n").With("/etc/containerd/conf.d/oi.toml", Text(planned.State));
        EngineList.Find(machine).Should().ContainSingle().Which.Runtimes.Select(runtime => (runtime.Name, runtime.Path, runtime.IsDefault, runtime.IsInterceptor))
            .Should().Equal(("runc", "runc", false, false), ("oi", "/opt/oci-interceptor", true, true));
    }

    /// <summary>k3s with containerd 2 reads the newer template, if there is one.</summary>
    [Theory]
    [InlineData("config.toml.tmpl", true, "version = 3\n", true)]
    [InlineData("config.toml.tmpl", true, "version = 2\n", false)]
    [InlineData("config.toml.tmpl", true, null, false)]
    [InlineData("config.toml.tmpl", false, "version = 3\n", false)]
    [InlineData("config-v3.toml.tmpl", true, "version = 3\n", false)]
    public void A_template_that_is_not_read_is_refused(string name, bool hasNewer, string? made, bool isRefused)
    {
        if (hasNewer)
        {
            _scratch.File("config-v3.toml.tmpl");
        }
        if (made is not null)
        {
            _scratch.File("config.toml", made);
        }
        var plan = FluentActions.Invoking(() => Target(file: name).Plan(new FileView()));
        if (isRefused)
        {
            plan.Should().Throw<InterceptorException>().WithMessage($"{_scratch[name]} is not read, because {_scratch["config-v3.toml.tmpl"]} is there: name that one with --config");
        }
        else
        {
            Text(plan().Single().State).Should().StartWith("{{ template \"base\" . }}\n\n# oci-interceptor oi: put here");
        }
    }

    [Fact]
    public void A_template_of_an_unknown_version_is_refused() =>
        FluentActions.Invoking(() => Target(file: "config-v5.toml.tmpl").Plan(new FileView())).Should().Throw<InterceptorException>()
            .WithMessage($"{_scratch["config-v5.toml.tmpl"]}:1: unsupported version 5: want 2, 3 or 4");

    [Fact]
    public void A_file_of_version_4_needs_a_containerd_that_reads_it()
    {
        AddContainerd();
        File.WriteAllText(Config, $"version = 4\n[{Table2}.runtimes.runc]\nruntime_type = 'r'\n");

        FluentActions.Invoking(() => Target().Plan(new FileView())).Should().Throw<InterceptorException>()
            .WithMessage($"{Config} has version 4, which needs containerd 2.3 or later: the one on PATH is older");
    }

    /// <summary>What an earlier installation wrote is replaced, and must not be taken for somebody else's.</summary>
    [Fact]
    public void A_drop_in_that_is_replaced_does_not_count()
    {
        AddContainerd();
        File.WriteAllText(Config, Importing);
        File.WriteAllText(DropIn, $"version = 3\n[{Table3}.runtimes.oi.options]\nBinaryName = '/opt/old'\n");
        var files = new FileView { [DropIn] = FileState.Absent };
        var target = Target();

        var planned = target.Plan(files).Should().ContainSingle().Which;
        target.Validate(ChangeSet.Of([new FileChange(DropIn, FileState.Read(DropIn), planned.State)]));

        planned.Path.Should().Be(DropIn);
        File.ReadAllText(DropIn).Should().Contain("/opt/old");
        Directory.GetFileSystemEntries(_scratch["records"]).Should().BeEmpty();
    }

    [Theory]
    [InlineData($"[{Table3}.runtimes.oi.options]\nBinaryName = '/opt/else'\n", "containerd would not know the runtime oi after the change: {0}/conf.d/a.toml:2 has the runtime oi too, and overrides {0}/conf.d/oi.toml: remove it there, or choose another name with --name")]
    [InlineData($"[{Table3}]\ndefault_runtime_name = 'x'\n", "containerd would not use the runtime oi after the change: {0}/conf.d/a.toml:2 sets default_runtime_name = 'x', and overrides {0}/conf.d/oi.toml: remove that line, or leave out --default")]
    [InlineData("[y]\ny = 1\n", "containerd would read other settings differently after the change: *")]
    public void A_drop_in_that_another_file_spoils_is_refused(string other, string message)
    {
        AddContainerd();
        File.WriteAllText(Config, Importing);
        var target = Target(isDefault: true);
        var planned = target.Plan(new FileView()).Single();
        File.WriteAllText(_scratch["conf.d/a.toml"], other);

        target.Invoking(engine => engine.Validate(Change(planned))).Should().Throw<InterceptorException>().WithMessage(string.Format(null, message, _scratch.Path));
        Directory.GetFileSystemEntries(_scratch["records"]).Should().BeEmpty();
        Directory.GetFiles(_scratch.Path).Should().Equal(Config);
    }

    /// <summary>Of a configuration that may have a registry's password: whatever the file's mode, a copy is its owner's alone.</summary>
    [Fact]
    public void What_is_checked_beside_the_files_is_nobody_elses_to_read()
    {
        _programs.Add("containerd", """
            for file in "$2" $(sed -n "s/^imports = \['\(.*\)'\]$/\1/p" "$2"); do stat -c '%a %n' "${file%/*}" "$file"; done > "$0.modes"
            cat "$2"
            """);
        File.WriteAllText(Config, Importing);
        var target = Target();
        var planned = target.Plan(new FileView()).Single();

        target.Invoking(engine => engine.Validate(Change(planned))).Should().Throw<InterceptorException>();

        var modes = File.ReadAllLines(_programs["containerd.modes"]);
        modes.Should().HaveCount(4);
        modes[1].Should().StartWith($"600 {Config}.check");
        modes[2].Should().StartWith($"700 {_scratch["records"]}/");
        modes[3].Should().StartWith($"600 {_scratch["records"]}/").And.EndWith("/oi.toml");
    }

    /// <summary>As containerd does, from the directory of the file that has them.</summary>
    [Theory]
    [InlineData("conf.d/*.toml")]
    [InlineData("conf.d/a.toml")]
    [InlineData("./x/../conf.d/a.toml")]
    public void Imports_without_a_slash_before_them_are_beside_the_file(string import)
    {
        File.WriteAllText(_scratch["conf.d/a.toml"], $"[{Table3}.runtimes.oi.options]\nBinaryName = '/opt/else'\n");
        var imports = new ContainerdImports(Config, ContainerdConfiguration.Parse($"version = 3\nimports = ['{import}']\n", Config));

        imports.Override("oi", "/opt/oi", isDefault: false, Config).Should().StartWith($"{_scratch["conf.d/a.toml"]}:2 has the runtime oi too, and overrides {Config}: ");
        imports.Override("oi", "/opt/else", isDefault: false, Config).Should().BeNull("it is the same program");
        imports.Override("oi", "/opt/oi", isDefault: false, _scratch["conf.d/a.toml"]).Should().BeNull("it is the file that was written");
    }

    [Fact]
    public void A_name_that_an_imported_file_has_is_not_taken()
    {
        AddContainerd();
        File.WriteAllText(Config, Importing);
        File.WriteAllText(_scratch["conf.d/a.toml"], $"[{Table3}.runtimes.oi]\nx = 1\n");

        FluentActions.Invoking(() => Target().Plan(new FileView())).Should().Throw<InterceptorException>()
            .WithMessage($"a file that {Config} imports already has the runtime oi: choose another name with --name, or remove it there");
    }

    [Fact]
    public void A_drop_in_of_somebody_elses_stays()
    {
        File.WriteAllText(Config, Importing);
        File.WriteAllText(DropIn, "# mine\n");

        FluentActions.Invoking(() => Target().Plan(new FileView())).Should().Throw<InterceptorException>()
            .WithMessage($"{DropIn} already exists and was not written by oi-install: choose another runtime name with --name");
    }

    [Fact]
    public void Without_imports_the_file_itself_is_changed_and_checked_beside_it()
    {
        AddContainerd();
        File.WriteAllText(Config, $"version = 2\n[{Table2}.runtimes.runc]\nruntime_type = 'r'\n");
        var target = Target();

        var planned = target.Plan(new FileView()).Should().ContainSingle().Which;
        planned.Path.Should().Be(Config);
        target.Validate(Change(planned));

        var calls = _programs.Calls("containerd");
        calls[0].Should().Be($"--config {Config} config dump");
        calls[1].Should().StartWith($"--config {Config}.check").And.EndWith(" config dump");
        Directory.GetFiles(_scratch.Path).Should().Equal(Config);
    }

    /// <summary>An earlier installation is in the file still.</summary>
    [Fact]
    public void What_the_file_is_without_an_earlier_installation_is_asked_about_beside_it()
    {
        AddContainerd();
        File.WriteAllText(Config, $"version = 2\n[{Table2}.runtimes.oi]\nruntime_type = 'r'\n");
        var files = new FileView { [Config] = State($"version = 2\n[{Table2}.runtimes.runc]\nruntime_type = 'r'\n") };

        Target().Plan(files).Should().ContainSingle().Which.Path.Should().Be(Config);

        _programs.Calls("containerd").Should().ContainSingle().Which.Should().StartWith($"--config {Config}.check");
    }

    [Theory]
    [InlineData(Table2, "version = 2\n")]
    [InlineData(Table3, "version = 3\n")]
    [InlineData(Table3, "version = 4\n")]
    public void Without_a_file_it_is_asked_for_its_default(string table, string start)
    {
        AddContainerd();
        File.WriteAllText(_programs["containerd.default"], $"{start}[{table}.runtimes.runc]\nruntime_type = 'io.containerd.runc.v2'\n");

        var planned = Target().Plan(new FileView()).Should().ContainSingle().Which;

        planned.Path.Should().Be(Config);
        Text(planned.State).Should().StartWith(start);
        _programs.Calls("containerd").Should().Equal("config default");
    }

    [Fact]
    public void A_file_of_version_3_needs_a_containerd_that_reads_it()
    {
        AddContainerd();
        File.WriteAllText(Config, $"version = 3\n[{Table2}.runtimes.runc]\nruntime_type = 'r'\n");

        FluentActions.Invoking(() => Target().Plan(new FileView())).Should().Throw<InterceptorException>()
            .WithMessage($"{Config} has version 3, which needs containerd 2.0 or later: the one on PATH is older");
    }

    [Fact]
    public void Without_a_containerd_its_files_are_read_as_they_are()
    {
        File.WriteAllText(Config, $"version = 3\n[{Table2}.runtimes.runc]\nruntime_type = 'r'\n");
        var target = Target();

        var planned = target.Plan(new FileView()).Should().ContainSingle().Which;
        target.Validate(Change(planned));

        Text(planned.State).Should().Contain($"[{Table3}.runtimes.oi]");
    }

    [Fact]
    public void A_file_that_containerd_rejects_is_an_error()
    {
        _programs.Add("containerd", "echo bad >&2; exit 2");
        File.WriteAllText(Config, "version = 2\n");

        FluentActions.Invoking(() => Target().Plan(new FileView())).Should().Throw<InterceptorException>().WithMessage($"containerd rejects {Config}: bad");
        File.Delete(Config);
        FluentActions.Invoking(() => Target().Plan(new FileView())).Should().Throw<InterceptorException>().WithMessage("containerd rejects its own default: bad");
    }

    [Fact]
    public void A_containerd_that_cannot_be_run_is_an_error()
    {
        _programs.AddBroken("containerd");
        File.WriteAllText(Config, "version = 2\n");

        FluentActions.Invoking(() => Target().Plan(new FileView())).Should().Throw<InterceptorException>().WithMessage($"cannot run {_programs["containerd"]} to read {Config}: *");
    }

    [Fact]
    public void A_check_that_cannot_be_written_is_an_error()
    {
        AddContainerd();
        File.WriteAllText(Config, Importing);
        var target = Target();
        var planned = target.Plan(new FileView()).Single();
        Directory.Delete(_scratch["records"]);
        File.WriteAllText(_scratch["records"], "");

        target.Invoking(engine => engine.Validate(Change(planned))).Should().Throw<InterceptorException>().WithMessage($"cannot write {_scratch["records"]}/check-imports*");
    }

    [Fact]
    public void What_is_taken_out_is_not_asked_about()
    {
        AddContainerd();
        var target = Target();

        target.Validate(ChangeSet.Of([new FileChange(Config, State("version = 2\n"), FileState.Absent)]));
        target.Validate(ChangeSet.Of([new FileChange("/profile", FileState.Absent, State("x"))]));
        target.Validate(ChangeSet.Of([new FileChange(DropIn, State("version = 3\n"), FileState.Absent)]));

        _programs.Calls("containerd").Should().BeEmpty();
    }

    [Fact]
    public void A_changed_file_is_asked_about_without_a_plan_too()
    {
        AddContainerd();
        File.WriteAllText(Config, "version = 2\nx = 1\n");

        Target().Validate(ChangeSet.Of([new FileChange(Config, State("version = 2\nx = 1\n"), State("version = 2\n"))]));

        _programs.Calls("containerd").Should().ContainSingle().Which.Should().StartWith($"--config {Config}.check");
    }

    [Theory]
    [InlineData("{0}/crun", null, "{0}/crun")]
    [InlineData("{0}/crun", "/opt/other", "/opt/other")]
    [InlineData("crun", null, "{0}/crun")]
    [InlineData("", null, null)]
    public void A_program_in_runcs_entry_is_the_runtime_to_become(string configured, string? asked, string? runtime)
    {
        _programs.Add("crun", "");
        (configured, runtime) = (string.Format(null, configured, _programs.Path), runtime is null ? null : string.Format(null, runtime, _programs.Path));
        File.WriteAllText(Config, $"version = 2\n[{Table2}.runtimes.runc.options]\nBinaryName = '{configured}'\n");

        var planned = Target(runtime: asked).Plan(new FileView()).ToList();

        planned.Where(file => file.Path.EndsWith(".runtime", StringComparison.Ordinal)).Select(file => file.State.Target).Should().Equal(runtime is null ? [] : [runtime]);
        planned[^1].Path.Should().Be(Config, "what it needs is made before it is named");
        Text(planned[^1].State).Should().Contain($"BinaryName = \"/opt/oci-interceptor{(runtime is null ? "" : "-oi")}\"\n");
    }

    /// <summary>Without the line of "base", k3s would lose its whole configuration.</summary>
    [Theory]
    [InlineData("config.toml.tmpl", null)]
    [InlineData("config-v3.toml.tmpl", null)]
    [InlineData("config-v3.toml.tmpl", "# a comment alone\n")]
    public void A_template_that_is_made_has_what_k3s_has(string name, string? text)
    {
        if (text is not null)
        {
            File.WriteAllText(_scratch[name], text);
        }

        var made = Text(Target(file: _scratch[name]).Plan(new FileView()).Last().State);

        made.Should().StartWith(text + "{{ template \"base\" . }}\n").And.EndWith(
            $"""
              [plugins.'{(name.Contains("v3", StringComparison.Ordinal) ? "io.containerd.cri.v1.runtime" : "io.containerd.grpc.v1.cri")}'.containerd.runtimes.oi.options]
                BinaryName = "/opt/oci-interceptor"
                SystemdCgroup = $$ .SystemdCgroup %%
            # oci-interceptor oi: end

            """.Replace("$$", "{{", StringComparison.Ordinal).Replace("%%", "}}", StringComparison.Ordinal).Replace('\'', '"'));
    }

    [Fact]
    public void Arguments_have_no_place_in_its_file()
    {
        File.WriteAllText(Config, "version = 2\n");

        FluentActions.Invoking(() => Target(arguments: "--oi-env A=1").Plan(new FileView())).Should().Throw<InterceptorException>()
            .WithMessage("containerd takes no arguments: leave out --args, and a profile will hold them");
    }

    [Theory]
    [InlineData(false, "version = 2\n", null)]
    [InlineData(false, "version = 3\n", null)]
    [InlineData(false, "", null)]
    [InlineData(false, "\n", null)]
    [InlineData(false, "version = 2\nx = 1\n", "version = 2\nx = 1\n")]
    [InlineData(true, "version = 2\n", "version = 2\n")]
    [InlineData(true, "", "")]
    public void A_file_that_was_made_for_it_goes_with_it(bool wasThere, string rest, string? left)
    {
        var block = "# oci-interceptor oi: put here by oi-install, taken out by oi-uninstall\n[x]\n# oci-interceptor oi: end\n";
        var made = new FileChange(Config, wasThere ? State("old") : FileState.Absent, State("made"));

        Target().TakeOut(made, State(rest.Length == 0 ? block : $"{rest}\n{block}")).Should().Be(left is null ? FileState.Absent : State(left));
    }

    [Theory]
    [InlineData("{0}/config.toml", true)]
    [InlineData("/anywhere/oi.toml", true)]
    [InlineData("/anywhere/oi.json", false)]
    [InlineData("/anywhere/my-oi.toml", false)]
    [InlineData("/anywhere/oi.toml/x", false)]
    [InlineData("/anywhere/config.toml", false)]
    public void Its_files_are_the_configuration_and_the_drop_in(string path, bool isOne) =>
        Target().IsConfiguration(string.Format(null, path, _scratch.Path)).Should().Be(isOne);

    /// <summary>By the link, or by the program that a file named when they were started.</summary>
    [Theory]
    [InlineData("/opt/link", "k8s.io/a")]
    [InlineData("/opt/in-config", "k8s.io/a")]
    [InlineData("/opt/in-drop-in", "k8s.io/a")]
    [InlineData("/opt/in-other", null)]
    [InlineData("/opt/of-other", null)]
    [InlineData("/opt/runc", null)]
    public void A_runtime_with_containers_is_not_taken_away(string program, string? user)
    {
        File.WriteAllText(Config, $"version = 2\nstate = '{_scratch["state"]}'\n");
        Directory.CreateDirectory(_scratch["state/io.containerd.runtime.v2.task/k8s.io/a"]);
        File.WriteAllText(_scratch["state/io.containerd.runtime.v2.task/k8s.io/a/runtime"], program);
        var installed = new InstallRecord("containerd", "oi", Config,
        [
            new FileChange("/opt/link", FileState.Absent, FileState.LinkTo("/opt/oci-interceptor")),
            new FileChange("/policies/profiles/oi.json", FileState.Absent, State($"[{Table2}.runtimes.oi.options]\nBinaryName = '/opt/in-other'\n")),
            new FileChange(Config, FileState.Absent, State($"[{Table2}.runtimes.other.options]\nBinaryName = '/opt/of-other'\n[{Table2}.runtimes.oi.options]\nBinaryName = '/opt/in-config'\n")),
            new FileChange(DropIn, FileState.Absent, State($"[{Table3}.runtimes.oi.options]\nBinaryName = '/opt/in-drop-in'\n")),
            new FileChange("/d/oi.toml", State("x = 1"), FileState.Absent),
        ]);

        var require = Target().Invoking(target => target.RequireUnused(installed));

        if (user is null)
        {
            require.Should().NotThrow();
        }
        else
        {
            require.Should().Throw<InterceptorException>().WithMessage($"the runtime oi is in use: remove the containers {user} first");
        }
    }

    [Fact]
    public void It_is_not_reloaded_from_here()
    {
        const string how = "To apply the change, restart containerd (systemctl restart containerd): containers keep running.";
        Target().Reminder(isTakenOut: false).Should().Be(how);
        Target().Invoking(target => target.PrepareReload()).Should().Throw<InterceptorException>().WithMessage("containerd reads its configuration only when it starts: leave out --reload. " + how);
        Target().Invoking(target => target.Reload()).Should().Throw<InterceptorException>();
    }

    private void AddContainerd() => _programs.Add("containerd", """
        if [ "$1" = config ]; then cat "$0.default"; exit; fi
        cat "$2"
        for file in $(sed -n "s/^imports = \['\(.*\)'\]$/\1/p" "$2"); do [ ! -e "$file" ] || grep -v '^version' "$file"; done
        exit 0
        """);

    private ContainerdTarget Target(bool isDefault = false, string? runtime = null, string arguments = "", string? file = null) => new(
        new RegistrationRequest("oi", RawArguments.Of($"{arguments} create").Options, "/opt/oci-interceptor", new PolicyPaths(_scratch["policies"]), new FakeHost())
        {
            SearchPath = $"{_programs.Path}:{RuntimePrograms.Runc}",
            RuntimePath = runtime,
            UsesArguments = arguments.Length > 0,
        },
        file is null ? Config : file.StartsWith('/') ? file : _scratch[file],
        isDefault,
        new InstallRecords(_scratch["records"]));

    private static ChangeSet Change(PlannedFile planned) => ChangeSet.Of([new FileChange(planned.Path, FileState.Read(planned.Path), planned.State)]);

    private static FileState State(string text) => FileState.Of(Encoding.UTF8.GetBytes(text));

    private static string Text(FileState state) => Encoding.UTF8.GetString(state.Content!.Value.Span);
}
