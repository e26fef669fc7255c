using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Docker;

/// <summary>A dockerd that is started with a daemon.json as it is found, says what it made of it, and ends.</summary>
internal static class StartedDaemon
{
    /// <param name="scratch">Its data lie in a directory of it.</param>
    /// <param name="configuration">daemon.json.</param>
    /// <param name="seenBy">Where it sees the test's /etc, and a /run without the machine's containerd.</param>
    public static string DefaultRuntime(Scratch scratch, string configuration, Func<Command, Command> seenBy)
    {
        var directory = scratch.MakeDirectory("d-" + Path.GetRandomFileName()[..8]);
        string Place(string name) => Path.Combine(directory, name);
        var daemon = new Command("dockerd", "--config-file", configuration, "--host", "unix://" + Place("sock"), "--pidfile", Place("pid"),
            "--data-root", Place("data"), "--exec-root", Place("exec"), "--bridge=none", "--iptables=false");
        using var running = seenBy(daemon with { OutputFile = Place("log"), ErrorFile = Place("log") }).Start();
        var answer = "";
        Eventually.Holds("dockerd answers", () =>
        {
            if (running.HasExited)
                throw new InvalidOperationException($"dockerd has ended\n{File.ReadAllText(Place("log"))}");
            var info = new Command(DockerDaemon.Client, "-H", "unix://" + Place("sock"), "info", "--format", "{{.DefaultRuntime}}").With("DOCKER_CONFIG", directory).Run();
            answer = info.OutputText.Trim();
            return info.ExitCode == 0 && answer.Length > 0;
        });
        running.Signal("TERM");
        running.Wait().ExitCode.Should().Be(0);
        return answer;
    }
}
