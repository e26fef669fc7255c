using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Drofune;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>Hooks and filters of a policy in real Docker: seen by their own trace or from inside, or refused with the reason.</summary>
[Collection(PolicySuite.Name)]
public sealed class DockerHookTests : IDisposable
{
    private const string TooLong = "it did not end within 1 s";

    private readonly PolicyDocker _docker;
    private readonly Scratch _scratch = new();

    public DockerHookTests(PolicyDocker docker)
    {
        _docker = docker;
        _scratch.MakeDirectory("bin");
        _docker.Directory.Clear();
    }

    public void Dispose() => _scratch.Dispose();

    private string Trace => File.Exists(_scratch["trace"]) ? File.ReadAllText(_scratch["trace"]) : "";

    [Fact]
    public void A_hook_in_a_directory_of_hooks_runs_for_the_containers_it_is_for()
    {
        _scratch.MakeDirectory("hooks.d");
        _scratch.Write("hooks.d/trace.json", $$"""
            { "version": "1.0.0", "hook": { "path": "{{Tracer()}}", "args": ["tracer", "created"] }, "when": { "commands": ["^sh$"] }, "stages": ["createRuntime"] }
            """);
        Policy(new() { ["type"] = "hooks-dir", ["directories"] = new JsonArray(_scratch["hooks.d"]) });

        _docker[PolicyDocker.ByFile].RunCommand(0, ["true"]);
        Trace.Should().BeEmpty();
        _docker[PolicyDocker.ByFile].Run(0, "true");
        Trace.Should().Be("created creating PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n");
    }

    [Fact]
    public void A_file_in_the_format_of_oci_add_hooks_is_obeyed_as_it_is()
    {
        var file = _scratch.Write("hooks.json", $$"""{ "hooks": { "poststop": [{ "path": "{{Tracer()}}", "args": ["tracer", "stopped"], "env": ["A=B"] }] } }""");
        Policy(new() { ["type"] = "hooks", ["file"] = file });

        _docker[PolicyDocker.ByFile].Run(0, "true");

        Trace.Should().Be("stopped stopped A=B\n");
    }

    [Fact]
    public void A_filter_is_seen_from_inside()
    {
        var filter = _scratch.WriteScript("bin/filter", "/usr/bin/sed 's/\"OI_FILTER=before\"/\"OI_FILTER=after\"/'");
        Policy(new() { ["type"] = "filter", ["path"] = filter });

        _docker[null].Run(0, "echo $OI_FILTER", "--env", "OI_FILTER=before").OutputText.Should().Be("before\n");
        _docker[PolicyDocker.ByFile].Run(0, "echo $OI_FILTER", "--env", "OI_FILTER=before").OutputText.Should().Be("after\n");
    }

