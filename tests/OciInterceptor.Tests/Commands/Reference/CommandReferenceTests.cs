using System.Text;
using OciInterceptor.Call.Flags;
using OciInterceptor.Commands;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Reference;
using OciInterceptor.Policy;

namespace OciInterceptor.Tests.Commands.Reference;

public sealed class CommandReferenceTests
{
    [Fact]
    public void The_program_has_the_flags_of_the_table()
    {
        var options = CommandReference.Program.Options;

        options.Length.Should().Be(FlagTable.Count);
        for (var place = 0; place < FlagTable.Count; place++)
        {
            var flag = FlagTable.At(place);
            options[place].Names.Should().Equal(Encoding.UTF8.GetString(flag.Name));
            options[place].Value.Should().Be(flag.TakesValue ? Encoding.UTF8.GetString(flag.ValueName) : null);
            options[place].Description.Should().Be(Encoding.UTF8.GetString(flag.Help));
            options[place].Default.Should().BeNull();
        }
        CommandReference.Program.Usage.Should().Equal(CommandUsage.Program);
        options.Single(option => option.Names[0] == "--oi-log-level").Words.Should().Equal("Verbose", "Debug", "Information", "Warning", "Error", "Fatal");
        options.Single(option => option.Names[0] == "--oi-debug-name").Words.Should().Equal("hostname", "id");
    }

    [Fact]
    public void A_command_has_its_arguments_options_words_and_defaults()
    {
        CommandReference.Commands.Select(command => command.Name).Should().Equal(OiCommands.All.Select(command => command.Name));
        var explain = CommandReference.Commands.Single(command => command.Name == "oi-explain");

        explain.Arguments.Should().BeEmpty();
        explain.Options.Select(option => string.Join(' ', option.Names)).Should().BeEquivalentTo("--bundle", "--document", "--verb", "--id", "--no-pivot", "--rule", "--output", "--help --oi-help -h");
        var output = explain.Options.Single(option => option.Names[0] == "--output");
        (output.Value, output.Default).Should().Be(("human|json|patch", "human"));
        output.Words.Should().BeEquivalentTo("human", "json", "patch");
        explain.Options.Single(option => option.Names[0] == "--rule").Words.Should().Contain("seccomp").And.Equal(RuleTypes.All.Select(type => type.Name).Order(StringComparer.Ordinal));
        explain.Options.Single(option => option.Names[0] == "--verb").Words.Should().BeEquivalentTo("create", "run", "restore", "exec");
        explain.Options.Single(option => option.Names[0] == "--no-pivot").Value.Should().BeNull();
        explain.Options.Single(option => option.Names[0] == "--no-pivot").Words.Should().BeEmpty();
        explain.Options.Single(option => option.Names[0] == "--id").Default.Should().BeNull();
    }

    [Fact]
    public void Arguments_tell_whether_they_may_be_many()
    {
        var arguments = CommandReference.Commands.ToDictionary(command => command.Name, command => command.Arguments);

        arguments["oi-validate"].Should().Equal(arguments["oi-validate"][0] with { Name = "FILE", IsMany = true });
        arguments["oi-hook-test"].Select(argument => (argument.Name, argument.IsMany)).Should().Equal(("STAGE", false), ("FILE", false));
        arguments["oi-run"].Select(argument => (argument.Name, argument.IsMany)).Should().Equal(("CMD", true));
        arguments["oi-install"][0].Words.Should().Contain("docker").And.Contain("podman");
    }
}
