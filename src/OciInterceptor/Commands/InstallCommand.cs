using System.CommandLine;
using OciInterceptor.Call.Flags;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Engines;
using OciInterceptor.Engines.Guardian;
using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Engines.Install.Wrappers;
using OciInterceptor.Engines.OnPath;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands;

/// <summary>oi-install: registers the interceptor with an engine.</summary>
internal sealed class InstallCommand : OiCommand
{
    private readonly EngineOptions _engine;
    private readonly Option<bool> _default = new("--default") { Description = "containers get the runtime that ask for none" };
    private readonly Option<string> _profile;
    private readonly Option<bool> _arguments = new("--args") { Description = "register arguments, and not a profile with what the flags ask for" };
    private readonly Option<string> _linkDirectory;
    private readonly WrapperOptions _wrappers;
    private readonly TrailingFlags _flags;

    internal InstallCommand()
        : base("oi-install", "register the interceptor with an engine", """
            What our flags ask for, before the command or behind it, goes into a profile of the runtime's name, and a link of
            that name is registered, without arguments. The change is shown, made whole or not at all, and recorded for
            oi-uninstall. With --wrapper-dir, and no engine, only scripts are made.
            """)
    {
        _engine = new EngineOptions(Command, isRequired: false);
        Command.Options.Add(_default);
        _profile = Add("--profile", "NAME", "the profile that containers get, in place of one made of flags");
        Command.Options.Add(_arguments);
        _linkDirectory = Add("--link-dir", "DIR", "where the link to oci-interceptor is made (default: beside it)");
        _wrappers = new WrapperOptions(Command);
        _flags = new TrailingFlags(Command);
    }

    private protected override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        if (_engine.IsGuardian(arguments))
        {
            return GuardianInstallation.Install(_engine.Assets(arguments), _engine.IsDryRun(arguments), context);
        }
        if (_engine.IsPath(arguments))
        {
            return PathInstallation.Install(_engine.IsDryRun(arguments), context);
        }
        var request = Request(arguments, context);
        if (_wrappers.Directory(arguments) is not { } directory)
        {
            return _engine.IsNamed(arguments) ? Install(request, arguments, context) : throw new InterceptorException($"{Name}: which engine? {EngineOptions.Engines}");
        }
        var wrappers = _wrappers.Wrappers(arguments, request, _engine.IsNamed(arguments));
        var made = new WrapperDirectory(directory, wrappers);
        made.Check();
        context.Tell(WrapperOptions.Text(directory, wrappers));
        if (_engine.IsDryRun(arguments))
        {
            return Register();
        }
        made.Swap();
        CommandResult answer;
        try
        {
            answer = Register();
        }
        catch
        {
            made.TakeBack();
            throw;
        }
        made.Keep();
        return answer;

        CommandResult Register() => _engine.IsNamed(arguments) ? Install(request with { Wrapper = $"{directory}/{request.Name}" }, arguments, context) : new CommandResult("");
    }

    private CommandResult Install(RegistrationRequest request, ParseResult arguments, CommandContext context)
    {
        var records = new InstallRecords(context.Paths.Installed);
        var engine = EngineOptions.Make(_engine.Engine(arguments), request, _engine.Configuration(arguments), arguments.GetValue(_default), records);
        var changes = new Installation(engine, request.Name, records, new InstallationReport(context.Terminal).Show).Install(_engine.IsDryRun(arguments), _engine.IsReloading(arguments));
        return InstallationReport.Of(changes, _engine.IsDryRun(arguments), _engine.IsReloading(arguments) ? null : engine.Reminder(isTakenOut: false));
    }

    private RegistrationRequest Request(ParseResult arguments, CommandContext context)
    {
        var options = _flags.Of(arguments, context);
        return new RegistrationRequest(
            _engine.Name(arguments),
            arguments.GetValue(_profile) is { } profile ? options.WithProfile(profile) : options,
            context.Binary,
            context.Paths,
            context.Host)
        {
            RuntimePath = _flags.RuntimePath(arguments, context),
            SearchPath = context.SearchPath,
            UsesArguments = arguments.GetValue(_arguments),
            LinkDirectory = arguments.GetValue(_linkDirectory) is { } directory ? EngineOptions.FullPath("--link-dir", directory) : null,
        };
    }
}
