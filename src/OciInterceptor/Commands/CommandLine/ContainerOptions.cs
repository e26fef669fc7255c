using System.CommandLine;
using OciInterceptor.Generate;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands.CommandLine;

/// <summary>The options of oi-spec and oi-run: the settings of a container.</summary>
internal sealed class ContainerOptions
{
    private readonly ProcessOptions _process;
    private readonly ContainerMountOptions _mounts;
    private readonly IsolationOptions _isolation;
    private readonly LimitOptions _limits;

    internal ContainerOptions(Command command)
    {
        _process = new ProcessOptions(command);
        _mounts = new ContainerMountOptions(command);
        _limits = new LimitOptions(command);
        _isolation = new IsolationOptions(command);
    }

    internal ImmutableArray<Secret> Secrets(ParseResult arguments) => _mounts.Secrets(arguments);

    /// <summary>Whether an option names the source of the container's programs.</summary>
    internal bool HasPrograms(ParseResult arguments) => _mounts.HasPrograms(arguments);

    /// <summary>The settings, except those that depend on where the bundle will be.</summary>
    /// <remarks>With <paramref name="isRootless"/> the container is rootless even without the option.</remarks>
    /// <exception cref="InterceptorException">An option's value is invalid, or not allowed.</exception>
    internal ContainerSettings Read(ParseResult arguments, CommandContext context, bool isRootless)
    {
        var settings = _process.Read(arguments, context, new ContainerSettings());
        settings = _isolation.Read(arguments, context, isRootless, settings);
        return _mounts.Read(arguments, context, settings) with { Limits = _limits.Read(arguments) };
    }
}
