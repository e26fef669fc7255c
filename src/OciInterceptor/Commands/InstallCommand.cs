using System.CommandLine;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Engines;
using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Engines.Install.Wrappers;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands;

/// <summary>oi-install: registers the interceptor with an engine.</summary>
internal sealed class InstallCommand : OiCommand
{
    private readonly EngineOptions _engine;
    private readonly Option<bool> _default = new("--default") { Description = "containers that ask for no runtime get this one" };
    private readonly Option<string> _profile;
    private readonly Option<bool> _arguments = new("--args") { Description = "register the flags as arguments, not as a profile" };
    private readonly Option<string> _linkDirectory;
    private readonly Option<bool> _verify = new("--verify") { Description = "Docker: run a container through what is registered, and undo everything if that fails (implied by --reload)" };
    private readonly Option<bool> _noVerify = new("--no-verify") { Description = "do not run one" };
    private readonly Option<bool> _replace = new("--replace") { Description = "replace an earlier installation of this name; by default it is kept, and what is given now is added" };
    private readonly WrapperOptions _wrappers;
    private readonly TrailingFlags _flags;

    internal InstallCommand()
        : base("oi-install", "register the interceptor with an engine", """
            Our flags, before or after the command, go into a profile of the runtime's name, and a link of
            that name is registered, without arguments. The change is shown, made whole or not at all, and recorded for
            oi-uninstall. With --wrapper-dir, and no engine, only scripts are made.
            """)
    {
        _engine = new EngineOptions(Command);
        Command.Options.Add(_default);
        _profile = Add("--profile", "PROFILE", "the profile that containers get, instead of one made from the flags");
        Command.Options.Add(_arguments);
        _linkDirectory = Add("--link-dir", "DIR", "where the link to oci-interceptor is made (default: beside it)");
        foreach (var option in (Option[])[_verify, _noVerify, _replace])
        {
            Command.Options.Add(option);
        }
        _wrappers = new WrapperOptions(Command);
        _flags = new TrailingFlags(Command);
    }

    internal override ImmutableArray<CommandExample> Examples =>
    [
        new("Register with Docker, and let the running dockerd take it", "sudo oci-interceptor oi-install docker --profile hardened --reload"),
        new("Make it the runtime of all of Docker's containers", "sudo oci-interceptor oi-install docker --default --reload"),
        new("See what would be changed for Podman", "sudo oci-interceptor oi-install podman --dry-run"),
    ];

    private protected override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        var engine = _engine.Engine(arguments);
        var registration = Registration(arguments, context);
        var isDefault = arguments.GetValue(_default);
        // Until the end: of installations of one name at once, each must find what the one before it has recorded.
        using var held = engine is null || _engine.IsDryRun(arguments) ? null : InstallLock.Take(context.Paths.Installed);
        if (engine is not null && EarlierInstallation.Find(engine.Name, registration, isDefault) is { } earlier)
        {
            var isReplacing = arguments.GetValue(_replace);
            if (!earlier.Left.IsEmpty)
            {
                var left = string.Join(' ', earlier.Left.Select(OneLine.Of));
                context.Tell(isReplacing ? $"Dropped from the earlier installation: {left}\n" : $"Kept from the earlier installation: {left} (--replace starts anew)\n");
            }
            (registration, isDefault) = isReplacing ? (registration, isDefault) : (earlier.Merged(_wrappers.Directory(arguments) is not null), earlier.IsDefault);
        }
        RegistrationTrust.Require(registration, context.Machine);
        if (_wrappers.Directory(arguments) is not { } directory)
        {
            return engine is not null ? Install(engine, registration, isDefault, arguments, context) : throw new InterceptorException($"{Name}: name an engine: {EngineList.Names}");
        }
        var wrappers = _wrappers.Wrappers(arguments, registration, engine is not null);
        RegistrationTrust.Require(directory, wrappers, context.Machine);
        var made = new WrapperDirectory(directory, wrappers);
        made.Check();
        RegisteredScripts.RequireKept(directory, wrappers, new InstallRecords(context.Paths.Installed), engine?.Name, registration.Name);
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

        CommandResult Register() => engine is null
            ? new CommandResult("")
            : Install(engine, registration with { Wrapper = $"{directory}/{registration.Name}" }, isDefault, arguments, context);
    }

    private CommandResult Install(IEngine engine, RegistrationRequest registration, bool isDefault, ParseResult arguments, CommandContext context) =>
        new(engine.Install(_engine.Request(arguments, registration, context) with
        {
            IsDefault = isDefault,
            IsVerifying = IsVerifying(engine, arguments),
        }));

    private bool IsVerifying(IEngine engine, ParseResult arguments)
    {
        var isAsked = arguments.GetValue(_verify);
        if (isAsked && arguments.GetValue(_noVerify))
        {
            throw new InterceptorException($"{Name}: --verify and --no-verify cannot be combined");
        }
        return isAsked || (_engine.IsReloading(arguments) && !arguments.GetValue(_noVerify) && engine.Refusal(_verify.Name) is null);
    }

    private RegistrationRequest Registration(ParseResult arguments, CommandContext context)
    {
        var options = _flags.Of(arguments, context);
        return new RegistrationRequest(
            _engine.Name(arguments),
            arguments.GetValue(_profile) is { } profile ? options.WithProfile(profile) : options,
            context.Binary,
            context.Paths,
            context.Machine)
        {
            RuntimePath = _flags.RuntimePath(arguments, context),
            SearchPath = context.SearchPath,
            EnginePath = ProgramPath.Usual,
            UsesArguments = arguments.GetValue(_arguments),
            LinkDirectory = arguments.GetValue(_linkDirectory) is { } directory ? TargetPath.Full("--link-dir", directory) : null,
        };
    }
}
