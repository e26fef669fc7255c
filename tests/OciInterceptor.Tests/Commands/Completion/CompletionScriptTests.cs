using OciInterceptor.Commands;
using OciInterceptor.Commands.Completion;
using OciInterceptor.Commands.Reference;

namespace OciInterceptor.Tests.Commands.Completion;

/// <summary>Nothing that can be typed is missing from a script; the shells themselves are tried end to end.</summary>
public sealed class CompletionScriptTests
{
    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public void A_script_has_every_command_flag_option_and_word(string shell)
    {
        using var run = new CommandRun();
        var script = run.Run(new CompletionCommand(), shell).Text();

        script.Should().StartWith(shell == "zsh" ? "#compdef oci-interceptor\n" : "# Completions").And.EndWith("\n").And.NotContain("\r");
        foreach (var command in CommandReference.Commands.Append(CommandReference.Program))
        {
            script.Should().Contain(command.Name);
            foreach (var option in command.Options)
            {
                option.Names.Should().OnlyContain(name => script.Contains(shell == "fish" ? name.TrimStart('-') : name), $"{command.Name} has it");
                script.Contains(string.Join(' ', option.Words), StringComparison.Ordinal).Should().BeTrue();
            }
            foreach (var argument in command.Arguments)
            {
                script.Contains(string.Join(' ', argument.Words), StringComparison.Ordinal).Should().BeTrue();
            }
        }
    }

    /// <summary>An argument is offered in its place alone, and one that may be repeated from there on.</summary>
    [Fact]
    public void Arguments_are_offered_in_their_places()
    {
        BashCompletion.Script().Should().MatchRegex(@"elif \(\( given == 0 \)\); then words='[^']*\bprestart\b").And.Contain("elif (( given == 1 )); then files=files\n")
            .And.Contain("    oi-validate)\n").And.Contain("elif (( given >= 0 )); then files=files\n");
        FishCompletion.Script().Should().Contain("'__oci_interceptor_argument oi-hook-test -eq 0").And.Contain("'__oci_interceptor_argument oi-hook-test -eq 1")
            .And.Contain("'__oci_interceptor_argument oi-validate -ge 0").And.Contain("'__oci_interceptor_argument oi-help -eq 0'");
        ZshCompletion.Script().Should().MatchRegex(@"'1:STAGE:\([^)]*\bprestart\b").And.Contain("'2:FILE:_files'").And.Contain("'*:FILE:_files'");
    }

    [Fact]
    public void Values_are_offered_behind_flags_and_options_that_take_one()
    {
        var script = BashCompletion.Script();

        script.Should().Contain("    ' --oi-profile') words='<profiles>' ;;\n").And.Contain("    'oi-explain --verb') words='");
        script.Should().NotContain("'oi-explain --no-pivot'").And.NotContain("' --oi-clone-runtime'", "a switch takes none");
    }

    [Theory]
    [InlineData("FILE", ValueSource.Files)]
    [InlineData("DIR", ValueSource.Directories)]
    [InlineData("PROFILE", ValueSource.Profiles)]
    [InlineData("NAME", ValueSource.None)]
    [InlineData(null, ValueSource.None)]
    internal void The_name_of_a_value_tells_what_is_offered(string? name, ValueSource source) => ValueSources.Of(name).Should().Be(source);

    [Fact]
    public void Descriptions_are_quoted_for_each_shell()
    {
        ZshCompletion.Script().Should().Contain(@"'--oi-runtime-path=[the real runtime, a path or a name for PATH (default\: where /etc/oci-interceptor/runtime points, else runc)]:PATH:_files'")
            .And.Contain("'oi-doctor:check the interceptor'\\''s environment'");
        FishCompletion.Script().Should().Contain(@"-a oi-doctor -d 'check the interceptor\'s environment'");
    }
}
