using System.Globalization;
using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Commands;

/// <summary>oi-hook-test of the published binary: the hook's input and surroundings, its output, the exit code.</summary>
public sealed class HookTestTests : IDisposable
{
    private const string TooLong = "it did not end within 1 s";

    private readonly Scratch _scratch = new();

    public HookTestTests() => _scratch.MakeDirectory("bin");

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("prestart", "creating")]
    [InlineData("createRuntime", "creating")]
    [InlineData("poststart", "running")]
    [InlineData("poststop", "stopped")]
    public void A_hook_has_the_state_and_nothing_of_the_callers(string stage, string status)
    {
        var result = Call(stage, "cat; echo; ls /proc/self/fd; env | grep -v -E '^(PWD|SHLVL|_)='; grep NoNewPrivs /proc/self/status", "--id", "c1", "--bundle", _scratch["bundle"])
            .With(Condition.OpenDirectory(7, "/usr"), Condition.Open(8, "/dev/null"), Condition.Input(_scratch.Write("input", "not for hooks"))).With("LD_LIBRARY_PATH", "/evil")
            .Run().Succeeded();

        var lines = result.OutputText.Split('\n', 2);
        var state = JsonNode.Parse(lines[0])!.AsObject();
        ((int)state["pid"]! > 0).Should().Be(status != "stopped");
        state.Remove("pid");
        state.ToJsonString().Should().Be($$"""{"ociVersion":"1.3.0","id":"c1","status":"{{status}}","bundle":"{{_scratch["bundle"]}}"}""");
        lines[1].Should().Be("0\n1\n2\n3\n4\nPATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\nNoNewPrivs:\t1\n");
        result.ErrorText.Should().BeEmpty();
    }

    [Fact]
    public void The_state_is_what_runc_gives_a_hook_of_its_own_but_for_the_container()
    {
        var bundle = Bundle.Runnable(_scratch, ["true"], spec => spec["hooks"] = new JsonObject
        {
            ["createRuntime"] = new JsonArray(new JsonObject { ["path"] = _scratch.WriteScript("bin/trace", $"cat >{_scratch["state"]}") }),
        });
        var runc = new ContainerRuntime("runc", _scratch);
        runc.Direct("run", "--bundle", bundle.Path, "c1").Run().Succeeded();

        var ours = JsonNode.Parse(Call("createRuntime", "cat", "--id", "c1", "--bundle", bundle.Path).Run().Succeeded().OutputText)!.AsObject();

        var theirs = JsonNode.Parse(File.ReadAllText(_scratch["state"]))!.AsObject();
        foreach (var state in new[] { ours, theirs })
        {
            state["pid"] = 1;
            state["ociVersion"] = "";
        }
        ours.ToJsonString().Should().Be(theirs.ToJsonString());
    }

    [Theory]
    [InlineData("echo out; echo why >&2; exit 7", "out\n", "it ended with exit code 7: why")]
    [InlineData("echo out; sleep 1000 & sleep 1000", "", TooLong)]
    [InlineData("kill -9 $$", "", "it was killed by signal 9")]
    public void A_hook_that_fails_is_told_and_the_exit_code_is_1(string script, string output, string cause)
    {
        var result = Call(cause == TooLong ? 1 : TimeLimit.Seconds(TimeLimit.OfAProgram), "prestart", script).Run().Exited(1);

        result.OutputText.Should().Be(output);
        result.ErrorText.Should().Be($"oci-interceptor: the prestart hook {_scratch["bin/hook"]} failed: {cause}\n");
    }

    [Fact]
    public void What_a_hook_says_comes_to_the_standard_error() =>
        Call("prestart", "echo a warning >&2").Run().Succeeded().ErrorText.Should().Be($"oci-interceptor: the prestart hook {_scratch["bin/hook"]} says: a warning\n");

    [Theory]
    [InlineData("createContainer", "oi-hook-test: createContainer hooks run in the container's namespaces, but only the host's are available here")]
    [InlineData("startContainer", "oi-hook-test: startContainer hooks run in the container's namespaces, but only the host's are available here")]
    [InlineData("start", "oi-hook-test: unknown hook stage start")]
    public void A_stage_that_is_not_the_hosts_is_refused(string stage, string message) =>
        Call(stage, "true").Run().Exited(1).ErrorText.Should().Be($"oci-interceptor: {message}\n");

    [Fact]
    public void A_hook_that_others_may_write_does_not_run()
    {
        var call = Call("prestart", $"touch {_scratch["ran"]}");
        new Command("chmod", "o+w", _scratch["bin/hook"]).Run().Succeeded();

        call.Run().Exited(1).ErrorText.Should().Be($"oci-interceptor: the prestart hook {_scratch["bin/hook"]} failed: it is writable by group or others\n");
        File.Exists(_scratch["ran"]).Should().BeFalse();
    }

    [Fact]
    public void A_precreate_hook_edits_the_bundles_configuration_and_does_not_write_it()
    {
        var bundle = Bundle.FromTestData(_scratch, "docker-20.10-run.json");
        var before = File.ReadAllBytes(bundle.Document);
        _scratch.WriteScript("bin/hook", "exec /usr/bin/jq -c '.hostname = \"edited\"'");
        var file = _scratch.Write("hook.json", $$"""{ "version": "1.0.0", "hook": { "path": "{{_scratch["bin/hook"]}}" }, "when": { "always": true }, "stages": ["precreate"] }""");

        var result = PublishedBinary.Call("oi-hook-test", "precreate", file, "--bundle", bundle.Path, "--trusted-directory", _scratch["bin"]).Run().Succeeded();

        ((string)JsonNode.Parse(result.OutputText)!["hostname"]!).Should().Be("edited");
        File.ReadAllBytes(bundle.Document).Should().Equal(before);
    }

    private Command Call(string stage, string script, params string[] options) =>
        Call(TimeLimit.Seconds(TimeLimit.OfAProgram), stage, script, options);

    private Command Call(int seconds, string stage, string script, params string[] options)
    {
        var hook = _scratch.WriteScript("bin/hook", script);
        var file = _scratch.Write("hook.json", $$"""{ "path": "{{hook}}", "timeout": {{seconds.ToString(CultureInfo.InvariantCulture)}} }""");
        return PublishedBinary.Call(["oi-hook-test", "--trusted-directory", _scratch["bin"], .. options, stage, file]);
    }
}
