using OciInterceptor.Json;
using OciInterceptor.Linux;
using OciInterceptor.Messages;

namespace OciInterceptor.Generate;

/// <summary>Makes a bundle from settings: its document, the secrets in memory, and its directories.</summary>
internal static class GeneratedBundle
{
    /// <summary>Makes the directory with config.json, and an empty root directory if the settings name none.</summary>
    /// <exception cref="InterceptorException">It could not be made, or there is a bundle already.</exception>
    internal static void Make(string path, ContainerSettings settings, ImmutableArray<Secret> secrets)
    {
        var stage = new SecretsDirectory($"{path}/secrets");
        var configuration = Configuration(settings, secrets, stage);
        BundleDirectory.Make(path);
        Stage(stage, settings, secrets);
        BundleDirectory.Write(path, configuration, makesRoot: !settings.RootDirectory.StartsWith('/'));
    }

    /// <summary>Makes one in a run directory, whose empty root directory is used if the settings name none.</summary>
    /// <exception cref="InterceptorException">It could not be made.</exception>
    internal static void Make(RunDirectory place, ContainerSettings settings, ImmutableArray<Secret> secrets)
    {
        var stage = new SecretsDirectory(place.Secrets);
        var here = settings.RootDirectory.StartsWith('/') ? settings : settings with { RootDirectory = place.Rootfs };
        var configuration = Configuration(here, secrets, stage);
        Stage(stage, here, secrets);
        BundleDirectory.Write(place.Bundle, configuration, makesRoot: false);
    }

    /// <exception cref="InterceptorException">The settings contradict one another.</exception>
    internal static JsonObject Configuration(ContainerSettings settings, ImmutableArray<Secret> secrets, SecretsDirectory? stage) => ConfigurationGenerator.Of(settings with
    {
        Mounts = settings.Mounts.AddRange(Secret.Mounts(secrets, secret => secret.IsInMemory ? stage!.PathOf(secret) : secret.File)),
    });

    /// <summary>Copies the secrets that are to be in memory, for the container's user.</summary>
    /// <exception cref="InterceptorException">One could not be copied.</exception>
    private static void Stage(SecretsDirectory stage, ContainerSettings settings, ImmutableArray<Secret> secrets)
    {
        var namespaces = settings.Namespaces;
        var mayGiveAway = Libc.geteuid() == 0;
        stage.Put(
            secrets.Where(secret => secret.IsInMemory).ToImmutableArray(),
            mayGiveAway ? IdRange.HostIdOf(namespaces.UserIds, settings.User) : null,
            mayGiveAway ? IdRange.HostIdOf(namespaces.GroupIds, settings.Group) : null);
    }
}
