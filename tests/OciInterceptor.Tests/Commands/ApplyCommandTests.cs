using OciInterceptor.Collections;
using OciInterceptor.Commands;
using OciInterceptor.Engines.Running;
using OciInterceptor.Linux;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Commands;

/// <summary>oi-apply over policies in a directory of the test; double quotes are written as single ones.</summary>
public sealed class ApplyCommandTests : IDisposable
{
    private const string One = "{'rules':[{'type':'env','default':{'A':'1'}}]}";
    private const string Two = "{'rules':[{'type':'env','default':{'A':'2'}}]}";
    private const string Broken = "{'rules':[{'type':'env','defualt':{}}]}";
    private const string NoRoot = "{'rules':[{'type':'deny','when':{'user':['0']},'message':'not as root'}]}";

    private const string Filter = "{'defaultAction':'SCMP_ACT_ALLOW'}";
    private const string Filtered = "{'rules':[{'type':'seccomp','profile':'/sc.json'}]}";

    private readonly CommandRun _run = new();

    public void Dispose() => _run.Dispose();

    private string Config => Policy("config.json");

    private string Policy(string name) => Path.Combine(_run.Root, "policies", name);

    [Fact]
    public void A_policy_is_put_in_place_and_taken_back()
    {
        Apply(One).Should().Be((0, null));
        Text(Config).Should().Be(One);
        File.GetUnixFileMode(Config).Should().Be((UnixFileMode)0b110_100_100);
        Apply(Two).Should().Be((0, null));
        Text(Config).Should().Be(Two);

        Rollback().Should().StartWith($"{Config} is again as it was when it was kept at 20");
        Text(Config).Should().Be(One);
        Rollback();
        Text(Config).Should().Be(Two, "the second one takes back the first");
    }

    [Fact]
    public void What_cannot_be_read_of_running_containers_is_said()
    {
        using var run = new CommandRun { LooksForRunning = true };
        run.Machine.Unreadable.Add("/run/runc/*/state.json");

        var text = run.Run(new ApplyCommand(), run.Write("new.json", One), "--dry-run").Text();

        text.Should().Contain("Containers of the interceptor that run now: 0\ncannot read /run/runc/*/state.json: Permission denied\n");
    }

    [Fact]
    public void Where_there_was_none_there_is_none_again()
    {
        Apply(One);

        Rollback().Should().StartWith($"{Config} was removed, as it was missing when it was kept at 20");
        File.Exists(Config).Should().BeFalse();
        Rollback();
        Text(Config).Should().Be(One);
    }

    [Theory]
    [InlineData(Broken, "config.json", "new.json is not put in place: it has 1 error")]
    [InlineData("{'rule':[],'rules':[{'type':'umsk'}]}", "config.json", "new.json is not put in place: it has 2 errors")]
    [InlineData("", "config.json", "new.json is not put in place: it has 1 error")]
    [InlineData("{'profiles':['none']}", "config.json", "new.json is not put in place: with it, the policy in force cannot be loaded: *config.json:1:14: unknown profile none*")]
    [InlineData("{'profiles':['none']}", "conf.d/team.json", "new.json is not put in place: with it, the policy in force cannot be loaded: *conf.d/team.json:1:14: unknown profile none*")]
    [InlineData("{'profiles':['hardened']}", "profiles/team.json", "new.json is not put in place: it has 1 error")]
    [InlineData("{'shadow':['hardened']}", "profiles/team.json", "new.json is not put in place: it has 1 error")]
    [InlineData("{'shadow':['hardened','none']}", "config.json", "new.json is not put in place: it has 1 error")]
    [InlineData("{'mode':'warn','profiles':['none']}", "config.json", "new.json is not put in place: it has 1 error")]
    [InlineData("{'mode':'warn','rulse':[]}", "conf.d/team.json", "new.json is not put in place: it has 1 error")]
    public void A_broken_one_is_not_let_in(string policy, string path, string message)
    {
        _run.Write("policies/" + path, One);
        string[] option = path switch { "conf.d/team.json" => ["--name", "team"], "profiles/team.json" => ["--profile", "team"], _ => [] };

        var (code, error) = Apply(policy, option);

        code.Should().Be(1);
        error.Should().Match($"{_run.Root}/{message}");
        Text(Policy(path)).Should().Be(One);
        Directory.Exists(Policy("kept")).Should().BeFalse();
    }

    [Fact]
    public void An_error_has_its_place_in_the_named_file()
    {
        var file = _run.Write("new.json", Broken);
        _run.Run(new ApplyCommand(), file).Text().Should().Be($"{file}:1:25: error: unknown member \"defualt\", did you mean \"default\"?\n");
    }

