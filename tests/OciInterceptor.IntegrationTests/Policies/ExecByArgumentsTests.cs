using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>An exec by hand that describes its process by arguments, seen from inside the container, with the plain runtime as control.</summary>
public sealed class ExecByArgumentsTests : IDisposable
{
    private const string Ceiling = """{ "type": "capabilities", "ceiling": ["CHOWN", "KILL"] }""";

    private readonly Scratch _scratch = new();
    private readonly string _id = "oi" + Path.GetRandomFileName()[..8];
    private ContainerRuntime? _runtime;

    public void Dispose()
    {
        _runtime?.Remove(_id);
        _scratch.Dispose();
    }

    [Attack("Exec by arguments")]
    [Theory]
    [InlineData("runc", "grep CapPrm /proc/self/status", "CapPrm:\t0000000000200001", "--cap", "CAP_SYS_ADMIN")]
    [InlineData("crun", "grep CapPrm /proc/self/status", "CapPrm:\t0000000000200000", "-c", "CAP_SYS_ADMIN")]
    [InlineData("runc", "id -u", "1000", "--user", "1000:1000")]
    [InlineData("crun", "id -u", "1000", "-u1000:1000")]
    [InlineData("runc", "echo $OI_ROW", "given", "--env", "OI_ROW=given")]
    [InlineData("crun", "echo $OI_ROW", "given", "-ePATH=/bin", "-eOI_ROW=given")]
    [InlineData("runc", "grep NoNewPrivs /proc/self/status", "NoNewPrivs:\t0", "--no-new-privs=false")]
    [InlineData("crun", "grep NoNewPrivs /proc/self/status", "NoNewPrivs:\t1", "--no-new-privs")]
    [InlineData("runc", "id -G", "0 5", "--additional-gids", "5")]
    public void Refused_where_a_rule_concerns_processes(string name, string command, string given, params string[] options)
    {
        var runtime = Running(name, isPrivileged: name == "crun" && options[0] == "--no-new-privs");
        string[] call = ["exec", .. options, _id, "sh", "-c", command];
        runtime.Direct(call).Run().Succeeded().OutputText.Should().Be(given + "\n");

        var refused = runtime.Intercepted(["--oi-config", Policy(Ceiling)], call).Run().Exited(1);
        refused.OutputText.Should().BeEmpty();
        refused.ErrorText.Should().Contain("cannot apply the rule \"capabilities\" (capabilities): the exec describes its process by arguments (").And.Contain("--process FILE");
        refused.ErrorText.Should().NotContain("given", "a value may be a secret");

        runtime.Intercepted(["--oi-config", Policy(Ceiling, "\"execArguments\": \"pass\",")], call).Run().Succeeded().OutputText.Should().Be(given + "\n");
        runtime.Intercepted(["--oi-config", Policy("""{ "type": "masked-paths", "add": ["/x"] }""")], call).Run().Succeeded().OutputText.Should().Be(given + "\n");
        runtime.Intercepted([], call).Run().Succeeded().OutputText.Should().Be(given + "\n");
    }

    [Theory]
    [InlineData("runc")]
    [InlineData("crun")]
    public void Without_such_arguments_the_containers_own_process_is_taken(string name) =>
        Running(name).Intercepted(["--oi-config", Policy(Ceiling)], "exec", "--cwd", "/tmp", _id, "sh", "-c", "pwd; grep CapPrm /proc/self/status").Run()
            .Succeeded().OutputText.Should().Be("/tmp\nCapPrm:\t0000000000000001\n");

    [Fact]
    public void Of_a_shadow_the_refusal_that_would_have_been_is_in_the_audit_trail()
    {
        var audit = _scratch["audit.jsonl"];
        var policy = _scratch.Write("shadow.json", $$"""{ "mode": "warn", "audit": { "file": "{{audit}}" }, "rules": [{{Ceiling}}] }""");

        var done = Running("runc").Intercepted(["--oi-config", policy], "exec", "--user", "1000:1000", _id, "id", "-u").Run().Succeeded();

        (done.OutputText, done.ErrorText).Should().Be(("1000\n", ""));
        var line = JsonNode.Parse(File.ReadAllLines(audit).Should().ContainSingle().Subject)!;
        line["result"]!.GetValue<string>().Should().Be("allowed");
        line["rules"]![0]!["outcome"]!.GetValue<string>().Should().Be("Warned");
        line["rules"]![0]!["reason"]!.GetValue<string>().Should().StartWith("the exec describes its process by arguments (--user)");
    }

