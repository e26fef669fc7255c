using System.Text.Json;
using System.Text.RegularExpressions;
using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;
using OciInterceptor.IntegrationTests.Policies;

namespace OciInterceptor.IntegrationTests.Engines;

/// <summary>"Five minutes with Docker" in README.md as a reader goes through it: each command prints what the page says.</summary>
public sealed partial class FiveMinutesTests : IDisposable
{
    private const string Omitted = "…";

    private readonly Scratch _scratch = new();
    private readonly PolicyDirectory _etc;
    private readonly string _links;
    private readonly string _home;
    private readonly DockerDaemon _daemon;
    private readonly string _before;

    public FiveMinutesTests()
    {
        try
        {
            _etc = new PolicyDirectory(_scratch);
            _links = _scratch.MakeDirectory("links");
            _home = _scratch.MakeDirectory("home");
            _daemon = new DockerDaemon(_scratch.MakeDirectory("docker"), new RegisteredRuntimes(_scratch), BusyboxImage.Make(_scratch), mounts: _etc.Mounts);
            _daemon.Docker("tag", BusyboxImage.Name, "busybox");
            // The reader's file has no runtime yet.
            using var made = JsonDocument.Parse(File.ReadAllBytes(_daemon.ConfigurationFile));
            _before = $"{{\n  \"init-path\": {made.RootElement.GetProperty("init-path").GetRawText()}\n}}\n";
            File.WriteAllText(_daemon.ConfigurationFile, _before);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        try
        {
            _daemon?.Dispose();
        }
        finally
        {
            _scratch.Dispose();
        }
    }

    [Fact]
    public void Every_command_prints_what_the_page_says()
    {
        var page = File.ReadAllText(Path.Combine(PublishedBinary.RepositoryRoot(), "README.md"));
        var steps = Section().Match(page).Groups["steps"].Value;
        var commands = Blocks().Matches(steps).SelectMany(static block => Commands(block)).ToList();

        commands.Select(static command => Verb().Match(command.Line).Value).Should().Equal(
            "oi-install docker", "docker info", "docker run", "cat config.json", "oi-validate --strict", "oi-apply config.json", "docker run", "oi-uninstall docker");
        foreach (var (line, output) in commands)
        {
            if (line == "cat config.json")
                File.WriteAllText(Path.Combine(_home, "config.json"), output);
            else
                Printed(line).Should().MatchRegex(Pattern(output), "that is what the page says of {0}", line);
        }
        File.ReadAllText(_daemon.ConfigurationFile).Should().Be(_before);
        File.Exists(_etc["config.json"]).Should().BeTrue("the policy stays");
    }

    // A block's commands with what they print: a shell's session, or commands that are only to be typed.
    private static IEnumerable<(string Line, string Output)> Commands(Match block)
    {
        var text = Indentation().Replace(block.Groups["text"].Value, "");
        return block.Groups["language"].Value == "sh"
            ? text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => (line, Omitted))
            : text.Split("$ ", StringSplitOptions.RemoveEmptyEntries).Select(static part => (part[..part.IndexOf('\n')], part[(part.IndexOf('\n') + 1)..]));
    }

    // What the command prints where the reader is.
    private string Printed(string line)
    {
        string[] words = [.. Words().Matches(line).Select(static word => word.Value.Trim('\''))];
        words = words[0] == "sudo" ? words[1..] : words;
        var result = words[0] == "docker" ? _daemon.Command(words[1..]).Run() : Interceptor(words[1..]).Run();
        return result.OutputText + ClientLog.Without(result.ErrorText);
    }

    private Command Interceptor(string[] arguments)
    {
        string[] elsewhere = arguments.Contains("oi-install") ? ["--config", _daemon.ConfigurationFile, "--link-dir", _links]
            : arguments.Contains("oi-uninstall") ? ["--config", _daemon.ConfigurationFile] : [];
        // To enter a mount namespace is to leave the working directory.
        return _daemon.Beside(new Command("sh", ["-c", "cd \"$0\" && exec \"$@\"", _home, PublishedBinary.Path, .. arguments, .. elsewhere]));
    }

    // The page's text: it leaves out lines and parts of lines, and was written on another machine.
    private string Pattern(string output)
    {
        var pattern = Regex.Escape(output.Replace("/usr/bin/oci-interceptor-oi", $"{_links}/oci-interceptor-oi", StringComparison.Ordinal));
        pattern = Runtime().Replace(pattern, @"/[a-z/]*/runc\ \(runc\ version\ [^)]*\)");
        return $"^{OmittedLines().Replace(pattern, "(?:.*\n)*").Replace(Omitted, "(?:.|\n)*", StringComparison.Ordinal)}$";
    }

    [GeneratedRegex("^## Five minutes with Docker\n(?<steps>.*?)^## ", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Section();

    [GeneratedRegex("^ *```(?<language>console|sh)\n(?<text>.*?)^ *```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex("^   ", RegexOptions.Multiline)]
    private static partial Regex Indentation();

    [GeneratedRegex(@"'[^']*'|[^ ']+")]
    private static partial Regex Words();

    [GeneratedRegex(@"(?<![-\w])(?:docker|cat|oi-[a-z]+) \S+")]
    private static partial Regex Verb();

    [GeneratedRegex(@"/usr/sbin/runc\\ \\\(runc\\ version\\ 1\\\.3\\\.3\\\)")]
    private static partial Regex Runtime();

    [GeneratedRegex(@"…\\n")]
    private static partial Regex OmittedLines();
}
