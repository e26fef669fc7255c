using System.Text.RegularExpressions;
using OciInterceptor.Commands;
using OciInterceptor.Commands.Output;
using OciInterceptor.Messages;
using OciInterceptor.Tests.Call;

namespace OciInterceptor.Tests.Commands;

public sealed class OiCommandTests
{
    public static TheoryData<string> Names => [.. OiCommands.All.Select(command => command.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_command_is_listed_and_explains_itself(string name)
    {
        using var run = new CommandRun();
        var command = OiCommands.All.Single(known => known.Name == name);

        HelpText.Render(120).Should().MatchRegex($@"\n  {name} +{command.Summary}");
        foreach (var flag in (string[])["--help", "-h", "--oi-help"])
        {
            var answer = run.Run(command, flag);
            answer.ExitCode.Should().Be(0);
            answer.Text().Should().MatchRegex(Regex.Escape(command.Summary).Replace("\\ ", "\\s+", StringComparison.Ordinal)).And.Contain($"Usage:\n  oci-interceptor {name}").And.Contain("show this help");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_command_begins_with_oi_and_is_no_verb_of_a_runtime(string name)
    {
        name.Should().StartWith("oi-");
        RawArguments.Of(name).PassThrough.Should().BeFalse();
    }

    /// <summary>System.CommandLine passes over a first word that is the name of the command that it parses, with or without a directory.</summary>
    [Theory]
    [InlineData("oi-validate")]
    [InlineData("/etc/oi-validate")]
    public void A_file_that_is_called_as_the_command_is_read(string file)
    {
        using var run = new CommandRun();
        var path = run.Write(file[(file.LastIndexOf('/') + 1)..], "{'rules': [{'type': 'umsk'}]}");

        run.Run(new ValidateCommand(), file.StartsWith('/') ? path : Path.GetRelativePath(Environment.CurrentDirectory, path)).ExitCode.Should().Be(1);
        run.Invoking(run => run.Run(new VersionCommand(), "oi-version")).Should().Throw<InterceptorException>().WithMessage("oi-version: unexpected argument*");
        run.Run(new HelpCommand(), "oi-help").Text().Should().Be(new HelpCommand().Help(80));
    }

    [Fact]
    public void What_stands_behind_a_command_is_its_own() =>
        RawArguments.Of("--oi-env A=B oi-explain --oi-env C=D -- x").Call.OwnArguments.Should().Equal("--oi-env", "C=D", "--", "x");

    [Fact]
    public void An_argument_that_is_no_text_is_refused() =>
        new RawArguments([[.. "oi-explain"u8], [0xFF]]).Call.Invoking(call => call.OwnArguments).Should().Throw<InterceptorException>().WithMessage("oi-explain: the argument * is not UTF-8");

    [Theory]
    [InlineData("--dry-run oi-install docker", "oi-install: --dry-run")]
    [InlineData("--oi-env A=B --profile hardened oi-install docker", "oi-install: --profile")]
    [InlineData("--frobnicate=1 oi-install docker", "oi-install: --frobnicate")]
    [InlineData("--debug --verb=exec oi-explain", "oi-explain: --verb")]
    [InlineData("--root /r oi-spec", "oi-spec: --root")]
    [InlineData("-- oi-uninstall docker", "oi-uninstall: --")]
    public void An_option_before_a_command_is_refused_and_not_lost(string line, string named) =>
        RawArguments.Of(line).Call.Invoking(OiCommands.Run).Should().Throw<InterceptorException>()
            .WithMessage($"{named} is before the command, where only flags of oci-interceptor are read (--oi-…): put it after {named.Split(':')[0]}");

    [Theory]
    [InlineData("--debug --oi-env A=B --root=R oi-run", "--debug --root")]
    [InlineData("--oi-env A=B --oi-readonly-networking-mounts oi-run", "")]
    [InlineData("oi-install --dry-run", "")]
    public void The_runtimes_options_before_a_command_are_told_from_our_flags(string line, string options) =>
        string.Join(' ', RawArguments.Of(line).Call.RuntimeOptions).Should().Be(options);

    /// <summary>oi-run passes them on, and oi-explain is called with an engine's arguments when an installation is shown to work.</summary>
    [Fact]
    public void The_runtimes_options_are_for_calls_as_an_engine_makes_them() =>
        OiCommands.All.Where(command => command.Allows("--systemd-cgroup")).Select(command => command.Name).Should().Equal("oi-explain", "oi-run");

    [Fact]
    public void An_unknown_command_names_the_nearest() =>
        RawArguments.Of("oi-explian").Call.Invoking(OiCommands.Run).Should().Throw<InterceptorException>()
            .WithMessage("unknown command \"oi-explian\", did you mean \"oi-explain\"?; see oci-interceptor --oi-help");
}
