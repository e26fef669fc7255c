using OciInterceptor.Json;
using OciInterceptor.Linux;
using OciInterceptor.Messages;

namespace OciInterceptor.Generate;

/// <summary>A bundle for wishes: the document, the secrets in memory, and where everything is.</summary>
internal static class GeneratedBundle
{
    /// <summary>Makes the directory with config.json, and an empty root directory if the wishes name none.</summary>
    /// <exception cref="InterceptorException">It could not be made, or there is a bundle already.</exception>
    internal static void Make(string path, ContainerSettings wishes, ImmutableArray<Secret> secrets)
    {
        var stage = new SecretsDirectory($"{path}/secrets");
        var configuration = Configuration(wishes, secrets, stage);
        BundleDirectory.Make(path);
        Stage(stage, wishes, secrets);
        BundleDirectory.Write(path, configuration, makesRoot: !wishes.RootDirectory.StartsWith('/'));
    }

    /// <summary>Makes one in a place for it, whose root directory serves if the wishes name none.</summary>
    /// <exception cref="InterceptorException">It could not be made.</exception>
    internal static void Make(RunDirectory place, ContainerSettings wishes, ImmutableArray<Secret> secrets)
    {
        var stage = new SecretsDirectory(place.Secrets);
        var here = wishes.RootDirectory.StartsWith('/') ? wishes : wishes with { RootDirectory = place.Rootfs };
        var configuration = Configuration(here, secrets, stage);
        Stage(stage, here, secrets);
        BundleDirectory.Write(place.Bundle, configuration, makesRoot: false);
    }

    /// <exception cref="InterceptorException">The wishes contradict one another.</exception>
    internal static JsonObject Configuration(ContainerSettings wishes, ImmutableArray<Secret> secrets, SecretsDirectory? stage) => ConfigurationGenerator.Of(wishes with
    {
        Mounts = wishes.Mounts.AddRange(Secret.Mounts(secrets, secret => secret.IsInMemory ? stage!.PathOf(secret) : secret.File)),
    });

    /// <summary>Copies the secrets that are to be in memory, for the container's user.</summary>
    /// <exception cref="InterceptorException">One could not be copied.</exception>
    private static void Stage(SecretsDirectory stage, ContainerSettings wishes, ImmutableArray<Secret> secrets)
    {
        var namespaces = wishes.Namespaces;
        var mayGiveAway = Libc.geteuid() == 0;
        stage.Put(
            secrets.Where(secret => secret.IsInMemory).ToImmutableArray(),
            mayGiveAway ? IdRange.HostIdOf(namespaces.UserIds, wishes.User) : null,
            mayGiveAway ? IdRange.HostIdOf(namespaces.GroupIds, wishes.Group) : null);
    }
}
