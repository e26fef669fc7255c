using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>What docs/security-model.md says of `update`: it carries resources that no rule sees, and crun takes devices from them.</summary>
public sealed class RuntimeUpdateTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly ContainerRuntime _crun;
    private readonly string _id = "oi" + Path.GetRandomFileName()[..8];

    public RuntimeUpdateTests() => _crun = new ContainerRuntime("crun", _scratch);

    public void Dispose()
    {
        _crun.Remove(_id);
        _scratch.Dispose();
    }

    [Fact]
    public void An_update_of_crun_gives_a_device_back_that_a_rule_took()
    {
        _scratch.MakeDirectory("policy");
        string[] policy = ["--oi-config", _scratch.Write("policy/policy.json", """{ "rules": [{ "type": "devices", "remove": ["/dev/fuse"] }] }""")];
        var devices = JsonNode.Parse("""[{"allow":false,"access":"rwm"},{"allow":true,"type":"c","major":10,"minor":229,"access":"rwm"}]""");
        var bundle = Bundle.Runnable(_scratch, ["sleep", "1000"], spec =>
        {
            foreach (var set in new[] { "bounding", "effective", "permitted" })
                spec["process"]!["capabilities"]![set] = new JsonArray("CAP_MKNOD");
            spec["linux"]!["resources"]!["devices"] = devices!.DeepClone();
        });
        _crun.Intercepted(policy, "run", "--detach", "--bundle", bundle.Path, _id).Run().Succeeded();
        Open().ExitCode.Should().NotBe(0);

        var resources = _scratch.Write("resources.json", new JsonObject { ["devices"] = devices }.ToJsonString());
        _crun.Intercepted(policy, "update", "--resources", resources, _id).Run().Succeeded();

        Open().Succeeded();

        CommandResult Open() => _crun.Direct("exec", _id, "sh", "-c", "test -e /tmp/fuse || mknod /tmp/fuse c 10 229; : </tmp/fuse").Run();
    }
}