    [Fact]
    public void A_file_of_the_directory_and_a_profile_have_their_places()
    {
        Apply(One, "--name", "10-team").Should().Be((0, null));
        Apply(Two, "--profile", "team").Should().Be((0, null));

        Text(Policy("conf.d/10-team.json")).Should().Be(One);
        Text(Policy("profiles/team.json")).Should().Be(Two);
        Rollback();
        File.Exists(Policy("profiles/team.json")).Should().BeFalse("it was changed last");
        Rollback("--name", "10-team");
        File.Exists(Policy("conf.d/10-team.json")).Should().BeFalse();
    }

    [Fact]
    public void A_file_with_the_other_ending_is_the_one_that_is_replaced()
    {
        _run.Write("policies/config.jsonc", One);
        _run.Write("policies/conf.d/team.jsonc", One);

        Apply(Two);
        Apply(Two, "--name", "team");

        Text(Policy("config.jsonc")).Should().Be(Two);
        Text(Policy("conf.d/team.jsonc")).Should().Be(Two);
        File.Exists(Config).Should().BeFalse();
        Rollback("--name", "team");
        Text(Policy("conf.d/team.jsonc")).Should().Be(One);
    }

    /// <summary>The one that oi-apply put there was checked; the one before it may be years old.</summary>
    [Theory]
    [InlineData(Broken)]
    [InlineData("")]
    [InlineData("{'profiles':['none']}")]
    public void What_was_broken_by_hand_becomes_what_was_applied_last(string broken)
    {
        Apply(One);
        Apply(Two);
        File.WriteAllText(Config, broken);

        Rollback();

        Text(Config).Should().Be(Two);
        Directory.GetFiles(Policy("kept"), "config.json.*").Select(File.ReadAllText).Should().Contain(broken, "nothing is lost");
        Rollback();
        Text(Config).Should().Be(One, "what is broken is passed over");
    }

    /// <summary>Both together would refuse every container.</summary>
    [Fact]
    public void A_file_whose_place_another_ending_has_taken_does_not_come_back()
    {
        Apply(One);
        Apply(Two);
        File.Move(Config, Config + "c");

        FluentActions.Invoking(() => Rollback()).Should().Throw<InterceptorException>().WithMessage($"*{Config}c is in place instead of {Config}");
        File.Exists(Config).Should().BeFalse();
    }

    [Fact]
    public void A_profile_that_nothing_asks_for_yet_is_not_brought_back_broken()
    {
        Apply(One, "--profile", "web");
        File.WriteAllText(Policy("profiles/web.json"), Broken);

        Rollback("--profile", "web");

        Text(Policy("profiles/web.json")).Should().Be(One);
        FluentActions.Invoking(() => Rollback("--profile", "web")).Should().Throw<InterceptorException>().WithMessage("no kept version can be brought back: *profiles-web.json.*: *web.json:1:*");
    }

    [Fact]
    public void No_policy_at_all_does_not_replace_one_that_cannot_be_loaded()
    {
        var profile = _run.Write("policies/profiles/own.json", One);
        Apply("{'profiles':['own']}").Should().Be((0, null));
        File.WriteAllText(Config, Broken);
        File.Delete(profile);

        FluentActions.Invoking(() => Rollback()).Should().Throw<InterceptorException>().WithMessage("no kept version can be brought back: *unknown profile own*");
        File.ReadAllText(Config).Should().Be(Broken);
    }

    /// <summary>Without the file everything would run, and nothing would be judged.</summary>
    [Fact]
    public void A_file_is_not_removed_while_calls_are_refused()
    {
        var profile = _run.Write("policies/profiles/own.json", One);
        Apply("{'profiles':['own']}").Should().Be((0, null));
        File.Delete(profile);

        FluentActions.Invoking(() => Rollback()).Should().Throw<InterceptorException>()
            .WithMessage($"no kept version can be brought back: {Config} did not exist before, and is not removed while calls are refused (*unknown profile own*): to remove it, add --force");
        _run.Run(new ApplyCommand(), "--list").Text().Should().NotContain("brings it back");
        Text(Config).Should().Be("{'profiles':['own']}");

        Rollback("--force");
        File.Exists(Config).Should().BeFalse();
    }