    [Attack("Policies, hooks and runtimes that others can write")]
    [Theory]
    [InlineData("chmod o+w bin/hook", "it is writable by group or others")]
    [InlineData("chgrp 7 bin/hook; chmod g+w bin/hook", "it is writable by group or others")]
    [InlineData("chown 4711 bin/hook", "it is owned by user 4711, want root or the effective user")]
    [InlineData("chmod 0644 bin/hook", "it is not executable")]
    [InlineData("setfattr -n system.posix_acl_access -v 0x0200000001000700ffffffff020007006712000004000500ffffffff10000700ffffffff20000500ffffffff bin/hook",
        "it is writable by group or others")]
    [InlineData("chmod u+s bin/hook", "it has the setuid or setgid bit")]
    [InlineData("chmod g+s bin/hook", "it has the setuid or setgid bit")]
    [InlineData("mv bin/hook real; ln -s ../real bin/hook", "/real, which is not below a trusted directory (")]
    [InlineData("mv bin/hook bin/real; ln -s real bin/hook; chown -h 4711 bin/hook", "/bin/hook -> real is owned by user 4711")]
    [InlineData("rm bin/hook; mkdir bin/hook", "it is not a regular file")]
    [InlineData("rm bin/hook", "it cannot be opened: ")]
    [InlineData("chmod 0777 bin", "/bin is writable by group or others")]
    [InlineData("chmod 1777 bin", "/bin is writable by group or others")]
    [InlineData("chgrp 7 bin; chmod g+w bin", "/bin is writable by group or others")]
    [InlineData("mkdir below; mv bin/hook below; ln -s ../below bin/link; sed -i 's|/bin/hook|/bin/link/hook|' policy", "/below/hook, which is not below a trusted directory (")]
    [InlineData("chown 4711 bin", "/bin is owned by user 4711, want root or the effective user")]
    [InlineData("mkdir other; sed -i 's|/bin\"\\]|/other\"]|' policy", "it is not below a trusted directory (")]
    [InlineData("sed -i 's|/bin/hook|/bin/../bin/hook|' policy", "its path has \"//\", \".\" or \"..\", or ends with a slash")]
    [InlineData("sed -i 's|/bin/hook|//bin/hook|' policy", "its path has \"//\", \".\" or \"..\", or ends with a slash")]
    public void What_a_check_refuses_reaches_the_output_of_docker_run(string violation, string cause)
    {
        _scratch.WriteScript("bin/hook", "cat >/dev/null");
        var policy = _scratch.Write("policy", $$"""{ "rules": [{ "type": "hooks", "add": { "createRuntime": [{ "path": "{{_scratch["bin/hook"]}}" }] }, "trustedDirectories": ["{{_scratch["bin"]}}"] }] }""");
        _docker.Directory.Is(File.ReadAllText(policy));
        _docker[PolicyDocker.ByFile].Run(0, "true");

        new Command("sh", "-ec", violation).In(_scratch.Path).Run().Succeeded();
        _docker.Directory.Is(File.ReadAllText(policy));

        _docker.Refused().Should().Contain("the createRuntime hook ").And.Contain("/hook is refused: ").And.Contain(cause);
    }

    [Fact]
    public void A_path_that_is_not_absolute_reaches_the_output_of_docker_run()
    {
        _docker.Directory.Is("""{ "rules": [{ "type": "hooks", "add": { "createRuntime": [{ "path": "bin/hook" }] } }] }""");

        _docker.Refused().Should().Contain("config.json:1:69: \"bin/hook\" must be an absolute path");
    }

    [Theory]
    [InlineData("""{ "type": "cdi", "devices": ["v.com/c=d"], "directories": ["{S}/cdi"], "trustedDirectories": ["{S}/bin"] }""", "the createRuntime hook {S}/bin/hook is refused: ", "it is writable by group or others")]
    [InlineData("""{ "type": "hooks-dir", "directories": ["{S}/hooks.d"], "trustedDirectories": ["{S}/bin"] }""", "the poststop hook {S}/bin/hook is refused: ", "it is writable by group or others")]
    [InlineData("""{ "type": "filter", "path": "{S}/bin/hook", "trustedDirectories": ["{S}/bin"] }""", "the filter {S}/bin/hook failed: ", "it is writable by group or others")]
    public void Hooks_of_every_origin_are_checked(string rule, string hook, string cause)
    {
        new Command("chmod", "o+w", _scratch.WriteScript("bin/hook", "cat >/dev/null")).Run().Succeeded();
        _scratch.MakeDirectory("cdi");
        _scratch.Write("cdi/d.json", In("""{ "cdiVersion": "0.5.0", "kind": "v.com/c", "devices": [{ "name": "d", "containerEdits": { "hooks": [{ "hookName": "createRuntime", "path": "{S}/bin/hook" }] } }] }"""));
        _scratch.MakeDirectory("hooks.d");
        _scratch.Write("hooks.d/h.json", In("""{ "version": "1.0.0", "hook": { "path": "{S}/bin/hook" }, "when": { "always": true }, "stages": ["poststop"] }"""));
        _docker.Directory.Is(In($$"""{ "rules": [{{rule}}] }"""));

        _docker.Refused().Should().Contain(In(hook)).And.Contain(cause);
    }

