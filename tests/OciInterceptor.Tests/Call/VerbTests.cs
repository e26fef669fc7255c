using OciInterceptor.Call.Arguments;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Call;

public sealed unsafe class VerbTests
{
    [Theory]
    [InlineData("create create", "create", "create")]
    [InlineData("run --bundle run create", "run", "create")]
    [InlineData("create --bundle exec run", "create", "run")]
    [InlineData("--root create run -b B ID", "run", "ID")]
    [InlineData("--log --oi-x create ID", "create", "ID")]
    [InlineData("--log --oi-help create ID", "create", "ID")]
    [InlineData("--root -- create ID", "create", "ID")]
    [InlineData("--log= create ID", "create", "ID")]
    [InlineData("--root=create run ID", "run", "ID")]
    [InlineData("-root state create ID", "create", "ID")]
    [InlineData("--criu run --cgroup-manager exec --log-level state create ID", "create", "ID")]
    [InlineData("--rootless auto create ID", "create", "ID")]
    [InlineData("-r create -l run run ID", "run", "ID")]
    [InlineData("-s create ID", "create", "ID")]
    [InlineData("-- create ID", "create", "ID")]
    [InlineData("--debug -- run ID", "run", "ID")]
    [InlineData("--foreign create ID", "create", "ID")]
    [InlineData("--foreign value create ID", "create", "ID")]
    [InlineData("--foreign=value create ID", "create", "ID")]
    [InlineData("-x value run ID", "run", "ID")]
    [InlineData("--foreign version create ID", "create", "ID")]
    [InlineData("--foreign h run ID", "run", "ID")]
    [InlineData("-V=x create ID", "create", "ID")]
    [InlineData("--log-format create run ID", "run", "ID")]
    [InlineData("--rootless false run ID", "run", "ID")]
    [InlineData("create -=X ID", "create", "ID")]
    [InlineData("--rootless -x create ID", "create", "ID")]
    [InlineData("--rootless= create ID", "create", "ID")]
    [InlineData("create ID other", "create", "ID")]
    [InlineData("run '' ID", "run", "")]
    [InlineData("create -- ID other", "create", "ID")]
    [InlineData("create -- -- ID", "create", "--")]
    [InlineData("create -- -b", "create", "-b")]
    [InlineData("create - ID", "create", "-")]
    [InlineData("create --usage= ID", "create", "ID")]
    [InlineData("-- --foreign create ID", "--foreign", null)]
    public void The_verb_and_the_container_are_told_from_names_and_values(string line, string verb, string? id)
    {
        RawArguments.Of(line).Verb.Should().Be(verb);
        RawArguments.Of(line).Call.Verb.Should().Be(verb);
        RawArguments.Of(line).Call.ContainerId.Should().Be(id);
        RawArguments.Of(line).Scan.Fault.Should().Be(0);
    }

    [Theory]
    [InlineData("state create")]
    [InlineData("kill run 9")]
    [InlineData("--log create state ID")]
    [InlineData("--root run delete create")]
    [InlineData("delete create --bundle B")]
    [InlineData("update --resources create run")]
    [InlineData("spec --bundle create")]
    [InlineData("creat ID")]
    [InlineData("Create ID")]
    [InlineData("created ID")]
    [InlineData("'' create")]
    [InlineData("- create")]
    [InlineData("--help create")]
    [InlineData("-h create --bundle B ID")]
    [InlineData("--version create")]
    [InlineData("-v run ID")]
    [InlineData("-V run ID")]
    [InlineData("--debug")]
    [InlineData("--root")]
    [InlineData("--")]
    [InlineData("-")]
    [InlineData("help create")]
    [InlineData("foreign create --bundle B ID")]
    [InlineData("--rootless")]
    [InlineData("-? create ID")]
    [InlineData("--usage create ID")]
    [InlineData("-- --help create ID")]
    [InlineData("restored ID")]
    [InlineData("exe ID -p P")]
    [InlineData("execs -p P ID")]
    [InlineData("runs ID")]
    public void A_call_without_a_document_verb_carries_no_document(string line)
    {
        var scan = RawArguments.Of(line).Scan;

        scan.Document.Should().Be(DocumentKind.None);
        scan.HasForwarded.Should().BeTrue();
    }

    [Theory]
    [InlineData("--log F create ID", "F", null)]
    [InlineData("--log=F --log-format=json create ID", "F", "json")]
    [InlineData("-log F -log-format text create ID", "F", "text")]
    [InlineData("-l F create ID", "F", null)]
    [InlineData("--log E --log F create ID", "F", null)]
    [InlineData("create --log F ID", null, null)]
    [InlineData("--log", null, null)]
    [InlineData("--log F --log", null, null)]
    [InlineData("--log=a=b --log-format=c=d create ID", "a=b", "c=d")]
    [InlineData("--log-level F --root R create ID", null, null)]
    [InlineData("--oi-bogus x --log F create ID", "F", null)]
    [InlineData("--oi-bogus=x --log F create ID", "F", null)]
    [InlineData("--oi-env A=B --log F create ID", "F", null)]
    [InlineData("--oi-help=x --log F create ID", "F", null)]
    [InlineData("--oi-env --log F create ID", "F", null)]
    public void The_callers_log_is_found(string line, string? log, string? format)
    {
        var scan = RawArguments.Of(line).Scan;

        RawArguments.Text(scan.Log).Should().Be(log);
        RawArguments.Text(scan.LogFormat).Should().Be(format);
    }

