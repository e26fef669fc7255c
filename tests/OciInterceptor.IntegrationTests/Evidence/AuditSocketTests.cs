using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Evidence;

/// <summary>The audit trail in systemd's journal and at rsyslog, each the real daemon with sockets and files of its own.</summary>
public sealed class AuditSocketTests : IDisposable
{
    // A /run and a /dev/log that end with the script; in the end the daemon writes what it has.
    private const string Journal = """
        mount -t tmpfs none /run
        mkdir -p /run/log/journal
        /lib/systemd/systemd-journald &
        until [ -S /run/systemd/journal/socket ]; do sleep 0.1; done
        "$0" "$@" || echo "rc $?"
        until journalctl -D /run/log/journal -q -o json MESSAGE_ID=7c3d1c0f6e0b4c0aa1f25b7d9d2e64a8 CONTAINER_ID_FULL=c1 | grep .; do sleep 0.1; done
        kill $!
        """;

    private readonly Scratch _scratch = new();
    private readonly Bundle _bundle;

    public AuditSocketTests() => _bundle = Bundle.FromTestData(_scratch, "docker-20.10-run.json");

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void The_journal_has_an_entry_with_fields_and_the_line()
    {
        var output = Run(Journal, """{ "journal": true }""", """{ "name": "proxy", "type": "env", "default": { "HTTP_PROXY": "http://proxy" } }""");

        var entry = JsonNode.Parse(output)!;
        Text(entry, "MESSAGE").Should().Be("create of c1 allowed, with proxy");
        (Text(entry, "PRIORITY"), Text(entry, "SYSLOG_IDENTIFIER"), Text(entry, "OCI_INTERCEPTOR_VERB"), Text(entry, "OCI_INTERCEPTOR_RESULT"), Text(entry, "OCI_INTERCEPTOR_RULE"))
            .Should().Be(("6", "oci-interceptor", "create", "allowed", "proxy"));
        JsonNode.Parse(Text(entry, "OCI_INTERCEPTOR_LINE"))!["rules"]![0]!["outcome"]!.GetValue<string>().Should().Be("Changed");
    }

    [Fact]
    public void A_refusal_is_a_warning_in_the_journal()
    {
        var output = Run(Journal, """{ "journal": true }""", """{ "type": "deny", "when": { "verb": "create" }, "message": "closed\ntoday" }""");

        output.Should().StartWith("rc ");
        var entry = JsonNode.Parse(output[output.IndexOf('{')..])!;
        Text(entry, "PRIORITY").Should().Be("4");
        Text(entry, "MESSAGE").Should().StartWith("create of c1 refused: ").And.Contain("closed");
    }

    /// <summary>The entry with everything that 64 KiB hold fits into one datagram.</summary>
    [Fact]
    public void The_journal_takes_the_longest_line()
    {
        var rules = string.Join(',', Enumerable.Range(0, 400).Select(static i => $$"""{ "name": "rule {{i}} {{new string('x', 120)}}", "type": "env", "force": { "N{{i}}": "1" } }"""));

        var output = Run(Journal.Replace("-o json", "-o export", StringComparison.Ordinal), """{ "journal": true }""", rules);

        output.Should().Contain("OCI_INTERCEPTOR_LINE=").And.Contain("rulesLeftOut");
        output.Split('\n').Count(static line => line.StartsWith("OCI_INTERCEPTOR_RULE=", StringComparison.Ordinal)).Should().Be(400);
    }

    [Fact]
    public void Rsyslog_gets_the_line_with_its_facility_and_severity()
    {
        var file = _scratch["syslog"];
        _scratch.Write("rsyslog.conf", $$$"""
            module(load="imuxsock" SysSock.Name="{{{_scratch["log"]}}}" SysSock.Use="on")
            module(load="mmjsonparse")
            template(name="all" type="string" string="%syslogfacility-text%.%syslogseverity-text% %programname% %$!result% %$!containerId%\n")
            action(type="mmjsonparse")
            action(type="omfile" file="{{{file}}}" template="all")
            """);
        var script = $"""
            rsyslogd -n -f {_scratch["rsyslog.conf"]} -i {_scratch["pid"]} &
            until [ -S {_scratch["log"]} ]; do sleep 0.1; done
            "$0" "$@"
            until grep -s . {file}; do sleep 0.1; done
            kill $!
            """;

        Run(script, $$"""{ "syslog": "authpriv", "socket": "{{_scratch["log"]}}" }""", """{ "type": "env", "default": { "A": "1" } }""")
            .Should().Be("authpriv.info oci-interceptor allowed c1\n");
    }

    /// <summary>Law 5: evidence fails open. Nobody waits for a daemon that is not there.</summary>
    [Fact]
    public void Without_a_daemon_the_container_starts_and_the_log_says_what_is_lost()
    {
        var policy = _scratch.Write("policy.json", $$"""
            { "audit": [{ "journal": true, "socket": "{{_scratch["none"]}}" }, { "file": "{{_scratch["audit.jsonl"]}}" }], "log": { "file": "{{_scratch["own.log"]}}", "level": "Warning" }, "rules": [] }
            """);

        var result = PublishedBinary.Call(["--oi-config", policy, "--oi-runtime-path", "/bin/true", "create", "--bundle", _bundle.Path, "c1"]).Run();

        result.Succeeded();
        result.ErrorText.Should().BeEmpty();
        File.ReadAllText(_scratch["own.log"]).Should().Contain($"an audit line for {_scratch["none"]}");
        File.ReadAllLines(_scratch["audit.jsonl"]).Should().ContainSingle();
    }

    private string Run(string script, string audit, string rules)
    {
        var policy = _scratch.Write("policy.json", $$"""{ "audit": {{audit}}, "rules": [{{rules}}] }""");
        return new Command("unshare", "--mount", "--propagation", "private", "sh", "-ec", script, PublishedBinary.Path,
            "--oi-config", policy, "--oi-runtime-path", "/bin/true", "create", "--bundle", _bundle.Path, "c1").Run().OutputText;
    }

    private static string Text(JsonNode entry, string field) => entry[field]!.GetValue<string>();
}
