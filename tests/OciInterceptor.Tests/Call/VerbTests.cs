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
    [InlineData("-V=x create ID", "create", "ID")]
    public void The_verb_and_the_container_are_told_from_names_and_values(string line, string verb, string id)
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
    public void The_callers_log_is_found(string line, string? log, string? format)
    {
        var scan = RawArguments.Of(line).Scan;

        RawArguments.Text(scan.Log).Should().Be(log);
        RawArguments.Text(scan.LogFormat).Should().Be(format);
    }

    [Theory]
    [InlineData("oi-explain", "oi-explain")]
    [InlineData("--oi-env A=B oi-explain --bundle B", "oi-explain")]
    [InlineData("--foreign oi-doctor", "oi-doctor")]
    [InlineData("create oi-explain", null)]
    [InlineData("oi", null)]
    [InlineData("state oi-x", null)]
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
