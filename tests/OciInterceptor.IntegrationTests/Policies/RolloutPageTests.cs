using System.Text.RegularExpressions;
using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>docs/rollout.md as an operator goes through it, with real Docker: each command prints what the page says.</summary>
[Collection(PolicySuite.Name)]
public sealed partial class RolloutPageTests : IDisposable
{
    private const string Logs = "/var/log/oci-interceptor";

    private const int Starts = 20;

    // Ten kinds of containers, by their images.
    private static readonly (string Image, string[] Options)[] _kinds =
    [
        ("registry.example/web:3", ["--env", "MODE=web"]),
        ("registry.example/api:12", ["--user", "1000", "--read-only"]),
        ("registry.example/batch:7", ["--network", "none", "--memory", "64m"]),
        ("registry.example/db:17", ["--tmpfs", "/data", "--pids-limit", "100"]),
        ("registry.example/cache:1", ["--cap-drop", "ALL"]),
        ("registry.example/queue:4", ["--label", "team=red"]),
        ("registry.example/ci-builder:2", ["--volume", "/run/docker.sock:/s"]),
        ("registry.example/vpn:9", ["--cap-add", "NET_ADMIN"]),
        ("registry.example/cron:1", ["--env", "TZ=UTC", "--hostname", "cron"]),
        ("registry.example/metrics:5", ["--pid", "host"]),
    ];

    private readonly PolicyDocker _docker;
    private readonly string _configuration;
    private readonly string _directory;
    private readonly string _logs;

    public RolloutPageTests(PolicyDocker docker)
    {
        _docker = docker;
        _docker.Directory.Clear();
        _configuration = docker.Files.Write("etc/docker/daemon.json", $$"""{ "data-root": "{{docker.Files["policy/data"]}}" }""");
        _directory = docker.Files.MakeDirectory("rollout");
        _logs = docker.Files["rollout-logs"];
        foreach (var (image, options) in _kinds)
        {
            Daemon.Exited(0, Daemon.Command("tag", BusyboxImage.Name, image));
            Daemon.Exited(0, Daemon.Command(["create", "--runtime", PolicyDocker.ByFile, "--name", NameOf(image), .. options, image, "true"]));
        }
    }

    private DockerDaemon Daemon => _docker[PolicyDocker.ByFile].Daemon;

    public void Dispose()
    {
        Daemon.Command(["rm", "--force", .. _kinds.Select(static kind => NameOf(kind.Image))]).Run();
        File.Delete(_configuration);
        _docker.Directory.Clear();
    }

    [Fact]
    public void Every_command_of_the_page_prints_what_the_page_says()
    {
        var page = File.ReadAllText(Path.Combine(PublishedBinary.RepositoryRoot(), "docs/rollout.md"));
        var (printed, compared) = ("", 0);
        foreach (Match block in Blocks().Matches(page))
        {
            var (name, language, text) = (block.Groups["name"].Value, block.Groups["language"].Value, block.Groups["text"].Value);
            switch (language)
            {
                case "jsonc":
                    File.WriteAllText(Path.Combine(_directory, name), text.Replace(Logs, _logs, StringComparison.Ordinal));
                    break;
                case "sh":
                    printed = string.Concat(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Printed));
                    break;
                case "text":
                    compared++;
                    Lasting(printed).Should().Be(Lasting(text), "that is what the page says, and what is printed is\n{0}", printed);
                    break;
            }
        }
        compared.Should().Be(6);
    }

    // What a page's command prints, after the day that the page lets pass before it.
    private string Printed(string line)
    {
        var words = line.Split(' ');
        if (words[0] == "docker")
        {
            var refused = Daemon.Command(["run", "--runtime", PolicyDocker.ByFile, .. words[2..]]).Run();
            // A client of Docker that is slow says behind it that it no longer waits.
            return refused.Exited(125).ErrorText.Split("oci-interceptor: ")[^1].Split('\n')[0];
        }
        if (words[1] is "oi-record" or "oi-report")
        {
            StartAll();
        }
        if (words[1] == "oi-inspect")
        {
            Daemon.Exited(0, Daemon.Command("rm", "web"));
            Daemon.Exited(0, Daemon.Command("run", "--detach", "--runtime", PolicyDocker.ByFile, "--name", "web", "registry.example/web:3", "sleep", "600"));
        }
        // To enter a mount namespace is to leave the working directory.
        var result = Daemon.Beside(new Command("sh", ["-c", "cd \"$0\" && exec \"$@\"", _directory, PublishedBinary.Path, .. words[1..]])).Run();
        result.ErrorText.Should().BeEmpty();
        return result.OutputText.Replace(_logs, Logs, StringComparison.Ordinal);
    }

    // Each start of a container is a call of the runtime, and the container is not made anew for it.
    private void StartAll() => Parallel.ForEach(_kinds.Chunk(2), kinds =>
    {
        var names = kinds.Select(static kind => NameOf(kind.Image)).ToArray();
        for (var round = 0; round < Starts; round++)
        {
            Daemon.Exited(0, Daemon.Command(["start", .. names]));
            Daemon.Exited(0, Daemon.Command(["wait", .. names]));
        }
    });

    private static string NameOf(string image) => image.Split('/', ':')[1];

    // Without what differs from run to run.
    private string Lasting(string output) => Changing().Replace(
        output.Replace(_directory, "/root", StringComparison.Ordinal)
            .Replace(_docker.Files["policy/data"], "/var/lib/docker", StringComparison.Ordinal)
            .Replace(_docker.Files["policy/containerd/state"], "/run/containerd", StringComparison.Ordinal)
            .Trim(),
        "…");

    [GeneratedRegex("""(?:^`(?<name>[a-z.]+)`:\n\n)?^```(?<language>jsonc|sh|text)\n(?<text>.*?)^```$""", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"[0-9]{8}T[0-9]{6}\.[0-9]{6}Z-[0-9a-f]{16}|\b[0-9a-f]{12,64}\b|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z|\b[0-9.,]+ (?:B|bytes|KiB|MiB|ms|µs|s)\b|(?<=process +)[0-9]+|[0-9.]+ [km]?s(?= |,|$)")]
    private static partial Regex Changing();
}