    /// <summary>After an option that no runtime is known to have, only a verb that some runtime has is the verb.</summary>
    [Theory]
    [InlineData("create")]
    [InlineData("run")]
    [InlineData("restore")]
    [InlineData("exec")]
    [InlineData("start")]
    [InlineData("state")]
    [InlineData("kill")]
    [InlineData("delete")]
    [InlineData("list")]
    [InlineData("ps")]
    [InlineData("events")]
    [InlineData("update")]
    [InlineData("pause")]
    [InlineData("resume")]
    [InlineData("checkpoint")]
    [InlineData("spec")]
    [InlineData("features")]
    [InlineData("init")]
    [InlineData("info")]
    [InlineData("completion")]
    [InlineData("help")]
    [InlineData("mounts")]
    [InlineData("oi-status")]
    public void Every_verb_is_known_behind_an_unknown_option(string verb)
    {
        RawArguments.Of($"--foreign {verb} create ID").Verb.Should().Be(verb);
        RawArguments.Of($"--rootless {verb} create ID").Verb.Should().Be(verb == "oi-status" ? "create" : verb);
        RawArguments.Of($"--foreign value {verb} create ID").Verb.Should().Be(verb);
    }

    [Theory]
    [InlineData("--debug")]
    [InlineData("--systemd-cgroup")]
    [InlineData("-s")]
    [InlineData("--foreign=x")]
    [InlineData("--log L")]
    [InlineData("--oi-readonly-networking-mounts")]
    [InlineData("--oi-bogus=x")]
    public void Behind_an_option_that_is_known_or_has_its_value_any_word_is_the_verb(string option) =>
        RawArguments.Of($"{option} foreign create ID").Verb.Should().Be("foreign");

    [Theory]
    [InlineData("--foreign")]
    [InlineData("--oi-bogus")]
    [InlineData("-x")]
    public void Behind_an_option_that_is_not_known_a_word_may_be_its_value(string option) =>
        RawArguments.Of($"{option} foreign create ID").Verb.Should().Be("create");

    [Theory]
    [InlineData("create")]
    [InlineData("run")]
    [InlineData("oi-explain")]
    public void The_name_that_it_is_called_by_is_no_verb(string name)
    {
        var arguments = RawArguments.Of(name, "--version");

        (arguments.Scan.Document, arguments.Scan.IsOwnCommand, arguments.Call.Verb).Should().Be((DocumentKind.None, false, ""));
    }

    [Theory]
    [InlineData("oi-explain", "oi-explain")]
    [InlineData("--oi-env A=B oi-explain --bundle B", "oi-explain")]
    [InlineData("--foreign oi-doctor", "oi-doctor")]
    [InlineData("create oi-explain", null)]
    [InlineData("oi", null)]
    [InlineData("state oi-x", null)]
    [InlineData("oi-", "oi-")]
    [InlineData("OI-explain", null)]
    [InlineData("--help oi-explain", null)]
    public void Our_own_verbs_begin_with_oi(string line, string? command)
    {
        RawArguments.Of(line).Call.OwnCommand.Should().Be(command);
        RawArguments.Of(line).Scan.IsOwnCommand.Should().Be(command is not null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--oi-readonly-networking-mounts")]
    [InlineData("--oi-env A=B --oi-runtime-path /usr/bin/runc")]
    public void A_call_with_nothing_to_forward_is_refused(string line)
    {
        var call = () => RawArguments.Of(line).Call;

        RawArguments.Of(line).Scan.HasForwarded.Should().BeFalse();
        call.Should().Throw<InterceptorException>().WithMessage("missing arguments for the runtime; see oci-interceptor --oi-help");
    }

    [Theory]
    [InlineData("--oi-help")]
    [InlineData("--oi-version")]
    public void Help_and_version_need_nothing_to_forward(string line) =>
        RawArguments.Of(line).Invoking(arguments => arguments.Call).Should().NotThrow();

    [Theory]
    [InlineData(" log")]
    [InlineData("log ")]
    [InlineData("log log-format")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("o")]
    [InlineData("s")]
    [InlineData("og")]
    [InlineData("roo")]
    public void Only_a_whole_word_is_in_a_list_of_options(string word) =>
        RuntimeOptions.Has(RuntimeOptions.GlobalsWithValue, System.Text.Encoding.UTF8.GetBytes(word)).Should().BeFalse();

    [Theory]
    [InlineData("log")]
    [InlineData("root")]
    [InlineData("r")]
    public void Every_word_of_a_list_of_options_is_found(string word) =>
        RuntimeOptions.Has(RuntimeOptions.GlobalsWithValue, System.Text.Encoding.UTF8.GetBytes(word)).Should().BeTrue();

    [Fact]
    public void No_single_letter_stops_the_scan()
    {
        for (var letter = '!'; letter <= '~'; letter++)
        {
            foreach (var line in new[] { $"-{letter} create ID", $"create -{letter} x ID", $"exec -{letter} x ID", $"--{letter}{letter} run ID" })
            {
                RawArguments.Of(line).Invoking(arguments => arguments.PassThrough).Should().NotThrow(line);
            }
        }
    }
}