    /// <summary>As if the policy could not be loaded: without it everything would run.</summary>
    [Fact]
    public void A_file_is_not_removed_while_a_rule_of_it_refuses_calls_because_its_own_file_is_gone()
    {
        _run.Machine.With("/sc.json", Filter);
        Apply(Filtered).Should().Be((0, null));
        _run.Machine.Files.Remove("/sc.json");

        FluentActions.Invoking(() => Rollback()).Should().Throw<InterceptorException>()
            .WithMessage($"no kept version can be brought back: {Config} did not exist before, and is not removed while calls are refused (*cannot read /sc.json*): to remove it, add --force");
        Text(Config).Should().Be(Filtered);

        Rollback("--force");
        File.Exists(Config).Should().BeFalse();
    }

    [Fact]
    public void A_version_that_would_refuse_calls_because_a_file_is_gone_is_passed_over()
    {
        _run.Machine.With("/sc.json", Filter);
        Apply(One);
        Apply(Filtered);
        Apply(Two);
        _run.Machine.Files.Remove("/sc.json");

        Rollback();

        Text(Config).Should().Be(One);
    }

    [Theory]
    [InlineData("{'profiles':['own']}", "new.json is not put in place: with it, the policy in force refuses containers: *own.json:1:11: cannot apply the rule*cannot read /sc.json*")]
    [InlineData("{'shadow':['own']}", "new.json is not put in place: it has 1 error")]
    [InlineData("{'mode':'warn','shadow':['own']}", "new.json is not put in place: it has 1 error")]
    public void A_profile_whose_rule_cannot_be_applied_is_not_let_in(string policy, string message)
    {
        _run.Write("policies/profiles/own.json", Filtered);

        var (code, error) = Apply(policy);

        (code, File.Exists(Config)).Should().Be((1, false));
        error.Should().Match($"{_run.Root}/{message}");
    }

    [Theory]
    [InlineData("'onError':'skip'")]
    [InlineData("'mode':'warn'")]
    [InlineData("'mode':'off'")]
    public void A_rule_that_refuses_nothing_stops_nothing(string members)
    {
        _run.Write("policies/profiles/own.json", $"{{'rules':[{{'type':'seccomp','profile':'/sc.json',{members}}}]}}");

        Apply("{'profiles':['own']}").Should().Be((0, null));
    }

    [Fact]
    public void A_rule_elsewhere_that_refuses_containers_anyway_stops_nothing()
    {
        _run.Write("policies/conf.d/a.json", Filtered);

        Apply(One).Message.Should().StartWith("containers are refused as before: the policy in force refuses containers: ").And.Contain("cannot read /sc.json");

        Text(Config).Should().Be(One);
    }

    [Fact]
    public void A_profile_that_was_removed_comes_back_before_the_file_that_asks_for_it_goes()
    {
        Apply(One, "--profile", "own");
        Apply("{'profiles':['own']}").Should().Be((0, null));
        File.Delete(Policy("profiles/own.json"));

        Rollback();

        Text(Policy("profiles/own.json")).Should().Be(One);
        Text(Config).Should().Be("{'profiles':['own']}");
    }

    [Fact]
    public void A_named_file_is_removed_where_that_is_the_repair()
    {
        var profile = _run.Write("policies/profiles/own.json", One);
        Apply("{'profiles':['own']}", "--name", "team").Should().Be((0, null));
        File.Delete(profile);

        FluentActions.Invoking(() => Rollback()).Should().Throw<InterceptorException>();
        Rollback("--name", "team");

        File.Exists(Policy("conf.d/team.json")).Should().BeFalse();
    }

    [Fact]
    public void What_was_removed_by_hand_comes_back()
    {
        Apply(One);
        File.Delete(Config);

        Rollback();

        Text(Config).Should().Be(One);
    }

    [Fact]
    public void The_file_that_is_broken_is_the_one_that_is_taken_back()
    {
        Apply(One);
        Apply(Two);
        Apply(One, "--name", "team");
        Apply(Two, "--name", "team");
        File.WriteAllText(Config, Broken);

        Rollback();

        Text(Config).Should().Be(Two);
        Text(Policy("conf.d/team.json")).Should().Be(Two, "it was changed last, but it is not what is broken");
    }

    [Fact]
    public void Where_nothing_that_is_kept_helps_the_error_says_why()
    {
        Apply(One);
        Apply(Two);
        var broken = _run.Write("policies/conf.d/other.json", Broken);

        FluentActions.Invoking(() => Rollback()).Should().Throw<InterceptorException>().WithMessage($"no kept version can be brought back: {Policy("kept")}/config.json.*: {broken}:1:25: unknown member*");
        FluentActions.Invoking(() => Rollback("--name", "other")).Should().Throw<InterceptorException>().WithMessage($"no kept version of {broken} differs from what is in place");
        Text(Config).Should().Be(Two);
    }

