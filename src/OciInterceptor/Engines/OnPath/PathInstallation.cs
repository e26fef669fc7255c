using OciInterceptor.Commands.CommandLine;
using OciInterceptor.Commands.Output;
using OciInterceptor.Engines.Docker;
using OciInterceptor.Engines.Guardian;
using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.OnPath;

/// <summary>oi-install and oi-uninstall for what runs the runc on PATH, as BuildKit does: that one is replaced by a link.</summary>
internal static class PathInstallation
{
    internal const string EngineName = "path";

    private const string Program = "runc";

    internal static CommandResult Install(bool isDryRun, CommandContext context)
    {
        GuardianInstallation.RequireNoFlags(EngineName, context);
        var runtime = new AssetsRuntime(Find(context), context.Binary);
        using var held = isDryRun ? null : InstallLock.Take(context.Paths.Installed);
        var dpkg = new Dpkg(context.SearchPath);
        var trueName = dpkg.TrueName(runtime.Path);
        if (trueName != runtime.Path && trueName != runtime.Aside)
        {
            throw new InterceptorException($"{runtime.Path} is diverted to {trueName} already: take that diversion out first");
        }
        // Looked at before anything is done.
        var isChanged = runtime.Install(isDryRun: true);
        var isDiverted = isChanged && trueName == runtime.Path && dpkg.Owns(runtime.Path);
        if (isChanged && !isDryRun)
        {
            context.Tell($"{(isDiverted ? $"divert {runtime.Path} to {runtime.Aside}\n" : "")}{runtime.Plan}");
            if (isDiverted)
            {
                dpkg.Divert(runtime.Path, runtime.Aside);
            }
            runtime.Install(isDryRun: false);
        }
        return new CommandResult($"""
            {runtime.Path} {(!isChanged ? "is already" : isDryRun ? "would become" : "has become")} a link to {context.Binary}, and the runtime is {runtime.Aside}.
            {(isDiverted ? $"dpkg {(isDryRun ? "would put" : "puts")} the package's file there, also when it is upgraded.\n" : "")}The rules are those of {context.Paths.Root}.

            """);
    }

    internal static CommandResult Uninstall(bool isDryRun, CommandContext context)
    {
        var runtime = new AssetsRuntime(Find(context), context.Binary);
        using var held = isDryRun ? null : InstallLock.Take(context.Paths.Installed);
        var dpkg = new Dpkg(context.SearchPath);
        var isDiverted = dpkg.TrueName(runtime.Path) == runtime.Aside;
        // Killed between the two steps, a diversion without a link is left.
        var isLinked = !isDiverted || runtime.IsInstalled;
        if (isLinked)
        {
            runtime.Uninstall(isDryRun: true);
        }
        if (!isDryRun)
        {
            context.Tell($"{(isLinked ? runtime.UndoPlan : "")}{(isDiverted ? $"take back the diversion of {runtime.Path}\n" : "")}");
            if (isLinked)
            {
                runtime.Uninstall(isDryRun: false);
            }
            if (isDiverted)
            {
                dpkg.Restore(runtime.Path);
            }
        }
        return new CommandResult($"{runtime.Path} {(isDryRun ? "would be" : "is")} the runtime again.\n");
    }

    // dockerd's own PATH, where one runs that has its configuration where it usually is.
    private static string Find(CommandContext context)
    {
        var searchPath = DockerProcess.ReadersOf(DockerEngine.DefaultConfiguration) is [var dockerd, ..] ? dockerd.SearchPath : context.SearchPath;
        var found = ProgramPath.Find(Program, searchPath) ?? throw new InterceptorException($"there is no {Program} in {searchPath}");
        return $"{EngineOptions.Real(Path.GetDirectoryName(found)!)}/{Program}";
    }
}
