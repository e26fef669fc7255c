namespace OciInterceptor.IntegrationTests.Docker;

/// <summary>
/// The lines that `docker` logs of itself beside a daemon's answer. `docker run` waits for a container and starts it by two requests at
/// once: when the start fails, it may first log that the wait was canceled, and on a slow machine it does.
/// </summary>
internal static class ClientLog
{
    // What the client's logger writes where no terminal is.
    private const string Beginning = "time=\"";

    /// <summary>What the client says without what it logs of itself.</summary>
    public static string Without(string said) =>
        string.Join('\n', said.Split('\n').Where(line => !line.StartsWith(Beginning, StringComparison.Ordinal)));
}
