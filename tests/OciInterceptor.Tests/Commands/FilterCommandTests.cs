using OciInterceptor.Commands;
using OciInterceptor.Commands.Output;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Commands;

public sealed class FilterCommandTests
{
    [Fact]
    public void The_result_differs_in_what_the_rules_change_alone()
    {
        using var run = new CommandRun { Flags = "--oi-env B=2", Input = "{ 'process' : {'env':['A=1'] },\n 'x':1e3}\n" };

        var answer = run.Run(new FilterCommand());

        answer.ExitCode.Should().Be(0);
        answer.Text().Should().Be("{ \"process\" : {\"env\":[\"A=1\",\"B=2\"] },\n \"x\":1e3}\n");
    }

    [Fact]
    public void Without_a_change_the_bytes_come_back()
    {
        var document = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "TestData", "podman-4.3-run.json"));
        using var run = new CommandRun { Input = document };

        run.Run(new FilterCommand()).Text().Should().Be(document.Replace('\'', '"'));
    }

    [Fact]
    public void A_denied_container_has_no_output()
    {
        using var run = new CommandRun { Input = "{}" };
        run.WritePolicy("{'rules':[{'type':'deny','when':{'verb':'run'},'message':'not here'}]}");

        var answer = run.Run(new FilterCommand(), "--verb", "run");

        answer.ExitCode.Should().Be(3);
        answer.Text().Should().BeEmpty();
        answer.Message.Should().Contain(": not here (when ");
        run.Run(new FilterCommand()).Text().Should().Be("{}");
    }

    [Fact]
    public void A_failed_rule_has_no_output()
    {
        using var run = new CommandRun { Input = "{'process':{'env':3}}", Flags = "--oi-env B=2" };

        var answer = run.Run(new FilterCommand());

        answer.ExitCode.Should().Be(1);
        answer.Text().Should().BeEmpty();
        answer.Message.Should().Contain("stdin:1:19: \"env\" must be a list");
    }

    [Theory]
    [InlineData("", "stdin:1:1: not valid JSON*")]
    [InlineData("[]", "stdin:1:1: want a JSON object")]
    public void What_is_no_document_is_refused(string input, string message)
    {
        using var run = new CommandRun { Input = input };

        run.Invoking(filter => filter.Run(new FilterCommand())).Should().Throw<InterceptorException>().WithMessage(message);
    }
}