    [Fact]
    public void Without_anything_kept_there_is_nothing_to_bring_back() =>
        FluentActions.Invoking(() => Rollback()).Should().Throw<InterceptorException>().WithMessage("no kept version differs from what is in place");

    [Fact]
    public void One_of_two_broken_files_can_be_repaired_and_the_other_is_named()
    {
        _run.Write("policies/config.json", One);
        var other = _run.Write("policies/conf.d/other.json", Broken);

        Apply(Two).Should().Be((1, $"containers are refused as before: the policy in force cannot be loaded: {other}:1:25: unknown member \"defualt\", did you mean \"default\"?"));

        Text(Config).Should().Be(Two);
        Apply(One, "--name", "other").Should().Be((0, null));
    }

    [Fact]
    public void A_container_that_runs_and_would_be_refused_stops_it()
    {
        _run.Write("policies/config.json", One);
        var root = Container("root1", "0", "A=1");
        _run.Running = [root, Container("other", "1000", "A=1"), Container("plain", "0", "A=1") with { Program = "/opt/runc" }];

        var file = _run.Write("new.json", NoRoot);
        var answer = _run.Run(new ApplyCommand(), file);

        answer.ExitCode.Should().Be(3);
        answer.Message.Should().Be($"{file} is not put in place: running containers would be refused when restarted: 1; to put it in place anyway, add --force");
        answer.Text().Should().EndWith($$"""
            Containers of the interceptor that run now (besides 1 of other runtimes): 2
              refused         root1
                denied by the rule "deny" (deny, {{Config}}): not as root (when {"user":["0"]})
              as now          other

            """);
        Text(Config).Should().Be(One);

        _run.Run(new ApplyCommand(), "--force", file).ExitCode.Should().Be(0);
        Text(Config).Should().Be(NoRoot);
        Apply(NoRoot.Replace("not as root", "not as root here", StringComparison.Ordinal)).Should().Be((0, null), "it is refused already");
    }

    [Fact]
    public void A_container_whose_health_checks_would_be_refused_stops_it()
    {
        _run.Running = [Container("c1", "0", "A=1")];

        Apply("{'rules':[{'type':'deny','when':{'verb':['exec']},'message':'no'}]}").Code.Should().Be(3);
    }

    /// <summary>A health check joins with a process like that which the container got, not like that which the engine wrote.</summary>
    [Theory]
    [InlineData("A=1", "2", 0)]
    [InlineData("A=2", "1", 3)]
    public void A_health_check_is_judged_with_what_the_container_got(string variable, string forced, int code)
    {
        _run.Running = [Container("c1", "0", variable)];

        Apply($"{{'rules':[{{'type':'deny','when':{{'verb':['exec'],'env':{{'A':'1'}}}},'message':'no'}},{{'type':'env','force':{{'A':'{forced}'}}}}]}}").Code.Should().Be(code);
    }

    [Fact]
    public void Containers_that_change_alike_are_one_group()
    {
        _run.Running = [.. Enumerable.Range(0, 10).Select(i => Container($"c{i}", "0", "A=1")), Container("has", "0", "A=2")];

        _run.Run(new ApplyCommand(), "--dry-run", _run.Write("new.json", "{'rules':[{'type':'env','force':{'A':'2'}}]}")).Text().Should().EndWith("""
            Containers of the interceptor that run now: 11
              changed         c0, c1, c2, c3, c4, c5, c6, c7 and 2 more
                @@ /process/env/0 @@
                     },
                     "env": [
                -      "A=1"
                +      "A=2"
                     ],
                     "cwd": "/"
              as now          has
            Nothing was changed: this was a dry run.

            """);
        Directory.GetFileSystemEntries(Policy("")).Should().BeEmpty();
    }

    /// <summary>What the policy in force makes of the engine's document anyway does not change.</summary>
    [Fact]
    public void A_change_is_one_to_what_the_policy_in_force_makes()
    {
        Apply(One);
        _run.Running = [Container("c1", "0", "B=1")];

        Effects(Two).Should().Contain("    -      \"A=1\"\n    +      \"A=2\"\n");
        Effects("{'rules':[{'type':'env','default':{'A':'1'}},{'type':'env','default':{'B':'2'}}]}").Should().Contain("  as now          c1\n");
        Effects("{}").Should().Contain("    -      \"A=1\"\n").And.NotContain("+      ");

        string Effects(string policy) => _run.Run(new ApplyCommand(), "--dry-run", _run.Write("new.json", policy)).Text();
    }

