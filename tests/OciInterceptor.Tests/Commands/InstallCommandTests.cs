using OciInterceptor.Commands;
using OciInterceptor.Commands.Output;
using OciInterceptor.Messages;
using OciInterceptor.Tests.Engines.Doctor;

namespace OciInterceptor.Tests.Commands;

public sealed class InstallCommandTests : IDisposable
{
    private const string Before = "{\n    \"debug\": true,\n    \"runtimes\": { \"kata\": { \"path\": \"/opt/kata\" } }\n}\n";

    private readonly CommandRun _run = new();
    private readonly string _daemon;

    public InstallCommandTests()
    {
        _daemon = _run.Write("docker/daemon.json", Before);
        _run.Write("bin/oci-interceptor", "");
    }

    private string Installed => File.ReadAllText(_daemon);

    private IEnumerable<string> Names(string directory) =>
        Directory.EnumerateFileSystemEntries(Path.Combine(_run.Root, directory)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Without_flags_the_program_itself_is_registered()
    {
        var answer = Install(_run);

        Installed.Should().Be("{\n    \"debug\": true,\n    \"runtimes\": { \"kata\": { \"path\": \"/opt/kata\" }, "
            + $"\"oci-interceptor\": {{\"path\":\"{_run.Binary}\"}} }}\n}}\n");
        Names("bin").Should().Equal("oci-interceptor");
        answer.Text().Should().Be($$"""
            change {{_daemon}}
            @@ /runtimes/oci-interceptor @@
                   "path": "/opt/kata"
                 },
            +    "oci-interceptor": {
            +      "path": "{{_run.Binary}}"
            +    }
               }
             }
            docker calls {{_run.Binary}} for the runtime oci-interceptor.
            It becomes /opt/runc (runc version 1.3.3).
            Warning: no rule applies, so containers start as they would without it: give flags or --profile, or write {{_run.Root}}/policies/config.json.
            To check it by hand: {{_run.Binary}} oi-run -- true

            """);
        _run.Machine.Calls[0].Should().Be($"{_run.Binary} --version");
        _run.Machine.Calls[1].Should().MatchRegex($"^{_run.Binary} oi-explain --document {_run.Root}/policies/installed/document\\.oi-[0-9a-f]+$");
        Names("policies/installed").Should().Equal("docker-oci-interceptor.json", "lock");
    }

    [Fact]
    public void Uninstalling_restores_every_byte_and_leaves_nothing()
    {
        var run = With("--oi-readonly-networking-mounts --oi-env A=1");
        Install(run, "--name", "n", "--default");
        Installed.Should().NotBe(Before);

        Uninstall("--name", "n");

        Installed.Should().Be(Before);
        Names("bin").Should().Equal("oci-interceptor");
        Names("policies/profiles").Should().BeEmpty();
        Names("policies/installed").Should().Equal("lock");
    }

    [Fact]
    public void A_dry_run_shows_the_change_and_makes_none()
    {
        var run = With("--oi-env A=1");

        var shown = Install(run, "--dry-run").Text();

        shown.Should().EndWith("Nothing was changed: this was a dry run.\n");
        Installed.Should().Be(Before);
        Names("bin").Should().Equal("oci-interceptor");
        Names("policies").Should().BeEmpty();
        Install(run).Text().Should().StartWith(shown.Replace("Nothing was changed: this was a dry run.\n", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Flags_may_stand_behind_the_command_too()
    {
        Install(With("--oi-env A=1"), "--args", "--oi-env", "B=2", "--oi-env=C=3", "--oi-readonly-networking-mounts", "--oi-runtime-path", "crun");

        Installed.Should().Contain("""["--oi-runtime-path=crun","--oi-readonly-networking-mounts","--oi-env=A=1","--oi-env=B=2","--oi-env=C=3"]""");
    }

    [Fact]
    public void Installing_again_changes_nothing_and_in_another_way_changes_what_differs()
    {
        Install(With("--oi-env A=1"));
        Install(With("--oi-env A=1")).Text().Should().StartWith("There is nothing to change.\n");
        Names("bin").Should().Equal("oci-interceptor", "oci-interceptor-oci-interceptor");

        Install(_run, "--replace");
        Installed.Should().Contain($"{{\"path\":\"{_run.Binary}\"}}");

        Uninstall();
        Installed.Should().Be(Before);
    }

    /// <summary>A container that runs is entered and stopped by the path that it was started with.</summary>
    [Fact]
    public void What_containers_of_the_earlier_installation_are_called_by_stays_until_all_is_taken_out()
    {
        Install(With("--oi-env A=1", "crun"));
        Install(_run, "--profile", "hardened", "--replace");
        Install(_run, "--profile", "ctf");
        Install(_run, "--profile", "hardened");

        Installed.Should().Contain($"{{\"path\":\"{_run.Binary}-hardened\"}}");
        Names("bin").Should().Equal("oci-interceptor", "oci-interceptor-ctf", "oci-interceptor-hardened", "oci-interceptor-oci-interceptor");
        Names("policies/profiles").Should().Equal("oci-interceptor.json", "oci-interceptor.runtime");

        Uninstall();
        Installed.Should().Be(Before);
        Names("bin").Should().Equal("oci-interceptor");
        Names("policies/profiles").Should().BeEmpty();
        Names("policies/installed").Should().Equal("lock");
    }

    [Fact]
    public void What_was_edited_meanwhile_stays()
    {
        Install(With("--oi-env A=1"), "--default");
        File.WriteAllText(_daemon, Installed.Replace("true", "false", StringComparison.Ordinal));
        var profile = _run.Write("policies/profiles/oci-interceptor.json", "{}");

        Uninstall();

        Installed.Should().Be(Before.Replace("true", "false", StringComparison.Ordinal));
        File.ReadAllText(profile).Should().Be("{}");
    }

    [Theory]
    [InlineData("a", "b")]
    [InlineData("b", "a")]
    public void Two_installations_in_one_file_go_in_any_order(string first, string second)
    {
        Install(With("--oi-env A=1"), "--name", "a", "--default");
        Install(With("--oi-env B=1"), "--name", "b");

        Uninstall("--name", first);
        Installed.Should().Contain($"\"{second}\"").And.NotContain($"\"{first}\"");
        Uninstall("--name", second);

        Installed.Should().Be(Before);
        Names("bin").Should().Equal("oci-interceptor");
        Names("policies/installed").Should().Equal("lock");
    }

    [Fact]
    public void A_link_that_two_installations_share_goes_with_the_last()
    {
        Install(_run, "--name", "a", "--profile", "hardened");
        Install(_run, "--name", "b", "--profile", "hardened");

        Uninstall("--name", "a");
        Names("bin").Should().Equal("oci-interceptor", "oci-interceptor-hardened");
        Uninstall("--name", "b");
        Names("bin").Should().Equal("oci-interceptor");
    }

    [Fact]
    public void A_file_that_was_not_there_is_gone_again()
    {
        File.Delete(_daemon);

        Install(_run);
        Installed.Should().Be($"{{\n  \"runtimes\": {{\n    \"oci-interceptor\": {{\n      \"path\": \"{_run.Binary}\"\n    }}\n  }}\n}}\n");
        Uninstall();

        File.Exists(_daemon).Should().BeFalse();
    }

    [Fact]
    public void A_symbolic_link_stays_one()
    {
        var real = _run.Write("elsewhere/real.json", Before);
        File.Delete(_daemon);
        File.CreateSymbolicLink(_daemon, "../elsewhere/real.json");

        Install(_run);
        new FileInfo(_daemon).LinkTarget.Should().Be("../elsewhere/real.json");
        File.ReadAllText(real).Should().NotBe(Before);
        Uninstall();

        new FileInfo(_daemon).LinkTarget.Should().Be("../elsewhere/real.json");
        File.ReadAllText(real).Should().Be(Before);
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_refused()
    {
        File.Delete(_daemon);
        File.CreateSymbolicLink(_daemon, "nowhere.json");

        Refused(() => Install(_run)).Should().Be($"cannot use {_daemon}: it is a dangling symbolic link");
    }

    [Fact]
    public void The_mode_of_the_file_stays()
    {
        File.SetUnixFileMode(_daemon, UnixFileMode.UserRead);

        Install(_run);

        File.GetUnixFileMode(_daemon).Should().Be(UnixFileMode.UserRead);
    }

    [Fact]
    public void A_runtime_of_that_name_which_is_not_ours_stays()
    {
        Refused(() => Install(_run, "--name", "kata")).Should().Be(
            $"{_daemon}:3:27: the runtime kata already exists and was not registered by oi-install: choose another name with --name, or remove it");
        Installed.Should().Be(Before);
        Names("policies/installed").Should().Equal("lock");
    }

    [Fact]
    public void A_broken_file_is_refused_with_its_place_and_stays()
    {
        File.WriteAllText(_daemon, "{\n  \"debug\": true,\n}\n");

        Refused(() => Install(_run)).Should().StartWith($"{_daemon}:3:1: not valid JSON: ");
        Installed.Should().Be("{\n  \"debug\": true,\n}\n");
    }

    [Fact]
    public void What_failed_half_way_is_taken_back()
    {
        // The last file to be written lies in a directory that cannot be made.
        _run.Write("file", "");

        Refused(() => With("--oi-env A=1").Run(new InstallCommand(), "docker", "--config", Path.Combine(_run.Root, "file/daemon.json")))
            .Should().StartWith($"cannot write {_run.Root}/file/daemon.json: ");

        Names("bin").Should().Equal("oci-interceptor");
        Names("policies/profiles").Should().BeEmpty();
        Names("policies/installed").Should().Equal("lock");
    }

    [Theory]
    [InlineData("--config")]
    [InlineData("--link-dir")]
    [InlineData("--wrapper-dir")]
    public void An_empty_path_is_refused_by_the_name_of_its_option(string option) =>
        Refused(() => _run.Run(new InstallCommand(), "docker", option, "")).Should().Be($"{option} needs a path, not \"\"");

    [Fact]
    public void Arguments_are_refused_when_the_path_of_the_program_would_not_come_through_either()
    {
        var run = new CommandRun(Directory.CreateDirectory(Path.Combine(_run.Root, "two words")).FullName) { Flags = "--oi-env A=1" };
        run.Write("bin/oci-interceptor", "");

        Refused(() => Install(run, "--args")).Should().Be($"{run.Binary} would not survive Docker's script, which quotes nothing: leave out --args, and a profile will hold what the flags ask for");
        Installed.Should().Be(Before);
    }

    [Fact]
    public void A_change_is_shown_before_anything_is_done()
    {
        var changed = new List<string>();
        var run = new CommandRun(_run.Root) { Flags = "--oi-env A=1", OnTold = () => changed.AddRange(Names("bin").Concat(Names("policies/installed")).Append(Installed)) };

        Install(run).Text().Should().StartWith($"make {_run.Root}/policies/profiles/oci-interceptor.json\n");

        changed.Should().Equal("oci-interceptor", "lock", Before);
    }

    [Fact]
    public void What_cannot_be_shown_is_not_done()
    {
        var run = new CommandRun(_run.Root) { OnTold = () => throw new InterceptorException("cannot write to the standard output: No space left on device") };

        Refused(() => Install(run)).Should().Be("cannot write to the standard output: No space left on device");
        Installed.Should().Be(Before);
        Names("policies/installed").Should().Equal("lock");
    }

    [Fact]
    public void A_name_is_installed_in_one_place_only()
    {
        Install(_run);
        var other = _run.Write("other/daemon.json", "{}");

        Refused(() => _run.Run(new InstallCommand(), "docker", "--config", other)).Should().Be(
            $"oci-interceptor is already installed with docker in {_daemon}: choose another name for {other} with --name");
        Refused(() => Uninstall("--config", other)).Should().Be($"oci-interceptor is installed in {_daemon}, not in {other}");
    }

    [Fact]
    public async Task One_installation_waits_until_another_has_ended()
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(_run.Root, "policies/installed")).FullName, "lock");
        Task<CommandResult> waiting;
        using (new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            waiting = Task.Run(() => Install(_run));
            while (!waiting.IsCompleted && Directory.EnumerateFileSystemEntries("/proc/self/fd").Count(descriptor => new FileInfo(descriptor).LinkTarget == path) < 2)
            {
                await Task.Delay(10);
            }
            waiting.IsCompleted.Should().BeFalse();
            Installed.Should().Be(Before);
        }
        await waiting;
        Installed.Should().NotBe(Before);
    }

    [Fact]
    public void What_is_not_installed_cannot_be_taken_out() =>
        Refused(() => Uninstall()).Should().Be($"oci-interceptor is not installed with docker: no record of it in {_run.Root}/policies/installed");

    [Fact]
    public void Containers_that_use_the_runtime_keep_it_though_no_daemon_runs()
    {
        File.WriteAllText(_daemon, $$"""{"data-root":"{{_run.Root}}/data"}""");
        Install(_run);
        _run.Write("data/containers/0123456789abcdef/hostconfig.json", "{'Runtime':'runc'}");
        var mine = _run.Write("data/containers/fedcba9876543210/hostconfig.json", "{'Runtime':'oci-interceptor'}");

        Refused(() => Uninstall()).Should().Be("the runtime oci-interceptor is in use: remove the containers fedcba987654 first");

        File.Delete(mine);
        Uninstall();
        Installed.Should().Be($$"""{"data-root":"{{_run.Root}}/data"}""");
    }

    [Theory]
    [InlineData("exit 0", null)]
    [InlineData("echo 'unable to configure: no such member' >&2; exit 1", "dockerd would not start with the change: unable to configure: no such member")]
    [InlineData("kill -9 $$", "dockerd would not start with the change: ")]
    public void A_dockerd_that_can_judge_a_file_is_asked(string judgement, string? refusal)
    {
        var dockerd = _run.Write("path/dockerd", $"#!/bin/sh\nif [ \"$1\" = --help ]; then echo \"  --validate\"; exit; fi\ncat \"$3\" > {_run.Root}/judged; echo \"$1 $2\" > {_run.Root}/asked\n{judgement.Replace('\'', '\"')}\n");
        File.SetUnixFileMode(dockerd, (UnixFileMode)0b111_101_101);
        var run = new CommandRun(_run.Root) { SearchPath = Path.GetDirectoryName(dockerd)! };

        if (refusal is null)
        {
            Install(run);
            File.ReadAllText(Path.Combine(_run.Root, "judged")).Should().Be(Installed);
        }
        else
        {
            Refused(() => Install(run)).Should().Be(refusal);
            Installed.Should().Be(Before);
        }
        File.ReadAllText(Path.Combine(_run.Root, "asked")).Should().Be("--validate --config-file\n");
        Names("policies/installed").Should().NotContain("daemon.json.check");
    }

    [Fact]
    public void A_dockerd_that_cannot_judge_a_file_is_not_asked()
    {
        var dockerd = _run.Write("path/dockerd", "#!/bin/sh\n[ \"$1\" = --help ] || exit 1\n");
        File.SetUnixFileMode(dockerd, (UnixFileMode)0b111_101_101);

        Install(new CommandRun(_run.Root) { SearchPath = Path.GetDirectoryName(dockerd)! });

        Installed.Should().NotBe(Before);
    }

    [Theory]
    [InlineData("{0}/bin/oci-interceptor")]
    [InlineData("{0}/links", "--link-dir", "{0}/links")]
    [InlineData("/opt/runc", "--oi-runtime-path", "/opt/runc")]
    [InlineData("/opt/runc", "--args", "--oi-runtime-path", "/opt/runc")]
    public void What_others_can_write_is_not_registered(string path, params string[] arguments)
    {
        path = string.Format(null, path, _run.Root);
        var run = new CommandRun(_run.Root) { Untrusted = { [path] = "its directory /opt is writable by group or others" } };

        Refused(() => Install(run, [.. arguments.Select(argument => string.Format(null, argument, _run.Root))]))
            .Should().Be($"cannot register {path}: its directory /opt is writable by group or others");
        Installed.Should().Be(Before);
    }

    [Fact]
    public void What_is_not_named_again_is_kept()
    {
        Install(With("--oi-readonly-networking-mounts --oi-env A=1 --oi-env B=2", "crun"), "--default", "--link-dir", Path.Combine(_run.Root, "links"));
        var (file, profile) = (Installed, Profile);

        var answer = Install(_run).Text();

        answer.Should().StartWith($"Kept from the earlier installation: --oi-runtime-path=crun --oi-readonly-networking-mounts --oi-env=A=1 --oi-env=B=2 --default --link-dir={_run.Root}/links (--replace starts anew)\nThere is nothing to change.\n")
            .And.Contain(" for the runtime oci-interceptor, the default.\n").And.Contain("\nRules: readonly-networking-mounts, env.\n");
        (Installed, Profile).Should().Be((file, profile));
    }

    [Fact]
    public void The_file_of_an_earlier_installation_is_used_when_none_is_named()
    {
        Install(_run);

        _run.Run(new InstallCommand(), "docker", "--default").Text().Should().Contain($"change {_daemon}\n");
        Installed.Should().Contain("\"default-runtime\"");
        _run.Run(new InstallCommand(), "docker", "--replace").Text().Should().Contain($"change {_daemon}\n");
        Installed.Should().NotContain("\"default-runtime\"");
    }

    [Fact]
    public void What_is_named_again_is_changed_and_the_difference_is_shown()
    {
        Install(With("--oi-readonly-networking-mounts --oi-env A=1 --oi-env B=2 --oi-log-file /l"));

        var answer = Install(With("--oi-env B=3 --oi-env-force C=4 --oi-log-file /m"), "--default").Text();

        answer.Should().StartWith("Kept from the earlier installation: --oi-readonly-networking-mounts --oi-env=A=1 (--replace starts anew)\n")
            .And.Contain($"change {_run.Root}/policies/profiles/oci-interceptor.json\n").And.Contain("+        \"B\": \"3\"\n").And.Contain("-        \"B\": \"2\"\n");
        Profile.Should().Contain("readonly-networking-mounts").And.Contain("\"A\": \"1\"").And.Contain("\"B\": \"3\"").And.Contain("\"C\": \"4\"").And.Contain("\"/m\"").And.NotContain("\"/l\"");
        Installed.Should().Contain("\"default-runtime\"");
        Uninstall();
        Installed.Should().Be(Before);
    }

    [Fact]
    public void Replacing_forgets_what_is_not_named_and_says_so()
    {
        Install(With("--oi-env A=1", "crun"), "--default", "--args");

        var answer = Install(With("--oi-env B=2"), "--replace").Text();

        answer.Should().StartWith("Dropped from the earlier installation: --oi-runtime-path=crun --oi-env=A=1 --default --args\n");
        Installed.Should().NotContain("default-runtime").And.NotContain("runtimeArgs");
        Profile.Should().NotContain("\"A\"");
    }

    [Fact]
    public void Arguments_are_kept_as_arguments()
    {
        Install(With("--oi-env A=1"), "--args");

        Install(With("--oi-env B=2")).Text().Should().StartWith("Kept from the earlier installation: --oi-env=A=1 --args ");

        Installed.Should().Contain("""["--oi-env=A=1","--oi-env=B=2"]""");
    }

    [Fact]
    public void A_profile_is_kept_with_the_runtime_and_replaced_by_another()
    {
        Install(_run, "--profile", "hardened");
        Install(With("", "crun")).Text().Should().StartWith("Kept from the earlier installation: --oi-profile=hardened (");
        Installed.Should().Contain("oci-interceptor-hardened");
        File.Exists(Path.Combine(_run.Root, "policies/profiles/hardened.runtime")).Should().BeTrue();

        Install(_run, "--profile", "ctf");
        Installed.Should().Contain("oci-interceptor-ctf");
    }

    [Theory]
    [InlineData("--oi-env A=1", "--oi-profile ctf", "--oi-env=A=1", "--oi-profile=ctf")]
    [InlineData("--oi-profile ctf", "--oi-env A=1", "--oi-profile=ctf", "--oi-env=A=1")]
    public void Flags_and_a_profile_of_two_installations_exclude_each_other(string first, string second, string was, string now)
    {
        Install(With(first));
        var installed = Installed;

        Refused(() => Install(With(second))).Should().Be($"oci-interceptor was installed with {was}, which cannot be combined with {now}: want a profile or flags, not both; to start over, add --replace and give all that you want");

        Installed.Should().Be(installed);
        Install(With(second), "--replace");
    }

    [Fact]
    public void A_script_of_an_earlier_installation_is_kept_as_it_is()
    {
        var directory = Path.Combine(_run.Root, "wrappers");
        Install(With("--oi-env A=1"), "--wrapper-dir", directory);
        var (file, script) = (Installed, File.ReadAllText(Path.Combine(directory, "oci-interceptor")));

        Install(_run).Text().Should().Contain("There is nothing to change.\n");
        Refused(() => Install(With("--oi-env B=2"))).Should().Be(
            $"oci-interceptor is registered by the script {directory}/oci-interceptor, which passes its flags: name the directory with --wrapper-dir again, or start over with --replace");

        (Installed, File.ReadAllText(Path.Combine(directory, "oci-interceptor"))).Should().Be((file, script));
        Install(With("--oi-env B=2"), "--wrapper-dir", directory);
        File.ReadAllText(Path.Combine(directory, "oci-interceptor")).Should().Contain("'--oi-env=A=1' '--oi-env=B=2'");
    }

    /// <summary>The operator may edit a profile at any time, and the same installation again must not take that away or fail.</summary>
    [Fact]
    public void An_edited_profile_stays_when_nothing_else_is_asked_for()
    {
        Install(With("--oi-env A=1"));
        var profile = _run.Write("policies/profiles/oci-interceptor.json", "{ 'rules': [{ 'type': 'no-new-privileges' }] }");
        var edited = File.ReadAllText(profile);

        Install(_run, "--default").Text().Should().Contain("\nRules: no-new-privileges.\n");
        File.ReadAllText(profile).Should().Be(edited);
        Refused(() => Install(With("--oi-env B=2"))).Should().StartWith($"{profile} already exists with other content: ");

        Uninstall();
        File.ReadAllText(profile).Should().Be(edited);
        Installed.Should().Be(Before);
    }

    /// <summary>Nothing is written for what could not work.</summary>
    [Theory]
    [InlineData("!cannot find runc in /bin", null, "cannot register {0}: cannot find runc in /bin")]
    [InlineData("/opt/wrapper", null, "cannot register {0}: its runtime /opt/wrapper is the interceptor, or a script that calls it: name another with --oi-runtime-path")]
    [InlineData("/opt/oci-interceptor-old", null, "cannot register {0}: its runtime /opt/oci-interceptor-old is the interceptor, or a script that calls it: name another with --oi-runtime-path")]
    [InlineData("/opt/open", null, "cannot register /opt/open: it is writable")]
    [InlineData("/opt/runc", "{ 'rules': [{ 'type': 'no-such' }] }", "{1}/policies/config.json:1:23: unknown rule type \"no-such\"")]
    [InlineData("/opt/runc", "{ 'profiles': ['missing'] }", "{1}/policies/config.json:1:*")]
    public void What_could_not_work_is_not_registered(string becomes, string? policy, string message)
    {
        var run = new CommandRun(_run.Root) { Flags = "--oi-env A=1", Untrusted = { ["/opt/open"] = "it is writable" } };
        run.Machine.With("/opt/wrapper", "#!/bin/sh\nexec oci-interceptor\n").OtherRuntime = becomes;
        if (policy is not null)
        {
            run.WritePolicy(policy);
        }

        FluentActions.Invoking(() => Install(run)).Should().Throw<InterceptorException>()
            .WithMessage(string.Format(null, message, $"{run.Root}/bin/oci-interceptor-oci-interceptor", run.Root));

        Installed.Should().Be(Before);
        Names("bin").Should().Equal("oci-interceptor");
        Names("policies").Should().NotContain("profiles");
        (Directory.Exists(Path.Combine(_run.Root, "policies/installed")) ? Names("policies/installed") : []).Should().BeSubsetOf(["lock"]);
        run.Machine.Calls.Should().BeEmpty();
    }

    [Theory]
    [InlineData("--version", 1, "cannot find", "--version exits with code 1: cannot find")]
    [InlineData("--version", 1, "", "--version exits with code 1 and no error message")]
    [InlineData("--version", 0, "a warning", "its runtime prints nothing for --version")]
    [InlineData("oi-explain", 1, "cannot apply", "oi-explain exits with code 1: cannot apply")]
    public void What_does_not_work_when_called_is_taken_back(string argument, int exitCode, string complaint, string message)
    {
        var run = With("--oi-env A=1");
        var isMade = false;
        run.Machine.OnRun = (path, arguments) =>
        {
            isMade = new FileInfo(path).LinkTarget == run.Binary && Installed != Before;
            return arguments[0] == argument ? FakeMachine.Answer(exitCode, "", complaint + "\n") : FakeMachine.Answer(0, "v\n");
        };

        Refused(() => Install(run)).Should().Be($"{run.Binary}-oci-interceptor fails when called as the engine would call it: {message}");

        isMade.Should().BeTrue("it is called as the engine will");
        Installed.Should().Be(Before);
        Names("bin").Should().Equal("oci-interceptor");
        Names("policies/profiles").Should().BeEmpty();
        Names("policies/installed").Should().Equal("lock");
    }

    /// <summary>Such a policy works: it refuses what it is there to refuse.</summary>
    [Fact]
    public void A_policy_that_denies_the_document_is_told_and_registered()
    {
        var run = With("--oi-env A=1");
        run.Machine.OnRun = (_, arguments) => arguments[0] == "oi-explain" ? FakeMachine.Answer(3, "", "denied by the rule \"x\"\n") : FakeMachine.Answer(0, "v\n");

        Install(run).Text().Should().Contain("\nRules: env. They refuse a container without anything special: denied by the rule \"x\"\n");
    }

    [Fact]
    public void Arguments_are_passed_in_the_proof_as_the_engine_will()
    {
        var run = With("--oi-env A=1");

        Install(run, "--args").Text().Should().Contain($"\nTo check it by hand: {run.Binary} --oi-env=A=1 oi-run -- true\n");

        run.Machine.Calls[0].Should().Be($"{run.Binary} --oi-env=A=1 --version");
        run.Machine.Calls[1].Should().StartWith($"{run.Binary} --oi-env=A=1 oi-explain --document ");
    }

    [Fact]
    public void A_dry_run_says_what_could_not_work_too()
    {
        _run.WritePolicy("{");

        Refused(() => Install(_run, "--dry-run")).Should().StartWith($"{_run.Root}/policies/config.json:1:2: ");
    }

    [Fact]
    public void A_container_is_run_in_a_running_daemon_alone()
    {
        Refused(() => Install(_run, "--verify")).Should().Be($"no running dockerd reads {_daemon}: start it, or leave out --reload");
        Refused(() => Install(_run, "--verify", "--no-verify")).Should().Be("oi-install: --verify and --no-verify cannot be combined");
        Refused(() => _run.Run(new InstallCommand(), "crio", "--verify")).Should().Be("--verify cannot be used with crio: no container can be run in it from here");
        Installed.Should().Be(Before);
    }

    /// <summary>A kill between the record and the files: the record of a reinstallation is there, the files are those of the one before.</summary>
    [Fact]
    public void A_killed_reinstallation_is_gone_on_with_and_taken_out()
    {
        Install(With("--oi-env A=1"), "--name", "n");
        var record = Path.Combine(_run.Root, "policies/installed/docker-n.json");
        var profile = Path.Combine(_run.Root, "policies/profiles/n.json");
        var (old, pending) = (File.ReadAllText(profile), "");
        var killed = new CommandRun(_run.Root) { Flags = "--oi-env B=2" };
        killed.Machine.OnRun = (_, _) =>
        {
            pending = File.ReadAllText(record);
            return FakeMachine.Answer(0, "v\n");
        };
        Install(killed, "--name", "n");
        var renewed = File.ReadAllText(profile);

        Kill();
        Install(With("--oi-env C=3"), "--name", "n").Text().Should().Contain("Kept from the earlier installation: --oi-env=A=1 ", "what was never shown to work is not kept");
        File.ReadAllText(profile).Should().Contain("\"A\"").And.Contain("\"C\"").And.NotContain("\"B\"");

        Kill();
        Install(With("--oi-env B=2"), "--name", "n");
        File.ReadAllText(profile).Should().Be(renewed);

        Kill();
        Install(With("--oi-env B=2"), "--name", "n", "--replace");
        File.ReadAllText(profile).Should().Contain("\"B\"").And.NotContain("\"A\"");

        Kill();
        Uninstall("--name", "n");
        Installed.Should().Be(Before);
        File.Exists(profile).Should().BeFalse();
        Names("policies/installed").Should().Equal("lock");

        void Kill()
        {
            File.WriteAllText(record, pending);
            File.WriteAllText(profile, old);
        }
    }

    [Fact]
    public void Installations_of_one_name_at_once_keep_the_flags_of_each()
    {
        Parallel.For(0, 4, i => Install(With($"--oi-env V{i}=1"), "--name", "n"));

        File.ReadAllText(Path.Combine(_run.Root, "policies/profiles/n.json")).Should().ContainAll("V0", "V1", "V2", "V3");
    }

    /// <summary>An engine would call a file that is gone, or another's rules.</summary>
    [Fact]
    public void A_script_that_another_installation_needs_is_not_taken_away_or_changed()
    {
        var directory = Path.Combine(_run.Root, "wrappers");
        Install(With("--oi-env A=1"), "--name", "a", "--wrapper-dir", directory);
        var file = Installed;
        var message = $"cannot replace {directory}: docker calls its script {directory}/a for the runtime a; choose another directory with --wrapper-dir";

        Refused(() => Install(_run, "--name", "b", "--wrapper-dir", directory)).Should().Be(message);
        Refused(() => With("--oi-env B=1").Run(new InstallCommand(), "crio", "--config", Path.Combine(_run.Root, "crio.conf"), "--name", "a", "--wrapper-dir", directory)).Should().Be(message);
        Refused(() => _run.Run(new InstallCommand(), "--name", "b", "--wrapper", $"b2={_run.Write("p", "")}", "--wrapper-dir", directory)).Should().NotBeEmpty();

        (Installed, Names("wrappers").Single()).Should().Be((file, "a"));
        Install(With("--oi-env A=2"), "--name", "a", "--wrapper-dir", directory);
        Uninstall("--name", "a");
        Install(_run, "--name", "b", "--wrapper-dir", directory);
        Names("wrappers").Should().Equal("b");
    }

    [Fact]
    public void A_broken_record_stops_the_installation_that_it_is_of_alone()
    {
        Install(_run, "--name", "a", "--profile", "hardened");
        var broken = _run.Write("policies/installed/docker-b.json", "{ 'engine");

        Install(_run, "--name", "c").Text().Should().StartWith($"Warning: the record of another installation is skipped: {broken}:1:");
        Refused(() => Install(_run, "--name", "b")).Should().StartWith($"{broken}:1:");
        Refused(() => Uninstall("--name", "b")).Should().StartWith($"{broken}:1:");
        Uninstall("--name", "a");
        Uninstall("--name", "c");

        Installed.Should().Be(Before);
        Names("bin").Should().Equal(["oci-interceptor", "oci-interceptor-hardened"], "the installation whose record is broken may call that link");
    }

    private string Profile => File.ReadAllText(Path.Combine(_run.Root, "policies/profiles/oci-interceptor.json"));

    private CommandRun With(string flags, string? runtimePath = null) => new(_run.Root) { Flags = flags, RuntimePath = runtimePath };

    private CommandResult Install(CommandRun run, params string[] arguments) => run.Run(new InstallCommand(), ["docker", "--config", _daemon, .. arguments]);

    private static string Refused(Func<CommandResult> command) => FluentActions.Invoking(command).Should().Throw<InterceptorException>().Which.Message;

    private CommandResult Uninstall(params string[] arguments) => _run.Run(new UninstallCommand(), ["docker", .. arguments]);
}
