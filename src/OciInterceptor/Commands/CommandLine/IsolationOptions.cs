using System.CommandLine;
using OciInterceptor.Generate;
using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Linux;
using OciInterceptor.Messages;
using OciInterceptor.Rules.Seccomp;

namespace OciInterceptor.Commands.CommandLine;

/// <summary>The options that isolate a container.</summary>
internal sealed class IsolationOptions
{
    private readonly Option<string[]> _namespaces;
    private readonly Option<string[]> _shared;
    private readonly Option<string[]> _userIds;
    private readonly Option<string[]> _groupIds;
    private readonly Option<bool> _rootless;
    private readonly Option<string> _seccomp;
    private readonly Option<string> _cgroupsPath;
    private readonly Option<string[]> _sysctls;
    private readonly Option<string[]> _annotations;
    private readonly Option<string> _hooks;

    internal IsolationOptions(Command command)
    {
        _namespaces = command.AddMany("--namespace", "TYPE[=PATH]", "a namespace to make, or with a path to join (repeatable)");
        _shared = command.AddMany("--share", "TYPE", "a namespace to share with the host: pid, network, ipc, uts or cgroup (repeatable)");
        _userIds = command.AddMany("--uid-map", "CONTAINER:HOST:SIZE", "users of a new user namespace (repeatable)");
        _groupIds = command.AddMany("--gid-map", "CONTAINER:HOST:SIZE", "its groups (repeatable)");
        _rootless = command.AddSwitch("--rootless", "for the calling user, who is the container's root, with the host's network and without a cgroup");
        _seccomp = command.AddOne("--seccomp", "FILTER", $"the system calls that pass: {string.Join(", ", BuiltInFilter.Names)}, a file, or none (default: {BuiltInFilter.DockerDefault})");
        _cgroupsPath = command.AddOne("--cgroups-path", "PATH", "the container's cgroup (default: the runtime's choice)");
        _sysctls = command.AddMany("--sysctl", "NAME=VALUE", "a kernel parameter of a namespace (repeatable)");
        _annotations = command.AddMany("--annotation", "NAME=VALUE", "an annotation (repeatable)");
        _hooks = command.AddOne("--hooks", "FILE", "hooks: a file that only root or you may write, in the form {\"hooks\": {STAGE: [{\"path\": …}]}}");
    }

    internal ContainerSettings Read(ParseResult arguments, CommandContext context, bool isRootless, ContainerSettings settings)
    {
        var path = arguments.GetValue(_cgroupsPath);
        return settings with
        {
            Namespaces = Namespaces(arguments, isRootless || arguments.GetValue(_rootless)),
            Seccomp = Seccomp(arguments.GetValue(_seccomp) ?? BuiltInFilter.DockerDefault, context.Machine),
            KernelPaths = KernelPaths.Hardened(context.Machine),
            CgroupsPath = path is { Length: 0 } ? throw new InterceptorException("--cgroups-path: want a path, not an empty value") : path,
            Sysctls = Pairs(arguments, _sysctls),
            Annotations = Pairs(arguments, _annotations),
            Hooks = arguments.GetValue(_hooks) is { } hooks ? HookFile.Read(Path.GetFullPath(hooks), context.Machine) : null,
        };
    }

    private NamespaceSettings Namespaces(ParseResult arguments, bool isRootless)
    {
        var users = arguments.All(_userIds).Select(IdRange.Parse).ToImmutableArray();
        var groups = arguments.All(_groupIds).Select(IdRange.Parse).ToImmutableArray();
        var chosen = arguments.All(_namespaces).Select(Chosen).ToImmutableArray();
        return chosen.FirstRepeated(known => known.Type) is { } twice
            ? throw new InterceptorException($"two namespaces of type {twice}")
            : new NamespaceSettings
            {
                Chosen = chosen,
                Shared = arguments.All(_shared).Select(KnownType).ToImmutableArray(),
                UserIds = isRootless && users.IsEmpty ? [new IdRange(0, Libc.geteuid(), 1)] : users,
                GroupIds = isRootless && groups.IsEmpty ? [new IdRange(0, Libc.getegid(), 1)] : groups,
                IsRootless = isRootless,
            };
    }

    private static (string Type, string? Path) Chosen(string text)
    {
        var (type, path) = MountSyntax.Halves(text, '=');
        return path is null || path.StartsWith('/')
            ? (KnownType(type), path)
            : throw new InterceptorException($"--namespace: \"{path}\" must be an absolute path");
    }

    private static string KnownType(string type) => NamespaceSettings.Types.Contains(type)
        ? type
        : throw new InterceptorException($"unknown namespace type \"{type}\"{NearestName.Hint(type, NamespaceSettings.Types)}");

    private static JsonObject? Seccomp(string profile, IHost host) => profile switch
    {
        "none" => null,
        _ when BuiltInFilter.Find(profile) is { } filter => filter.Read(host).For([]).Json,
        _ => SeccompFile(Path.GetFullPath(profile), host),
    };

    private static JsonObject SeccompFile(string path, IHost host) => SeccompProfileReader.Read(path, host.TrustedFile(path), host).For([]).Json;

    private static ImmutableArray<(string Name, string Value)> Pairs(ParseResult arguments, Option<string[]> option)
    {
        var pairs = arguments.All(option).Select(text => OptionList.Pair(option, text)).ToImmutableArray();
        return pairs.FirstRepeated(pair => pair.Name) is { } twice ? throw new InterceptorException($"{option.Name}: {twice} is given twice") : pairs;
    }
}