    [Fact]
    public void A_container_that_was_refused_and_is_not_any_more_is_named()
    {
        _run.Write("policies/config.json", Broken);
        _run.Running = [Container("c1", "0", "A=1"), new RunningContainer("docker", "gone", "/nowhere", "/usr/bin/oci-interceptor"), new RunningContainer("", "by-hand", null, "/usr/bin/oci-interceptor")];

        _run.Run(new ApplyCommand(), _run.Write("new.json", One)).Text().Should().Contain("  accepted now    c1\n").And.Contain("  cannot be read  gone\n    cannot read").And.NotContain("by-hand");
        Text(Config).Should().Be(One);
    }

    [Fact]
    public void A_container_has_the_profile_of_the_name_that_it_is_called_by()
    {
        _run.Write("policies/profiles/strict.json", "{}");
        _run.Running = [Container("c1", "0", "A=1") with { Program = "/usr/local/bin/oci-interceptor-strict" }, Container("c2", "0", "A=1")];

        var answer = _run.Run(new ApplyCommand(), "--profile", "strict", _run.Write("new.json", NoRoot));

        answer.ExitCode.Should().Be(3);
        answer.Text().Should().Contain("  refused         c1\n").And.Contain("  as now          c2\n");
    }

    /// <summary>Docker calls a runtime with arguments by a script that it writes: NAME in old releases, NAME.HASH in newer ones.</summary>
    [Theory]
    [InlineData("oi", 3)]
    [InlineData("oi.0a1b", 3)]
    [InlineData("other", 0)]
    [InlineData("oi2", 0)]
    [InlineData("oi-strict.0a1b", 0)]
    public void A_container_has_the_arguments_that_are_registered_for_it(string script, int code)
    {
        Register("{'oi':{'path':'/usr/bin/oci-interceptor','runtimeArgs':['--oi-profile','strict']}}");
        _run.Machine.With($"/data/runtimes/{script}", "#!/bin/sh\n/usr/bin/oci-interceptor $@\n");
        _run.Write("policies/profiles/strict.json", "{}");
        _run.Running = [Container("c1", "0", "A=1") with { Program = $"/data/runtimes/{script}" }];

        Apply(NoRoot, "--profile", "strict").Code.Should().Be(code);
    }

    [Fact]
    public void A_profile_that_a_registration_needs_does_not_go()
    {
        Register("{'oi':{'path':'/usr/bin/oci-interceptor-strict'}}");
        Apply(One, "--profile", "strict").Should().Be((0, null));

        FluentActions.Invoking(() => Rollback()).Should().Throw<InterceptorException>().WithMessage("no kept version can be brought back: *: unknown profile strict: *");
        Text(Policy("profiles/strict.json")).Should().Be(One);
    }

    [Fact]
    public void A_registration_that_is_broken_anyway_stops_nothing()
    {
        Register("{'oi':{'path':'/usr/bin/oci-interceptor-none'}}");
        Apply(One).Code.Should().Be(1);
        Apply(Two).Message.Should().StartWith("containers are refused as before: the policy of docker: oi cannot be loaded: unknown profile none: ");

        Rollback();

        Text(Config).Should().Be(One);
    }

    [Fact]
    public void Recorded_documents_are_judged_and_stop_nothing()
    {
        var directory = Path.Combine(_run.Root, "recorded");
        Record("web", "{'process':{'user':{'uid':0},'env':[],'cwd':'/'}}");
        Record("web-exec", "{'user':{'uid':0},'args':['sh'],'cwd':'/'}");
        Record("app", "{'process':{'user':{'uid':5},'env':[],'cwd':'/'}}");
        Record("bad", "[");

        var answer = _run.Run(new ApplyCommand(), _run.Write("new.json", NoRoot.Replace("{'rules'", $"{{'debugOutput':{{'directory':'{directory}'}},'rules'", StringComparison.Ordinal)));

        answer.ExitCode.Should().Be(0);
        answer.Text().Should().Contain($"Documents recorded in {directory}: 4\n  refused         web-exec, web\n    denied by the rule").And.Contain("  as now          app\n  cannot be read  bad\n");
    }

    [Fact]
    public void Of_recorded_documents_the_newest_hundred_are_judged()
    {
        for (var i = 0; i < 103; i++)
        {
            File.SetLastWriteTimeUtc(Record($"r{i:d3}", "{'process':{'cwd':'/'}}"), new DateTime(2026, 1, 1, 0, 0, i % 60, DateTimeKind.Utc).AddMinutes(-i));
        }

        _run.Run(new ApplyCommand(), _run.Write("new.json", $"{{'debugOutput':{{'directory':'{_run.Root}/recorded'}}}}")).Text()
            .Should().Contain(": 100\n  as now          r000, r001, r002, r003, r004, r005, r006, r007 and 92 more\n");
    }

