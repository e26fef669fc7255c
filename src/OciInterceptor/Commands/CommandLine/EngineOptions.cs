using System.CommandLine;
using OciInterceptor.Engines;
using OciInterceptor.Engines.Containerd;
using OciInterceptor.Engines.Crio;
using OciInterceptor.Engines.Docker;
using OciInterceptor.Engines.Guardian;
using OciInterceptor.Engines.Install;
using OciInterceptor.Engines.Install.Changes;
using OciInterceptor.Engines.OnPath;
using OciInterceptor.Engines.Podman;
using OciInterceptor.Linux;
using OciInterceptor.Linux.Files;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands.CommandLine;

/// <summary>What oi-install and oi-uninstall both are told: which engine, under which name, and how to go about it.</summary>
internal sealed class EngineOptions
{
    /// <summary>What may be named, for messages.</summary>
    internal const string Engines = "docker, containerd, podman, crio, path or guardian";

    private readonly Argument<string?> _engine = new("ENGINE") { Description = Engines };
    private readonly Option<string> _name = new("--name") { HelpName = "NAME", Description = $"the runtime's name in the engine (default: {RuntimeName.Default})" };
    private readonly Option<string?> _configuration = new("--config") { HelpName = "FILE", Description = "the engine's configuration, when it is not where it usually is" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "show the change and make none" };
    private readonly Option<bool> _reload = new("--reload") { Description = "make the running engine take the change, and wait until it has" };

    private readonly Option<string?> _assets = new("--assets") { HelpName = "DIR", Description = "guardian: the directory with its runc, or with bin/runc or linux/bin/runc" };

    internal EngineOptions(Command command, bool isRequired = true)
    {
        _engine.Arity = isRequired ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne;
        _engine.AcceptOnlyFromAmong(DockerEngine.EngineName, ContainerdEngine.EngineName, PodmanEngine.EngineName, CrioEngine.EngineName, PathInstallation.EngineName, GuardianInstallation.EngineName);
        command.Arguments.Add(_engine);
        foreach (var option in (Option[])[_name, _configuration, _dryRun, _reload, _assets])
        {
            command.Options.Add(option);
        }
    }

    internal bool IsNamed(ParseResult arguments) => arguments.GetValue(_engine) is not null;

    /// <exception cref="InterceptorException">It cannot be a name.</exception>
    internal string Name(ParseResult arguments) => RuntimeName.Check(arguments.GetValue(_name) ?? RuntimeName.Default);

    /// <summary>The engine's file without symbolic links; null when none was named.</summary>
    internal string? Configuration(ParseResult arguments) => arguments.GetValue(_configuration) is { } path ? Real(FullPath("--config", path)) : null;

    /// <summary>Whether the engine is Guardian, for which there is nothing to say but its assets.</summary>
    /// <exception cref="InterceptorException">Something else was said; or assets of another engine.</exception>
    internal bool IsGuardian(ParseResult arguments)
    {
        if (arguments.GetValue(_engine) != GuardianInstallation.EngineName)
        {
            return arguments.GetValue(_assets) is null ? false : throw new InterceptorException("--assets is for guardian");
        }
        RequireOnly(arguments, GuardianInstallation.EngineName, _assets);
        return true;
    }

    /// <summary>Whether it is the runc on PATH, for which there is nothing to say.</summary>
    /// <exception cref="InterceptorException">Something was said.</exception>
    internal bool IsPath(ParseResult arguments)
    {
        if (arguments.GetValue(_engine) != PathInstallation.EngineName)
        {
            return false;
        }
        RequireOnly(arguments, PathInstallation.EngineName, null);
        return true;
    }

    /// <summary>The engine that was named, Docker when none was.</summary>
    internal string Engine(ParseResult arguments) => arguments.GetValue(_engine) ?? DockerEngine.EngineName;

    /// <summary>An engine that has a configuration.</summary>
    /// <param name="engine">Its name.</param>
    /// <param name="request">What is to be registered.</param>
    /// <param name="configuration">Where; null for the usual place.</param>
    /// <param name="isDefault">Whether containers get the runtime that ask for none.</param>
    /// <param name="records">The installations that there are.</param>
    internal static IEngine Make(string engine, RegistrationRequest request, string? configuration, bool isDefault, InstallRecords records) => engine switch
    {
        ContainerdEngine.EngineName => new ContainerdEngine(request, configuration ?? Real(ContainerdEngine.DefaultConfiguration), isDefault, records),
        PodmanEngine.EngineName => new PodmanEngine(request, configuration ?? Real(PodmanEngine.DefaultFile(request.Name)), isDefault),
        CrioEngine.EngineName => new CrioEngine(request, configuration ?? Real(CrioEngine.DefaultFile(request.Name)), isDefault),
        _ => new DockerEngine(request, configuration ?? Real(DockerEngine.DefaultConfiguration), isDefault, records),
    };

    private void RequireOnly(ParseResult arguments, string engine, Option? own)
    {
        var given = arguments.CommandResult.Command.Options.FirstOrDefault(option =>
            option != own && option != _dryRun && arguments.GetResult(option) is { Implicit: false });
        if (given is not null)
        {
            throw new InterceptorException($"{given.Name} is not for {engine}: {GuardianInstallation.LinkOnly}");
        }
    }

    internal string? Assets(ParseResult arguments) => arguments.GetValue(_assets) is { } path ? Path.TrimEndingDirectorySeparator(FullPath("--assets", path)) : null;

    internal bool IsDryRun(ParseResult arguments) => arguments.GetValue(_dryRun);

    internal bool IsReloading(ParseResult arguments) => arguments.GetValue(_reload);

    /// <summary>The path that an option names, from the root on.</summary>
    /// <exception cref="InterceptorException">It is empty.</exception>
    internal static string FullPath(string option, string path) =>
        path.Length > 0 ? Path.GetFullPath(path) : throw new InterceptorException($"{option} needs a path, not \"\"");

    /// <summary>A path without symbolic links: a file that takes its place must not take a link's.</summary>
    /// <exception cref="InterceptorException">It is a link that leads nowhere, or cannot be looked at.</exception>
    internal static string Real(string path)
    {
        var real = Resolve(path);
        return !IsLink(real) ? real : throw new InterceptorException($"cannot use {path}: it is a symbolic link that leads nowhere");
    }

    private static string Resolve(string path)
    {
        try
        {
            return RealPath.Resolve(path, pastDenied: false);
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot look at {path}: {e.Message}", e);
        }
    }

    private static bool IsLink(string path)
    {
        try
        {
            return FileStatus.FindName(path) is { IsSymbolicLink: true };
        }
        catch (IOException e)
        {
            throw new InterceptorException($"cannot look at {path}: {e.Message}", e);
        }
    }
}
