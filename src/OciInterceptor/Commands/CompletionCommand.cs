using System.CommandLine;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Completion;
using OciInterceptor.Commands.Output;

namespace OciInterceptor.Commands;

/// <summary>oi-completion: the script by which a shell completes this program's arguments.</summary>
internal sealed class CompletionCommand : OiCommand
{
    private readonly Argument<string> _shell = new("SHELL") { Description = "bash, zsh or fish" };

    internal CompletionCommand()
        : base("oi-completion", "print the completions for a shell", "Packages install them. The names of profiles are those at the time of completion.")
    {
        _shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        Command.Arguments.Add(_shell);
    }

    internal override ImmutableArray<CommandExample> Examples =>
    [
        new("Complete in this bash", "source <(oci-interceptor oi-completion bash)"),
        new("Complete in each of your fish shells", "oci-interceptor oi-completion fish >~/.config/fish/completions/oci-interceptor.fish"),
    ];

    private protected override CommandResult Run(ParseResult arguments, CommandContext context) => new(arguments.GetValue(_shell) switch
    {
        "bash" => BashCompletion.Script(),
        "zsh" => ZshCompletion.Script(),
        _ => FishCompletion.Script(),
    });
}