    [Fact]
    public void The_same_file_again_changes_nothing()
    {
        Apply(One);
        var before = Directory.GetFiles(Policy("kept")).Order().ToArray();

        _run.Run(new ApplyCommand(), _run.Write("new.json", One)).Text().Should().EndWith($"{Config} is this file already.\n");

        Directory.GetFiles(Policy("kept")).Order().Should().Equal(before);
    }

    [Theory]
    [InlineData("600", null, "600")]
    [InlineData("640", null, "640")]
    [InlineData("666", null, "644")]
    [InlineData("644", "600", "600")]
    public void The_mode_is_that_of_the_old_file_or_as_private_as_the_new_one(string mode, string? old, string expected)
    {
        if (old is not null)
        {
            File.SetUnixFileMode(_run.Write("policies/config.json", One), (UnixFileMode)Convert.ToInt32(old, 8));
        }
        var file = _run.Write("new.json", Two);
        File.SetUnixFileMode(file, (UnixFileMode)Convert.ToInt32(mode, 8));

        _run.Run(new ApplyCommand(), file).ExitCode.Should().Be(0);

        Convert.ToString((int)File.GetUnixFileMode(Config), 8).Should().Be(expected);
    }

    /// <summary>It may hold a secret.</summary>
    [Fact]
    public void What_comes_back_where_nothing_is_left_is_as_private_as_it_was()
    {
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.SetUnixFileMode(_run.Write("policies/config.json", One), Private);
        Apply(Two).Code.Should().Be(0);
        File.Delete(Config);

        Rollback();

        Text(Config).Should().Be(Two);
        File.GetUnixFileMode(Config).Should().Be(Private);
    }

    [Fact]
    public void A_file_in_place_that_a_call_would_not_trust_gets_its_owner_and_mode()
    {
        _run.Untrusted[Config] = "it is writable by group or others";
        File.SetUnixFileMode(_run.Write("policies/config.json", One), (UnixFileMode)0b110_110_110);

        Apply(One).Code.Should().Be(0);

        File.GetUnixFileMode(Config).Should().Be((UnixFileMode)0b110_100_100);
    }

    [Fact]
    public void A_directory_that_others_can_write_gets_no_policy()
    {
        _run.Untrusted[Policy("").TrimEnd('/')] = "it is writable by group or others";

        FluentActions.Invoking(() => Apply(One)).Should().Throw<InterceptorException>().WithMessage($"cannot put a policy into {_run.Root}/policies: it is writable by group or others");
        File.Exists(Config).Should().BeFalse();
    }

    [Fact]
    public void A_link_stays_a_link()
    {
        var real = _run.Write("real.json", One);
        File.CreateSymbolicLink(Config, "../real.json");

        Apply(Two);

        File.ReadAllText(real).Should().Be(Two.Replace('\'', '"'));
        new FileInfo(Config).LinkTarget.Should().Be("../real.json");
    }