    /// <summary>Docker 20.10 and 26 have one for networks, by which they call themselves (/proc/N/exe); 28 has none.</summary>
    [Fact]
    public void The_engines_hook_is_checked_if_that_is_asked_for_and_Dockers_own_passes()
    {
        const string Network = "oi-hooks";
        var daemon = _docker[PolicyDocker.ByFile].Daemon;
        daemon.Exited(0, daemon.Command("network", "create", Network));
        try
        {
            var hook = EnginesHook(Network);
            _docker.Directory.Is("""{ "rules": [{ "type": "hooks", "verifyAll": true }] }""");
            _docker[PolicyDocker.ByFile].Run(0, "true", "--network", Network);
            _docker.Directory.Is("""{ "rules": [{ "type": "hooks", "verifyAll": true, "trustedDirectories": ["/opt"] }] }""");
            _docker[PolicyDocker.ByFile].Run(0, "true");

            if (hook is null)
                _docker[PolicyDocker.ByFile].Run(0, "true", "--network", Network);
            else
                _docker.Refused("--network", Network).Should().Contain($"the prestart hook {hook} is refused: it is not below a trusted directory (/opt)");
        }
        finally
        {
            daemon.Exited(0, daemon.Command("network", "rm", Network));
        }
    }

    /// <summary>The path of the hook that Docker gives a container by plain runc, as its document has it; null where it gives none.</summary>
    private string? EnginesHook(string network)
    {
        using var container = _docker[null].Start(Container.Wait, "--network", network);
        var document = Path.Combine(Path.GetDirectoryName(_docker[null].Daemon.RuntimeLog(container.Id))!, "config.json");
        if (JsonNode.Parse(File.ReadAllBytes(document))!["hooks"] is not JsonObject { Count: > 0 } hooks)
            return null;
        hooks.Select(stage => stage.Key).Should().Equal("prestart");
        var path = hooks["prestart"]!.AsArray().Should().ContainSingle().Which!["path"]!.GetValue<string>();
        path.Should().MatchRegex("^/proc/[0-9]+/exe$");
        return path;
    }

    [Theory]
    [InlineData("sleep {T}", TooLong)]
    [InlineData("sleep {T} & setsid sleep {T} & sleep {T}", TooLong)]
    [InlineData("head -c 1000000000 /dev/zero", "it wrote more than 64 MiB")]
    [InlineData("head -c 1000", "its output:1:1001: not valid JSON")]
    [InlineData("cat; echo the reason >&2; exit 7", "it ended with exit code 7: the reason")]
    [InlineData("kill -9 $$", "it was killed by signal 9")]
    [InlineData("echo {}", "its output is not a valid configuration: 1:1: ")]
    public void A_filter_that_fails_refuses_the_container_and_leaves_nothing_running(string script, string cause)
    {
        // A command line that no other process has.
        var time = $"1000.{Environment.ProcessId}";
        var filter = _scratch.WriteScript("bin/filter", script.Replace("{T}", time, StringComparison.Ordinal));
        Policy(new() { ["type"] = "filter", ["path"] = filter, ["timeout"] = cause == TooLong ? 1 : TimeLimit.Seconds(TimeLimit.OfAProgram) });

        _docker.Refused().Should().Contain($"the filter {filter} failed: {cause}");

        Processes.With($"sleep\0{time}\0").Where(static process => process != Processes.Ending).Should().BeEmpty("another process of this machine may be ending, but none of these may run");
    }

    [Fact]
    public void A_filter_that_replaces_itself_runs_as_it_was_checked()
    {
        var filter = _scratch.WriteScript("bin/filter", $"printf '#!/bin/sh\\nexit 9\\n' >{_scratch["bin/new"]}; mv {_scratch["bin/new"]} {_scratch["bin/filter"]}; cat");
        Policy(new() { ["type"] = "filter", ["path"] = filter });

        _docker[PolicyDocker.ByFile].Run(0, "true");

        File.ReadAllText(filter).Should().Be("#!/bin/sh\nexit 9\n");
        _docker.Refused().Should().Contain("it is not executable");
    }

    // Notes its first argument, the state's status and its environment.
    private string Tracer() => _scratch.WriteScript("bin/tracer",
        $"unset PWD SHLVL _; printf '%s %s %s\\n' \"$1\" \"$(/usr/bin/jq -r .status)\" \"$(/usr/bin/env | /usr/bin/grep -v '^_=')\" >>{_scratch["trace"]}");

    private string In(string text) => text.Replace("{S}", _scratch.Path, StringComparison.Ordinal);

    private void Policy(JsonObject rule)
    {
        rule["trustedDirectories"] = new JsonArray(_scratch["bin"]);
        _docker.Directory.Is(new JsonObject { ["rules"] = new JsonArray(rule) }.ToJsonString());
    }
}
