using System.Text.RegularExpressions;
using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Engines;

/// <summary>"Five minutes with Docker" in README.md as a reader goes through it: each command prints what the page says.</summary>
public sealed partial class FiveMinutesTests : IDisposable
{
    private const string Omitted = "…";

    // The reader's daemon.json has no runtime yet.
    private readonly DockerHost _host = new(static init => $"{{\n  \"init-path\": {init}\n}}\n");

    private string Home => field ??= _host.Scratch.MakeDirectory("home");

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Every_command_prints_what_the_page_says()
    {
        _host.Daemon.Docker("tag", BusyboxImage.Name, "busybox");
        var before = File.ReadAllText(_host.Daemon.ConfigurationFile);
        var page = File.ReadAllText(Path.Combine(PublishedBinary.RepositoryRoot(), "README.md"));
        var steps = Section().Match(page).Groups["steps"].Value;
        var commands = Blocks().Matches(steps).SelectMany(static block => Commands(block)).ToList();

        commands.Select(static command => Verb().Match(command.Line).Value).Should().Equal(
            "oi-install docker", "docker info", "docker run", "cat config.json", "oi-validate --strict", "oi-apply config.json", "docker run", "oi-uninstall docker");
        foreach (var (line, output) in commands)
        {
            if (line == "cat config.json")
                File.WriteAllText(Path.Combine(Home, "config.json"), output);
            else
                Printed(line).Should().MatchRegex(Pattern(output), "that is what the page says of {0}", line);
        }
        File.ReadAllText(_host.Daemon.ConfigurationFile).Should().Be(before);
        File.Exists(_host.Etc["config.json"]).Should().BeTrue("the policy stays");
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
        var result = words[0] == "docker" ? _host.Daemon.Command(words[1..]).Run() : Interceptor(words[1..]).Run();
        return result.OutputText + ClientLog.Without(result.ErrorText);
    }

    private Command Interceptor(string[] arguments)
    {
        string[] elsewhere = arguments.Contains("oi-install") ? ["--config", _host.Daemon.ConfigurationFile, "--link-dir", _host.Links]
            : arguments.Contains("oi-uninstall") ? ["--config", _host.Daemon.ConfigurationFile] : [];
        // To enter a mount namespace is to leave the working directory.
        return _host.Daemon.Beside(new Command("sh", ["-c", "cd \"$0\" && exec \"$@\"", Home, PublishedBinary.Path, .. arguments, .. elsewhere]));
    }

    // The page's text: it leaves out lines and parts of lines, and was written on another machine.
    private string Pattern(string output)
    {
        var pattern = Regex.Escape(output.Replace("/usr/bin/oci-interceptor-oi", $"{_host.Links}/oci-interceptor-oi", StringComparison.Ordinal));
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
