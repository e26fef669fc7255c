using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>Ways round a filter, with the filter that libseccomp makes under real runtimes; without the rule as the control.</summary>
public sealed class SeccompEvasionTests : IDisposable
{
    private const string Architectures = "\"architectures\":[\"SCMP_ARCH_X86_64\",\"SCMP_ARCH_X86\",\"SCMP_ARCH_X32\"]";

    private const string DenySockets = """{ "type": "seccomp", "deny": [{ "names": ["socket", "msgget"] }] }""";

    private readonly Scratch _scratch = new();
    private readonly string _id = "oi" + Path.GetRandomFileName()[..8];
    private ContainerRuntime? _runtime;

    public void Dispose()
    {
        _runtime?.Remove(_id);
        _scratch.Dispose();
    }

    public static TheoryData<string, string> Filters
    {
        get
        {
            var filters = new TheoryData<string, string>();
            foreach (var runtime in new[] { "runc", "crun" })
            {
                foreach (var filter in new[]
                {
                    "null",
                    "docker-20.10-run.json",
                    $$"""{"defaultAction":"SCMP_ACT_ALLOW",{{Architectures}}}""",
                    $$"""{"defaultAction":"SCMP_ACT_LOG",{{Architectures}},"syscalls":[{"names":["socketcall","ipc"],"action":"SCMP_ACT_ALLOW"}]}""",
                    $$"""{"defaultAction":"SCMP_ACT_ALLOW",{{Architectures}},"syscalls":[{"names":["socketcall","ipc"],"action":"SCMP_ACT_LOG"}]}""",
                })
                {
                    filters.Add(runtime, filter);
                }
            }
            return filters;
        }
    }

    [Attack("Calls behind multiplexers and rings")]
    [Theory]
    [MemberData(nameof(Filters))]
    public void A_denied_call_is_denied_to_32_bit_programs_behind_each_multiplexer(string runtime, string filter)
    {
        var bundle = Runnable(runtime, filter);

        var given = Lines(Direct(bundle));
        given.Remove("io_uring_setup");
        given.Values.Should().OnlyContain(answer => answer == "done");
        var left = Lines(Intercepted(bundle, DenySockets));
        left.Where(line => line.Value == "done").Select(line => line.Key).Should().Equal(new[] { "mkdir", "socketcall socketpair", "ipc shmget" }.Where(given.ContainsKey));
        left.Remove("io_uring_setup");
        left.Values.Distinct().Should().BeEquivalentTo("done", "EPERM");
    }

    /// <summary>What oi-explain says of such a patch is so.</summary>
    [Theory]
    [InlineData("runc", "")]
    [InlineData("crun", "")]
    [InlineData("runc", ",\"errnoRet\":38")]
    [InlineData("crun", ",\"errnoRet\":38")]
    public void An_entry_that_another_overrules_denies_nothing(string runtime, string errno)
    {
        var bundle = Runnable(runtime, "docker-20.10-run.json");
        var policy = Policy($$"""{ "type": "patch", "operations": [{ "op": "add", "path": "/linux/seccomp/syscalls/-", "value": {"names":["socket"],"action":"SCMP_ACT_ERRNO"{{errno}}} }] }""");

        PublishedBinary.Call(["--oi-config", policy, "oi-validate", policy]).Run().Succeeded().OutputText.Should().Contain("warning: this entry changes the document, not the filter, where another");
        PublishedBinary.Call(["--oi-config", policy, "oi-explain", "--bundle", bundle.Path]).Run().Succeeded().OutputText
            .Should().Contain("changes the document, not the filter, for socket: another entry allows it whatever its arguments");
        Lines(_runtime!.Intercepted(["--oi-config", policy], "run", "--bundle", bundle.Path, _id).Run().Succeeded())["socket"].Should().Be("done");
        PublishedBinary.Call(["oi-validate", "--document", bundle.Document]).Run().OutputText
            .Should().Contain("changes the document, not the filter, for socket");
    }

    [Attack("Calls behind multiplexers and rings")]
    [Theory]
    [InlineData("runc")]
    [InlineData("crun")]
    public void A_denied_call_is_not_made_through_a_ring(string runtime)
    {
        var bundle = Runnable(runtime, "null");

        // Where the kernel's switch is off a ring is refused by itself.
        var given = Lines(Direct(bundle))["io_uring_setup"];
        Lines(Intercepted(bundle, DenySockets))["io_uring_setup"].Should().Be("ENOSYS");
        Lines(Intercepted(Runnable(runtime, "null", "kept"), DenySockets.Replace("\"deny\"", "\"allow\": [{ \"names\": [\"io_uring_setup\"] }], \"deny\"")))["io_uring_setup"].Should().Be(given);
    }

    /// <summary>crun takes a filter from an annotation, in the place of the document's.</summary>
    [Attack("Filters that filter nothing")]
    [Fact]
    public void A_filter_in_an_annotation_is_refused()
    {
        // One instruction: allow.
        var bundle = Runnable("crun", """{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["mkdir"],"action":"SCMP_ACT_ERRNO"}]}""",
            edit: spec => spec["annotations"] = new JsonObject { ["run.oci.seccomp_bpf_data"] = "BgAAAAAA/38=" });

        Lines(Direct(bundle))["mkdir"].Should().Be("done");
        foreach (var rule in new[] { DenySockets, """{ "type": "seccomp", "profile": "docker-default", "ifAbsent": true }""" })
        {
            Intercepted(bundle, rule).Exited(1).ErrorText.Should().Contain("the annotation run.oci.seccomp_bpf_data has crun load another filter");
        }
    }

    private CommandResult Direct(Bundle bundle) => _runtime!.Direct("run", "--bundle", bundle.Path, _id).Run();

    private CommandResult Intercepted(Bundle bundle, string rule) =>
        _runtime!.Intercepted(["--oi-config", Policy(rule)], "run", "--bundle", bundle.Path, _id).Run();

    private static Dictionary<string, string> Lines(CommandResult result) => result.Succeeded().OutputText
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(": ")).ToDictionary(parts => parts[0], parts => parts[1]);

    private Bundle Runnable(string runtime, string filter, string name = "bundle", Action<JsonObject>? edit = null)
    {
        _runtime ??= new ContainerRuntime(runtime, _scratch);
        var bundle = Bundle.Runnable(_scratch, ["compat"], spec =>
        {
            spec["linux"]!["seccomp"] = filter.EndsWith(".json", StringComparison.Ordinal)
                ? JsonNode.Parse(File.ReadAllBytes(Bundle.TestData(filter)))!["linux"]!["seccomp"]!.DeepClone()
                : JsonNode.Parse(filter);
            spec["mounts"]!.AsArray().Add(new JsonObject { ["destination"] = "/tmp", ["type"] = "tmpfs", ["source"] = "tmpfs" });
            edit?.Invoke(spec);
        }, name);
        File.Copy(CCompiler.CompileStatic("Harness/compat.c"), Path.Combine(bundle.Rootfs, "bin/compat"));
        return bundle;
    }

    private string Policy(string rule)
    {
        _scratch.MakeDirectory("policy");
        return _scratch.Write("policy/policy.json", $$"""{ "rules": [{{rule}}] }""");
    }
}
