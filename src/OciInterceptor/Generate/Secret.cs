using OciInterceptor.Messages;

namespace OciInterceptor.Generate;

/// <summary>A file that a container finds in /run/secrets: the host's own, or a copy in memory.</summary>
internal sealed record Secret(string Name, string File, bool IsInMemory)
{
    private const string Directory = "/run/secrets";

    /// <exception cref="InterceptorException">It is not of the form NAME=FILE.</exception>
    internal static Secret Parse(string text, bool isInMemory)
    {
        var (name, file) = MountSyntax.Halves(text, '=');
        if (file is null || !file.StartsWith('/') || file.Contains('\0', StringComparison.Ordinal))
        {
            throw new InterceptorException($"invalid secret \"{text}\": want NAME=FILE, with the absolute path of a file");
        }
        return name.Length > 0 && name is not ("." or "..") && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')
            ? new Secret(name, file, isInMemory)
            : throw new InterceptorException($"invalid secret name \"{name}\": want letters, digits, \".\", \"_\" and \"-\"");
    }

    /// <summary>The mounts for secrets: a file system in memory, and each file in it, which nobody can write or execute.</summary>
    /// <remarks><paramref name="sourceOf"/> gives the path that the runtime binds.</remarks>
    internal static IEnumerable<MountSetting> Mounts(ImmutableArray<Secret> secrets, Func<Secret, string> sourceOf)
    {
        if (secrets.FirstRepeated(secret => secret.Name) is { } twice)
        {
            throw new InterceptorException($"two secrets are named {twice}");
        }
        return secrets.IsEmpty
            ? []
            : secrets.Select(secret => MountSetting.Bind(sourceOf(secret), $"{Directory}/{secret.Name}", "nosuid", "nodev", "noexec", "ro"))
                .Concat([MountSetting.Tmpfs(Directory, "64k", "mode=0755")]);
    }
}
