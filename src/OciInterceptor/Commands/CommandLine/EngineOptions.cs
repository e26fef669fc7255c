using System.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Engines;
using OciInterceptor.Engines.Install;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands.CommandLine;

/// <summary>The engine and the options that oi-install and oi-uninstall share.</summary>
internal sealed class EngineOptions
{
    private readonly Argument<string?> _engine = new("ENGINE") { Description = EngineList.Names };
    private readonly Option<string> _name = new("--name") { HelpName = "NAME", Description = $"the runtime's name in the engine (default: {RuntimeName.Default})" };
    private readonly Option<string?> _configuration = new("--config") { HelpName = "FILE", Description = "the engine's configuration (default: the engine's usual file)" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "show the change and make none" };
    private readonly Option<bool> _reload = new("--reload") { Description = "make the running engine apply the change, and wait until it has" };
    private readonly Option<string?> _assets = new("--assets") { HelpName = "DIR", Description = "guardian: the directory with its runc, or with bin/runc or linux/bin/runc" };

    internal EngineOptions(Command command)
    {
        _engine.Arity = ArgumentArity.ZeroOrOne;
        _engine.AcceptOnlyFromAmong([.. EngineList.All.Select(engine => engine.Name)]);
        command.Arguments.Add(_engine);
        foreach (var option in (Option[])[_name, _configuration, _dryRun, _reload, _assets])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The engine that was named, if any.</summary>
    /// <exception cref="InterceptorException">An option is given that is not for this engine.</exception>
    internal IEngine? Engine(ParseResult arguments)
    {
        if (arguments.GetValue(_engine) is not { } name)
        {
            return arguments.GetValue(_assets) is null ? null : throw new InterceptorException("--assets needs an engine");
        }
        var engine = EngineList.All.FirstOrDefault(known => known.Name == name)!;
        foreach (var option in arguments.CommandResult.Command.Options)
        {
            if (arguments.GetResult(option) is { Implicit: false } && engine.Refusal(option.Name) is { } refusal)
            {
                throw new InterceptorException($"{option.Name} cannot be used with {name}: {refusal}");
            }
        }
        return engine;
    }

    /// <summary>The name to register.</summary>
    /// <exception cref="InterceptorException">It cannot be a runtime's name.</exception>
    internal string Name(ParseResult arguments) => RuntimeName.Check(arguments.GetValue(_name) ?? RuntimeName.Default);

    internal bool IsDryRun(ParseResult arguments) => arguments.GetValue(_dryRun);

    internal bool IsReloading(ParseResult arguments) => arguments.GetValue(_reload);

    /// <summary>What the engine is asked to do.</summary>
    /// <exception cref="InterceptorException">A path is wrong.</exception>
    internal InstallRequest Request(ParseResult arguments, RegistrationRequest registration, CommandContext context) => new(registration, new InstallationReport(context.Terminal).Show)
    {
        Machine = context.Machine,
        Configuration = arguments.GetValue(_configuration) is { } file ? TargetPath.Real(TargetPath.Full("--config", file)) : null,
        Assets = arguments.GetValue(_assets) is { } directory ? Path.TrimEndingDirectorySeparator(TargetPath.Full("--assets", directory)) : null,
        IsDryRun = IsDryRun(arguments),
        IsReloading = arguments.GetValue(_reload),
    };
}
