using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Guardian;

/// <summary>oi-install and oi-uninstall for Guardian, which has no configuration: its runc itself is replaced by a link.</summary>
internal static class GuardianInstallation
{
    internal const string EngineName = "guardian";

    /// <summary>Why there is nothing more to say.</summary>
    internal const string LinkOnly = "its runc becomes a link, which hands nothing over; use policy files";

    internal static CommandResult Install(string? assets, bool isDryRun, CommandContext context)
    {
        var runtime = In(assets, context);
        RequireNoFlags(EngineName, context);
        using var held = isDryRun ? null : InstallLock.Take(context.Paths.Installed);
        var isChanged = runtime.Install(isDryRun: true);
        if (isChanged && !isDryRun)
        {
            context.Tell(runtime.Plan);
            runtime.Install(isDryRun: false);
        }
        return new CommandResult($"""
            {runtime.Path} {(!isChanged ? "is already" : isDryRun ? "would become" : "has become")} a link to {context.Binary}, and the runtime is {runtime.Aside}.

            The rules are those of {context.Paths.Root}. For what Guardian runC Shim did besides (the profile
            guardian-kvm, and a log of each call), set in the environment of the worker, or of gdn:

              GUARDIAN_RUNC_SHIM_BINARY={runtime.Aside}

            {OwnWay(context)}

            """);
    }

    internal static CommandResult Uninstall(string? assets, bool isDryRun, CommandContext context)
    {
        var runtime = In(assets, context);
        using var held = isDryRun ? null : InstallLock.Take(context.Paths.Installed);
        runtime.Uninstall(isDryRun: true);
        if (!isDryRun)
        {
            context.Tell(runtime.UndoPlan);
            runtime.Uninstall(isDryRun: false);
        }
        return new CommandResult($"{runtime.Path} {(isDryRun ? "would be" : "is")} the runtime again.\n");
    }

    // In the environment of a worker the shim's variables are flags as well, and hold for its calls anyhow.
    internal static void RequireNoFlags(string engine, CommandContext context)
    {
        if (!context.Options.IsGuardianShim && (context.RuntimePath is not null || context.Options.Config is not null || !context.Options.Profiles.IsEmpty || RequestedProfile.IsAsked(context.Options)))
        {
            throw new InterceptorException($"flags are not for {engine}: {LinkOnly}");
        }
    }

    private static AssetsRuntime In(string? assets, CommandContext context) => AssetsRuntime.In(
        assets ?? throw new InterceptorException($"guardian needs --assets DIR. {OwnWay(context)}"),
        context.Binary);

    private static string OwnWay(CommandContext context) =>
        $"A gdn without assets of its own is told by: gdn server --runtime-plugin {context.Binary} --runtime-plugin-extra-arg=--oi-profile --runtime-plugin-extra-arg=guardian-kvm";
}
