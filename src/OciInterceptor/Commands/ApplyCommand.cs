using System.CommandLine;
using OciInterceptor.Commands.Apply;
using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;
using OciInterceptor.Policy.Kept;

namespace OciInterceptor.Commands;

/// <summary>oi-apply: replaces a policy file after a check, shows what that means for containers, and takes it back.</summary>
internal sealed class ApplyCommand : OiCommand
{
    private readonly Argument<string?> _file = new("FILE") { Arity = ArgumentArity.ZeroOrOne, Description = "the new policy file, at any path" };
    private readonly Option<string> _name;
    private readonly Option<string> _profile;
    private readonly Option<bool> _rollback = new("--rollback") { Description = "bring back what was in place before; repeated, it changes back" };
    private readonly Option<bool> _list = new("--list") { Description = "show what is in force and what is kept" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "check and show, and change nothing" };
    private readonly Option<bool> _force = new("--force") { Description = "put it in place even if it refuses running containers; with --rollback, remove it even while calls are refused" };

    internal ApplyCommand()
        : base("oi-apply", "put a policy file in place, or bring back the one before", """
            Checks the file and the whole policy with it, as oi-validate does, and the policy of each registration. Shows what
            it would change for the containers that run now, and for the documents that debug output has recorded. Then it is
            put in place by rename, and what was there is kept for --rollback.

            The exit code is 3 when it would refuse a container that runs now, and 1 when it is wrong: nothing is changed then.
            """)
    {
        Command.Arguments.Add(_file);
        _name = Add("--name", "NAME", "conf.d/NAME.json (default: the main file, config.json)");
        _profile = Add("--profile", "PROFILE", "the profile profiles/PROFILE.json");
        foreach (var option in (Option[])[_rollback, _list, _dryRun, _force])
        {
            Command.Options.Add(option);
        }
    }

    internal override ImmutableArray<CommandExample> Examples =>
    [
        new("Put a policy in place, if no running container would be refused", "sudo oci-interceptor oi-apply policy.json"),
        new("See first what it would change", "sudo oci-interceptor oi-apply policy.json --dry-run"),
        new("Bring back the one before", "sudo oci-interceptor oi-apply --rollback"),
    ];

    private protected override CommandResult Run(ParseResult arguments, CommandContext context)
    {
        if (context.Options.Config is { } config)
        {
            throw new InterceptorException($"{Name} replaces files of {context.Paths.Root}: it cannot be combined with --oi-config {config}");
        }
        var (name, profile, file) = (arguments.GetValue(_name), arguments.GetValue(_profile), arguments.GetValue(_file));
        if (name is not null && profile is not null)
        {
            throw new InterceptorException($"{Name}: --name and --profile cannot be combined");
        }
        if (((bool[])[file is not null, arguments.GetValue(_rollback), arguments.GetValue(_list)]).Count(isGiven => isGiven) != 1)
        {
            throw new InterceptorException($"{Name}: want one of FILE, --rollback and --list");
        }
        var kept = new KeptPolicies(context.Paths);
        if (arguments.GetValue(_list))
        {
            return new CommandResult(new KeptText(context, kept).All());
        }
        var isDryRun = arguments.GetValue(_dryRun);
        var isForced = arguments.GetValue(_force);
        var target = name is null && profile is null && file is null ? null : PolicyTarget.Of(context.Paths, name, profile);
        if (file is not null)
        {
            return new Application(context, kept, target!, () => Lock(context)) { IsDryRun = isDryRun, IsForced = isForced }.Run(file);
        }
        using var held = isDryRun ? null : Lock(context);
        return new Rollback(context, kept) { IsDryRun = isDryRun, IsForced = isForced }.Run(target);
    }

    private static IDisposable Lock(CommandContext context)
    {
        try
        {
            Directories.Make(context.Paths.Kept, Permissions.PrivateDirectory);
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot make {context.Paths.Kept}: {e.Message}", e);
        }
        return InstallLock.Take(context.Paths.Kept);
    }
}
