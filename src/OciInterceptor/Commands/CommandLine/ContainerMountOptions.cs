using System.CommandLine;
using OciInterceptor.Engines;
using OciInterceptor.Generate;
using OciInterceptor.Messages;

namespace OciInterceptor.Commands.CommandLine;

/// <summary>The options that choose which files a container sees.</summary>
internal sealed class ContainerMountOptions
{
    private readonly Option<string> _rootfs;
    private readonly Option<bool> _hostRuntime;
    private readonly Option<string> _bindRootfs;
    private readonly Option<string> _context;
    private readonly Option<string[]> _volumes;
    private readonly Option<string[]> _tmpfs;
    private readonly Option<string[]> _secrets;
    private readonly Option<string[]> _memorySecrets;
    private readonly Option<bool> _allowSensitive;

    internal ContainerMountOptions(Command command)
    {
        _rootfs = command.AddOne("--rootfs", "DIR", "the root file system, read-only in the container (default: an empty one in the bundle)");
        _hostRuntime = command.AddSwitch("--host-runtime", "bind the host's programs and libraries: /bin, /sbin, /usr, /lib … read-only");
        _bindRootfs = command.AddOne("--bind-rootfs", "DIR", "the same, and /etc and /opt, from a root file system that is not itself the root");
        _context = command.AddOne("--context", "DIR", "bind a directory at /context, read-only");
        _volumes = command.AddMany("--volume", "SOURCE:DESTINATION[:ro]", "bind a path of the host, without setuid programs and devices (repeatable)");
        _tmpfs = command.AddMany("--tmpfs", "DESTINATION[:SIZE]", "a file system in memory, 64m by default (repeatable)");
        _secrets = command.AddMany("--secret", "NAME=FILE", "a file as /run/secrets/NAME, read-only (repeatable)");
        _memorySecrets = command.AddMany("--memory-secret", "NAME=FILE", "the same with a copy in memory, made now (repeatable)");
        _allowSensitive = command.AddSwitch("--allow-sensitive", "allow sources that expose the host, such as /etc/shadow or an engine's socket");
    }

    /// <summary>Whether an option names the source of the container's programs.</summary>
    internal bool HasPrograms(ParseResult arguments) =>
        arguments.GetValue(_rootfs) is not null || arguments.GetValue(_bindRootfs) is not null || arguments.GetValue(_hostRuntime);

    internal ImmutableArray<Secret> Secrets(ParseResult arguments) =>
        arguments.All(_secrets).Select(text => Secret.Parse(text, isInMemory: false))
            .Concat(arguments.All(_memorySecrets).Select(text => Secret.Parse(text, isInMemory: true))).ToImmutableArray();

    /// <summary>All but the secrets, whose sources depend on where the bundle will be.</summary>
    internal ContainerSettings Read(ParseResult arguments, CommandContext context, ContainerSettings settings)
    {
        var host = context.Machine;
        var mayBeSensitive = arguments.GetValue(_allowSensitive);
        List<MountSetting> mounts = [];
        var hasHostRuntime = arguments.GetValue(_hostRuntime);
        if (hasHostRuntime)
        {
            mounts.AddRange(HostFiles.OfHost(host, HostFiles.Exists));
        }
        if (arguments.GetValue(_bindRootfs) is { } root)
        {
            if (hasHostRuntime)
            {
                throw new InterceptorException("--host-runtime and --bind-rootfs cannot be combined");
            }
            mounts.AddRange(HostFiles.OfRoot(MountSyntax.Source(root, host, mayBeSensitive), host, HostFiles.Exists));
        }
        if (arguments.GetValue(_context) is { } directory)
        {
            mounts.Add(MountSetting.Bind(MountSyntax.Source(directory, host, mayBeSensitive), "/context", "nosuid", "nodev", "ro"));
        }
        mounts.AddRange(arguments.All(_volumes).Select(text => MountSyntax.Volume(text, host, mayBeSensitive)));
        mounts.AddRange(arguments.All(_tmpfs).Select(MountSyntax.Tmpfs));
        foreach (var secret in Secrets(arguments))
        {
            _ = MountSyntax.Source(secret.File, host, mayBeSensitive);
        }
        return settings with
        {
            RootDirectory = arguments.GetValue(_rootfs) is { } rootfs ? MountSyntax.Source(rootfs, host, mayBeSensitive) : settings.RootDirectory,
            Mounts = mounts.ToImmutableArray(),
        };
    }
}
