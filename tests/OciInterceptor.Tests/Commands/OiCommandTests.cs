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

        HelpText.Render().Should().MatchRegex($@"\n  {name} +{command.Summary}");
        foreach (var flag in (string[])["--help", "-h"])
        {
            var answer = run.Run(command, flag);
            answer.ExitCode.Should().Be(0);
            answer.Text().Should().Contain(command.Summary).And.Contain($"Usage:\n  {name}").And.Contain("show this help");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_command_begins_with_oi_and_is_no_verb_of_a_runtime(string name)
    {
        name.Should().StartWith("oi-");
        RawArguments.Of(name).PassThrough.Should().BeFalse();
    }

    [Fact]
    public void What_stands_behind_a_command_is_its_own() =>
        RawArguments.Of("--oi-env A=B oi-explain --oi-env C=D -- x").Call.OwnArguments.Should().Equal("--oi-env", "C=D", "--", "x");

    [Fact]
    public void An_argument_that_is_no_text_is_refused() =>
        new RawArguments([[.. "oi-explain"u8], [0xFF]]).Call.Invoking(call => call.OwnArguments).Should().Throw<InterceptorException>().WithMessage("oi-explain: the argument * is not UTF-8");

    [Fact]
    public void An_unknown_command_names_the_nearest() =>
        RawArguments.Of("oi-explian").Call.Invoking(OiCommands.Run).Should().Throw<InterceptorException>()
            .WithMessage("unknown command \"oi-explian\", did you mean \"oi-explain\"?; see oci-interceptor --oi-help");
}
