using System.CommandLine;
using OciInterceptor.Commands;
using OciInterceptor.Commands.CommandLine;

namespace OciInterceptor.Tests.Commands;

/// <summary>How commands are called, as the help and the manual show it.</summary>
public sealed class CommandUsageTests
{
    [Theory]
    [InlineData("oi-explain", "oci-interceptor oi-explain [OPTIONS]")]
    [InlineData("oi-install", "oci-interceptor oi-install [OPTIONS] [<ENGINE>]")]
    [InlineData("oi-test", "oci-interceptor oi-test [OPTIONS] [<FILE|DIR>...]")]
    [InlineData("oi-hook-test", "oci-interceptor oi-hook-test [OPTIONS] <STAGE> <FILE>")]
    [InlineData("oi-run", "oci-interceptor oi-run [OPTIONS] [<CMD>...]")]
    public void What_may_be_left_out_is_in_square_brackets(string name, string usage)
    {
        CommandUsage.Of(OiCommands.Find(name).Command).Should().Be(usage);
        OiCommands.Find(name).Help(80).Should().Contain($"\nUsage:\n  {usage}\n\n");
    }

    [Fact]
    public void An_argument_that_is_needed_more_than_once_is_in_none()
    {
        var command = new Command("c");
        command.Arguments.Add(new Argument<string[]>("a") { Arity = ArgumentArity.OneOrMore, HelpName = "FILE" });
        CommandUsage.Of(command).Should().Be("oci-interceptor c [OPTIONS] <FILE>...");
    }

    [Fact]
    public void The_program_is_called_as_a_runtime_or_with_a_command() =>
        HelpText.Render(80).Should().Contain("\nUsage:\n  oci-interceptor [OPTIONS] <RUNTIME-ARGUMENT>...\n  oci-interceptor [OPTIONS] <COMMAND> [<ARGUMENT>...]\n\nOptions:\n");

    /// <summary>A value is called the same in capital letters everywhere, or is one of a few words.</summary>
    [Fact]
    public void Values_have_names_of_one_style()
    {
        foreach (var command in OiCommands.All.Select(own => own.Command))
        {
            command.Arguments.Select(argument => argument.HelpName ?? argument.Name).Concat(command.Options.Select(option => option.HelpName).OfType<string>().Where(name => !name.Contains('|')))
                .Where(name => name.Replace("[:ro]", "", StringComparison.Ordinal).Any(char.IsLower) || name.Contains(' ')).Should().BeEmpty(command.Name);
        }
    }
}
