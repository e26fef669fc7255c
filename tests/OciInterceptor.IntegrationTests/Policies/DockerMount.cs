using OciInterceptor.IntegrationTests.Docker;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>One spelling of a volume or mount in `docker run`.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Options">
/// The options of `docker run`, split at blanks. {V} is the volume, {V.data} its directory, {H} the other container, {D} a directory of
/// a volume that is full of links, {O} one of the host's that is in no volume, {volumes} the engine's directory of volumes, {P} the
/// process of the engine.
/// </param>
/// <param name="Volume">The options of `docker volume create` for {V}, split at blanks; null when there is no such volume.</param>
/// <param name="Holder">The options of another container that runs meanwhile; null for none.</param>
/// <param name="Look">What is seen from inside, as a shell's condition; null where this kernel cannot mount it.</param>
internal sealed record DockerMount(string Name, string Options, string? Volume = null, string? Holder = null, string? Look = DockerMount.Anything)
{
    internal const string Anything = "test -e /x";

    /// <summary>A file that is in {O}, in /etc, or in the /etc of a root.</summary>
    internal const string Host = "ls /x/marker /x/passwd /x/etc/passwd 2>/dev/null | grep -q .";

    /// <summary>Runs a test with the options, while the volume and the other container are there.</summary>
    public void With(PolicyDocker docker, Func<string, string> replace, Action<string[]> test)
    {
        var daemon = docker[null].Daemon;
        var volume = $"mount-{Guid.NewGuid():N}";
        string Words(string text) => replace(text).Replace("{V.data}", replace("{volumes}") + $"/{volume}/_data", StringComparison.Ordinal).Replace("{V}", volume, StringComparison.Ordinal);
        try
        {
            if (Volume is not null)
            {
                daemon.Docker(["volume", "create", .. Split(Words(Volume)).SelectMany(option => new[] { "--opt", option }), volume]);
            }
            using var holder = Holder is null ? null : docker[null].Start("sleep 600", Split(Words(Holder)));
            test(Split(Words(Options).Replace("{H}", holder?.Id, StringComparison.Ordinal)));
        }
        finally
        {
            if (Volume is not null)
            {
                daemon.Docker("volume", "rm", volume);
            }
        }
    }

    private static string[] Split(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
