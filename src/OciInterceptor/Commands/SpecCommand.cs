using System.CommandLine;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Generate;
using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands;

/// <summary>oi-spec: makes a hardened config.json, or a whole bundle.</summary>
internal sealed class SpecCommand : OiCommand
{
    private readonly Option<string> _bundle;
    private readonly Option<bool> _terminal;
    private readonly ContainerOptions _container;

    internal SpecCommand()
        : base("oi-spec", "make a hardened config.json, or a whole bundle", """
            The container has a read-only root, no capabilities and no way to gain any, namespaces of its own, the system calls that
            Docker allows, and masked kernel paths. The configuration goes to the standard output, or into a bundle.
            """)
    {
        _bundle = Add("--bundle", "DIR", "make a bundle: a directory for its owner alone, with config.json and an empty root directory");
        _terminal = Command.AddSwitch("--terminal", "the container's process has a terminal");
        _container = new ContainerOptions(Command);
    }

    internal override ImmutableArray<CommandExample> Examples =>
    [
        new("Print a hardened configuration for a command", "oci-interceptor oi-spec -- sh -c date >config.json"),
        new("Make a bundle", "oci-interceptor oi-spec --bundle bundle -- sh"),
    ];

    private protected override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        var settings = _container.Read(arguments, context, isRootless: false) with { HasTerminal = arguments.GetValue(_terminal) };
        var secrets = _container.Secrets(arguments);
        if (arguments.GetValue(_bundle) is not { } bundle)
        {
            return secrets.Any(secret => secret.IsInMemory)
                ? throw new InterceptorException("--memory-secret needs --bundle: the copies are part of the bundle")
                : new CommandResult(IndentedJson.Text(GeneratedBundle.Configuration(settings, secrets, null)));
        }
        GeneratedBundle.Make(Path.GetFullPath(bundle), settings, secrets);
        return new CommandResult("");
    }
}
