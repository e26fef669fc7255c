namespace OciInterceptor.Engines.Docker;

/// <summary>dockerd's default paths of daemon.json and of the API's socket, used when no flag or file sets them: a rootless one uses its user's directories.</summary>
internal sealed record DockerPaths(string Configuration, string Socket)
{
    private const string UserConfiguration = "/.config/docker/daemon.json";

    /// <param name="variable">A variable of dockerd's environment; null when it is not set.</param>
    internal static DockerPaths Of(Func<string, string?> variable)
    {
        // RootlessKit sets this for what it starts.
        if (variable("ROOTLESSKIT_STATE_DIR") is null or "")
        {
            return new DockerPaths(DockerEngine.Configuration, "/var/run/docker.sock");
        }
        var configuration = variable("XDG_CONFIG_HOME") is { Length: > 0 } directory ? $"{directory}/docker/daemon.json" : variable("HOME") + UserConfiguration;
        return new DockerPaths(configuration, $"{variable("XDG_RUNTIME_DIR")}/docker.sock");
    }

    /// <summary>Where a stopped dockerd keeps its containers, judged by its file's location.</summary>
    internal static string DataRoot(string configuration) =>
        configuration.EndsWith(UserConfiguration, StringComparison.Ordinal) ? $"{configuration[..^UserConfiguration.Length]}/.local/share/docker" : "/var/lib/docker";
}