    [Fact]
    public void The_refusal_is_in_the_audit_trail()
    {
        var audit = _scratch["audit.jsonl"];
        var policy = Policy(Ceiling, $$"""
            "audit": { "file": "{{audit}}" },
            """);

        Running("runc").Intercepted(["--oi-config", policy], "exec", "--user", "1000", _id, "true").Run().Exited(1);

        var line = JsonNode.Parse(File.ReadAllText(audit))!;
        line["verb"]!.GetValue<string>().Should().Be("exec");
        line["containerId"]!.GetValue<string>().Should().Be(_id);
        line["document"].Should().BeNull();
        line["result"]!.GetValue<string>().Should().Be("failed");
        line["message"]!.GetValue<string>().Should().Contain("describes its process by arguments (--user)");
    }

    /// <summary>What engines do: the same process as a document is judged, and gets what the rule leaves.</summary>
    [Fact]
    public void The_way_that_the_refusal_names_works()
    {
        var process = _scratch.Write("process.json", """
            {"cwd":"/","args":["sh","-c","grep CapPrm /proc/self/status"],"env":["PATH=/bin"],"user":{"uid":0,"gid":0},
             "capabilities":{"bounding":["CAP_CHOWN","CAP_SYS_ADMIN"],"permitted":["CAP_CHOWN","CAP_SYS_ADMIN"],"effective":["CAP_CHOWN"]}}
            """);

        Running("runc").Intercepted(["--oi-config", Policy(Ceiling)], "exec", "--process", process, _id).Run()
            .Succeeded().OutputText.Should().Be("CapPrm:\t0000000000000001\n");
    }

    /// <summary>Whether --privileged is asked for is told by what the interceptor itself could give, as under systemd's CapabilityBoundingSet=.</summary>
    [Theory]
    [InlineData("-all,+chown,+kill,+sys_admin", 1)]
    [InlineData("-all,+chown,+kill,+sys_admin,+net_raw", 0)]
    [InlineData("+chown", 0)]
    public void Privilege_is_every_capability_that_can_be_had(string bounding, int exitCode)
    {
        var process = _scratch.Write("process.json", """{"cwd":"/","args":["sh"],"user":{"uid":0,"gid":0},"capabilities":{"bounding":["CAP_CHOWN","CAP_KILL","CAP_SYS_ADMIN"]}}""");
        var call = PublishedBinary.Call("--oi-config", Policy("""{ "type": "deny", "when": { "privileged": true } }"""), "--oi-runtime-path", "/bin/true", "exec", "--process", process, "c1");

        var result = new Command("setpriv", $"--bounding-set={bounding}", "--", call.Program).Plus(call.Arguments).Run().Exited(exitCode);

        (exitCode == 1).Should().Be(result.ErrorText.Contains("denied by the rule", StringComparison.Ordinal));
    }

    private ContainerRuntime Running(string name, bool isPrivileged = false)
    {
        _runtime = new ContainerRuntime(name, _scratch);
        var bundle = Bundle.Runnable(_scratch, ["sleep", "1000"], spec =>
        {
            spec["process"]!["noNewPrivileges"] = !isPrivileged;
            foreach (var set in new[] { "bounding", "effective", "permitted" })
                spec["process"]!["capabilities"]![set] = new JsonArray("CAP_CHOWN");
        });
        _runtime.Direct("run", "--detach", "--bundle", bundle.Path, _id).Run().Succeeded();
        return _runtime;
    }

    private string Policy(string rule, string settings = "")
    {
        _scratch.MakeDirectory("policy");
        return _scratch.Write("policy/policy.json", $$"""{ {{settings}} "rules": [{{rule}}] }""");
    }
}
