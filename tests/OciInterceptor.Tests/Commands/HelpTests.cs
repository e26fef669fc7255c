using OciInterceptor.Call.Flags;
using OciInterceptor.Commands;
using OciInterceptor.Messages;
using OciInterceptor.Tests.Call;

namespace OciInterceptor.Tests.Commands;

public sealed class HelpTests
{
    public static TheoryData<string> Names => [.. OiCommands.All.Select(command => command.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_help_of_a_command_fits_into_60_columns_and_its_usage_can_be_pasted(string name)
    {
        var command = OiCommands.Find(name);
        var help = command.Help(60);

        var (text, examples) = (help.Split("\nExamples:\n")[0], help.Split("\nExamples:\n")[1]);
        text.Split('\n').Should().OnlyContain(line => line.Length <= 60 || !line.Trim().Contains(' '), "a word that is longer cannot be broken");
        help.Split('\n').Should().OnlyContain(line => line == line.TrimEnd());
        help.Should().Contain($"Usage:\n  oci-interceptor {name} ").And.EndWith("\n").And.NotEndWith("\n\n").And.NotContain("\n\n\n");
        foreach (var example in command.Examples)
        {
            examples.Should().Contain($"  {example.Purpose}:\n    {example.Line}\n");
        }
        Help(1).Should().Be(help, "it is never narrower");
        Help(500).Should().Be(Help(120), "nor wider");
        Help(80).Should().NotBe(help);

        // A command lays out its help once.
        string Help(int width) => OiCommands.Find(name).Help(width);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_command_has_two_examples_that_its_parser_takes(string name)
    {
        var command = OiCommands.Find(name);

        command.Examples.Length.Should().BeGreaterThanOrEqualTo(2);
        foreach (var (purpose, line) in command.Examples)
        {
            purpose.Should().MatchRegex("^[A-Z].*[^.]$");
            line.Should().Contain("oci-interceptor ").And.Contain(name);
            Words(line, out var before).Should().StartWith(name);
            RawArguments.Of(before + name).Call.OwnCommand.Should().Be(name);
            command.Command.Parse(Words(line, out _)[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)).Errors.Select(error => error.Message).Should().BeEmpty(line);
        }
    }

    [Theory]
    [InlineData("explain")]
    [InlineData("oi-explain")]
    public void The_help_of_a_command_is_found_by_its_name(string name)
    {
        using var run = new CommandRun();
        run.Run(new HelpCommand(), name).Text().Should().Be(new ExplainCommand().Help(80));
        run.Run(new HelpCommand()).Text().Should().Be(HelpText.Render(80));
    }

    [Fact]
    public void The_help_of_an_unknown_command_names_the_nearest()
    {
        using var run = new CommandRun();
        run.Invoking(run => run.Run(new HelpCommand(), "explian")).Should().Throw<InterceptorException>().WithMessage("unknown command \"oi-explian\", did you mean \"oi-explain\"?*");
    }

    [Theory]
    [InlineData("--verbs", "unknown option --verbs, did you mean \"--verb\"?")]
    [InlineData("--frobnicate=1", "unknown option --frobnicate")]
    [InlineData("--oi-config", "--oi-config is a flag of oci-interceptor: put it before oi-explain")]
    [InlineData("--oi-config=/x", "--oi-config is a flag of oci-interceptor: put it before oi-explain")]
    [InlineData("--oi-conifg", "--oi-conifg is not a flag of oci-interceptor, did you mean \"--oi-config\"?")]
    [InlineData("config.json", "unexpected argument \"config.json\"")]
    public void What_a_command_does_not_take_is_named_with_what_was_meant(string argument, string complaint)
    {
        using var run = new CommandRun();
        run.Invoking(run => run.Run(new ExplainCommand(), argument)).Should().Throw<InterceptorException>().WithMessage($"oi-explain: {complaint}; see oci-interceptor oi-explain --help");
    }

    [Theory]
    [InlineData("--oi-confg /x create ID", "--oi-confg is not a flag of oci-interceptor, did you mean \"--oi-config\"?")]
    [InlineData("--oi-envforce=A=B create ID", "--oi-envforce=A=B is not a flag of oci-interceptor, did you mean \"--oi-env-force\"?")]
    [InlineData("--oi-zzzzzzzz create ID", "--oi-zzzzzzzz is not a flag of oci-interceptor")]
    public void A_misspelt_flag_names_the_nearest(string line, string complaint) =>
        RawArguments.Of(line).Invoking(arguments => arguments.Options).Should().Throw<InterceptorException>().WithMessage($"{complaint}; see oci-interceptor --oi-help");

    // What is behind the name of the program, up to a pipe or a redirection; and the flags before the command.
    private static string Words(string line, out string before)
    {
        var call = line[(line.IndexOf("oci-interceptor ", StringComparison.Ordinal) + "oci-interceptor ".Length)..].Split(" |")[0].Split(" <")[0].Split(" >")[0].Split(")")[0];
        var at = call.IndexOf("oi-", call.StartsWith("--oi-", StringComparison.Ordinal) ? call.IndexOf(" oi-", StringComparison.Ordinal) : 0, StringComparison.Ordinal);
        before = call[..at];
        return call[at..];
    }
}