    [Theory]
    [InlineData("mkdir config.json", "cannot replace {0}: it is a directory: move it away first")]
    [InlineData(": > config.json; : > config.jsonc", "cannot choose between {0} and {0}c: remove one of them")]
    public void What_is_no_file_is_not_replaced(string change, string error)
    {
        Shell.Run("sh", ["-ec", $"cd {Policy("")}; {change}"]);
        FluentActions.Invoking(() => Apply(One)).Should().Throw<InterceptorException>().WithMessage(error.Replace("{0}", Config, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ln -s gone config.json", "cannot read {0}: {ENOENT}")]
    [InlineData("mkfifo config.json", "cannot read {0}: it is not a regular file")]
    [InlineData("ln -s /etc config.json", "cannot read {0}: it is not a regular file")]
    [InlineData("truncate -s 5M config.json", "cannot read {0}: it is larger than 4096 KiB")]
    public void What_cannot_be_read_is_replaced_by_name_and_kept_aside(string change, string error)
    {
        Apply(One);
        Apply(Two);
        Break();

        _run.Run(new ApplyCommand(), "--list").Text().Should().Contain($"  in place                        {Worded(error).Replace("{0}", Config, StringComparison.Ordinal)}\n").And.Contain("brings it back");
        Rollback().Should().EndWith($"What was in its place is {Policy("kept/config.json.aside-1")}.\n");
        Text(Config).Should().Be(Two);
        Break();
        Apply(One).Should().Be((0, null));
        Text(Config).Should().Be(One);
        File.ResolveLinkTarget(Config, false).Should().BeNull();
        Directory.GetFileSystemEntries(Policy("kept"), "*.aside-*").Should().HaveCount(2);

        void Break() => Shell.Run("sh", ["-ec", $"cd {Policy("")}; rm config.json; {change}"]);
    }

    /// <summary>What is wrong with one file must not keep another from coming back.</summary>
    [Fact]
    public void A_directory_in_the_place_of_one_file_does_not_stop_the_others()
    {
        Apply(One, "--profile", "own");
        Apply(One);
        Apply(Two);
        Shell.Run("sh", ["-ec", $"cd {Policy("profiles")}; rm own.json; mkdir own.json"]);

        Rollback();

        Text(Config).Should().Be(One);
    }

    /// <summary>Both files of such a name are in force.</summary>
    [Fact]
    public void Of_two_endings_in_the_directory_the_first_is_the_one_that_is_named()
    {
        _run.Write("policies/conf.d/a.json", One);
        _run.Write("policies/conf.d/a.jsonc", One);

        Apply(Two, "--name", "a").Should().Be((0, null));
        Text(Policy("conf.d/a.json")).Should().Be(Two);
        Rollback();
        Text(Policy("conf.d/a.json")).Should().Be(One);
        Text(Policy("conf.d/a.jsonc")).Should().Be(One);
    }

    /// <summary>Engines' containers, and what they hold, may keep the examination busy.</summary>
    [Fact]
    public void A_rollback_does_not_wait_for_the_examination_of_another_file()
    {
        Apply(One);
        Apply(Two);
        using var other = new CommandRun(_run.Root);
        _run.OnLook = () => other.Run(new ApplyCommand(), "--rollback").ExitCode.Should().Be(0);

        FluentActions.Invoking(() => Apply(NoRoot)).Should().Throw<InterceptorException>().WithMessage($"cannot replace {Config}: it was changed in the meantime");

        Text(Config).Should().Be(One);
    }

    [Fact]
    public void A_file_that_does_not_load_with_what_came_in_the_meantime_is_not_put_in_place()
    {
        var profile = _run.Write("policies/profiles/own.json", One);
        _run.OnLook = () => File.Delete(profile);

        FluentActions.Invoking(() => Apply("{'profiles':['own']}")).Should().Throw<InterceptorException>().WithMessage("*new.json is not put in place: with it, *unknown profile own*");

        File.Exists(Config).Should().BeFalse();
    }

    [Fact]
    public void A_container_whose_document_is_too_large_is_not_judged_and_stops_it()
    {
        _run.Running = [Container("large", "0", new string('x', 5 << 20)), Container("small", "0", "A=1")];
        Record("large", $"{{'process':{{'env':['{new string('x', 5 << 20)}'],'cwd':'/'}}}}");
        var file = _run.Write("new.json", $"{{'debugOutput':{{'directory':'{_run.Root}/recorded'}}}}");

        var answer = _run.Run(new ApplyCommand(), file);

        answer.ExitCode.Should().Be(3);
        answer.Message.Should().Be($"{file} is not put in place: running containers were not judged: 1; to put it in place anyway, add --force");
        answer.Text().Should().Contain("run now: 2\n  as now          small\n  was not judged  large\n    it is larger than 4 MiB\n")
            .And.Contain("recorded: 1\n  was not judged  large\n    it is larger than 4 MiB\n");
        _run.Run(new ApplyCommand(), "--force", file).ExitCode.Should().Be(0);
    }

    [Fact]
    public void Documents_are_judged_as_long_as_they_are_not_too_large_together()
    {
        _run.Running = [.. Enumerable.Range(0, 18).Select(i => Container($"c{i:d2}", "0", new string('x', (4 << 20) - 1000)))];

        _run.Run(new ApplyCommand(), _run.Write("new.json", "{}")).Text().Should().Contain("  was not judged  c16, c17\n    with those before it, it is larger than 64 MiB\n");
    }

    [Fact]
    public void A_name_stays_on_its_line()
    {
        _run.Running = [Container("c1", "0", "A=1") with { Id = "a\nas now\u001b[1m" }];

        _run.Run(new ApplyCommand(), _run.Write("new.json", One)).Text().Should().Contain("  a\\u000aas now\\u001b");
    }

    [Fact]
    public void The_list_shows_what_is_in_force_and_what_would_come_back()
    {
        _run.Run(new ApplyCommand(), "--list").Text().Should().Be("No policy file is in force.\n");
        Apply(One);
        Apply(Two);
        _run.Run(new ApplyCommand(), "--list").Text().Should().MatchRegex(
            $"""
            ^In force: {Config}: rules: 1, digest [0-9a-f]{"{64}"}

            {Config}
              in place  20..-..-..T..:..:..Z  sha256:[0-9a-f]{"{64}"}
              kept 3    20..-..-..T..:..:..Z  sha256:[0-9a-f]{"{64}"}  in place
              kept 2    20..-..-..T..:..:..Z  sha256:[0-9a-f]{"{64}"}  oi-apply --rollback brings it back
              kept 1    20..-..-..T..:..:..Z  no file
            $
            """);
        File.WriteAllText(Config, Broken);
        _run.Run(new ApplyCommand(), "--list").Text().Should().StartWith($"The policy in force cannot be loaded, and every container is refused: {Config}:1:");
    }

    [Fact]
    public void A_kept_file_that_others_can_write_is_listed_and_passed_over()
    {
        Apply(One);
        Apply(Two);
        var kept = Policy("kept/config.json.2");
        File.SetUnixFileMode(kept, (UnixFileMode)0b110_110_110);

        _run.Run(new ApplyCommand(), "--list").Text().Should().Contain($"cannot trust {kept}: it is writable by group or others\n").And.NotContain("brings it back");
        FluentActions.Invoking(() => Rollback()).Should().Throw<InterceptorException>().WithMessage($"no kept version can be brought back: cannot trust {kept}: it is writable by group or others");
        Text(Config).Should().Be(Two, "without any policy everything would start");
    }

    [Theory]
    [InlineData("", "oi-apply: want one of FILE, --rollback and --list")]
    [InlineData("x --rollback", "oi-apply: want one of FILE, --rollback and --list")]
    [InlineData("--list --rollback", "oi-apply: want one of FILE, --rollback and --list")]
    [InlineData("x --name a --profile b", "oi-apply: --name and --profile cannot be combined")]
    [InlineData("x --name ../a", "invalid name \"../a\": *")]
    [InlineData("x --name a.json", "invalid name \"a.json\": *")]
    [InlineData("x --name a.test.json", "invalid name \"a.test.json\": want *")]
    [InlineData("x --name a.test", "invalid name \"a.test\": a file whose name ends in .test.json holds tests, and is not read as a policy")]
    [InlineData("x --profile .a", "invalid profile name \".a\": *")]
    [InlineData("/nowhere", "cannot read /nowhere: {ENOENT}")]
    [InlineData("/etc", "cannot read /etc: {EISDIR}")]
    public void Wrong_arguments_are_refused(string line, string error) =>
        FluentActions.Invoking(() => _run.Run(new ApplyCommand(), line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).Should().Throw<InterceptorException>().WithMessage(Worded(error));

    [Fact]
    public void A_policy_elsewhere_is_not_replaced()
    {
        using var run = new CommandRun { Flags = "--oi-config /p.json" };
        FluentActions.Invoking(() => run.Run(new ApplyCommand(), "x")).Should().Throw<InterceptorException>()
            .WithMessage($"oi-apply replaces files of {run.Root}/policies: it cannot be combined with --oi-config /p.json");
    }

    // In the C library's own words.
    private static string Worded(string error) =>
        error.Replace("{ENOENT}", Errno.Message(Errno.ENOENT), StringComparison.Ordinal).Replace("{EISDIR}", Errno.Message(21), StringComparison.Ordinal);

    private RunningContainer Container(string id, string user, string variable)
    {
        _run.Write($"{id}/config.json", $"{{'ociVersion':'1.0.2','process':{{'user':{{'uid':{user},'gid':0}},'env':['{variable}'],'cwd':'/'}}}}");
        return new RunningContainer("docker", id, Path.Combine(_run.Root, id), "/usr/bin/oci-interceptor");
    }

    private void Register(string runtimes) =>
        _run.Machine.WithProgram("dockerd").WithInterceptor().WithInterceptor("/usr/bin/oci-interceptor-strict").WithInterceptor("/usr/bin/oci-interceptor-none")
            .With("/etc/docker/daemon.json", $"{{'runtimes':{runtimes}}}");

    private string Record(string name, string document)
    {
        var path = _run.Write($"recorded/{name}_original.json", document);
        _run.Machine.With(path);
        return path;
    }

    private (int Code, string? Message) Apply(string policy, params string[] options)
    {
        var answer = _run.Run(new ApplyCommand(), [.. options, _run.Write("new.json", policy)]);
        return (answer.ExitCode, answer.Message);
    }

    private string Rollback(params string[] options) => _run.Run(new ApplyCommand(), [.. options, "--rollback"]).Text();

    private static string Text(string path) => File.ReadAllText(path).Replace('"', '\'');
}
