using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>Documents that go just beside a rule, with the real runtime as the control: what it gives, the rule must see.</summary>
public sealed class EvasionTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly ContainerRuntime _runc;
    private readonly ContainerRuntime _crun;
    private readonly string _id = "oi" + Path.GetRandomFileName()[..8];

    public EvasionTests() => (_runc, _crun) = (new ContainerRuntime("runc", _scratch), new ContainerRuntime("crun", _scratch));

    public void Dispose()
    {
        _runc.Remove(_id);
        _crun.Remove(_id);
        _scratch.Dispose();
    }

    [Attack("Other names of a path")]
    [Theory]
    [InlineData("{S}/secret", "{S}/secret")]
    [InlineData("{S}/secret", "{S}/secret/bin")]
    [InlineData("../secret", "{S}/secret/bin")]
    [InlineData("{S}/secret", "{S}/secr*")]
    [InlineData("{S}/link", "{S}/secr*")]
    public void A_root_file_system_that_is_to_be_kept_is_denied(string root, string path)
    {
        Bundle.MakeRootfs(_scratch.MakeDirectory("secret"));
        File.CreateSymbolicLink(_scratch["link"], "secret");
        var bundle = Runnable("test -d /bin", spec => spec["root"]!["path"] = root.Replace("{S}", _scratch.Path));

        // runc wants the root without links.
        var runtime = root.EndsWith("link", StringComparison.Ordinal) ? _crun : _runc;
        Given(runtime, bundle);
        Denied(runtime, bundle, $$"""{ "mountSource": ["{{path.Replace("{S}", _scratch.Path)}}"] }""");
        Kept(runtime, bundle, $$"""{ "mountSource": ["{{_scratch["other"]}}", "{{_scratch["secret-not"]}}"] }""");
    }

    [Attack("Other names of a path")]
    [Theory]
    [InlineData("{S}/run/engine.sock")]
    [InlineData("{S}/varrun/engine.sock")]
    [InlineData("{S}//varrun/../run/engine.sock")]
    [InlineData("../run/engine.sock")]
    public void A_glob_denies_a_source_by_every_name(string source)
    {
        _scratch.MakeDirectory("run");
        _scratch.Write("run/engine.sock", "");
        File.CreateSymbolicLink(_scratch["varrun"], "run");
        var bundle = Runnable("test -e /x", spec => spec["mounts"]!.AsArray().Add(Bind(source.Replace("{S}", _scratch.Path))));

        Given(_runc, bundle);
        Denied(_runc, bundle, $$"""{ "mountSource": ["{{_scratch["run"]}}/*.sock"] }""");
        Denied(_runc, bundle, $$"""{ "mountSource": ["{{_scratch["varrun"]}}/*.sock"] }""");
        Kept(_runc, bundle, $$"""{ "mountSource": ["{{_scratch["run"]}}/*.pid"] }""");
    }

    [Attack("Devices under other names")]
    [Theory]
    [InlineData("""[{"allow":false,"access":"rwm"},{"allow":true,"type":"a","major":1,"minor":1,"access":"r"}]""")]
    [InlineData("""[{"allow":false,"access":"rwm"},{"allow":true,"type":"c","access":"rwm"},{"allow":true,"type":"b","access":"rwm"}]""")]
    public void Every_device_is_privilege_however_it_is_said(string rules)
    {
        // All but one capability, as with --cap-add ALL --cap-drop AUDIT_READ.
        var bundle = Runnable("rm -f /tmp/fuse; mknod /tmp/fuse c 10 229 && : < /tmp/fuse", spec =>
        {
            Capabilities(spec, "CAP_MKNOD", "CAP_SYS_ADMIN");
            spec["linux"]!["resources"]!["devices"] = JsonNode.Parse(rules);
        });

        Given(_runc, bundle);
        Denied(_runc, bundle, """{ "privileged": true }""");
    }

    [Attack("Values that runtimes take differently")]
    [Theory]
    [InlineData("runc")]
    [InlineData("crun")]
    public void A_variable_that_is_there_twice_is_refused_where_it_matters(string runtime)
    {
        var engine = runtime == "runc" ? _runc : _crun;
        var bundle = Runnable("test $OI_MODE = debug", spec => spec["process"]!["env"] = new JsonArray("PATH=/bin", "OI_MODE=plain", "OI_MODE=debug"));

        Given(engine, bundle);
        Refused(engine, bundle, """{ "env": { "OI_MODE": "debug" } }""").Should().Contain("the variable OI_MODE is set more than once, and the condition holds for some of its values only");
        Refused(engine, bundle, """{ "not": { "env": { "OI_MODE": "plain" } } }""").Should().Contain("the variable OI_MODE is set more than once");
        Denied(engine, bundle, """{ "env": { "OI_MODE": ["debug", "plain"] } }""");
        Kept(engine, bundle, """{ "env": { "OI_MODE": "other" } }""");
    }

    [Attack("Values that runtimes take differently")]
    [Fact]
    public void A_second_namespace_of_a_type_is_refused_since_older_cruns_join_it()
    {
        var path = $"/proc/{Environment.ProcessId}/ns/net";
        var own = File.ResolveLinkTarget(path, returnFinalTarget: false)!.Name;
        var bundle = Runnable($"test $(readlink /proc/self/ns/net) = {own}", spec =>
            spec["linux"]!["namespaces"]!.AsArray().Add(new JsonObject { ["type"] = "network", ["path"] = path }));

        Given(_crun, Runnable("true", _ => { }, "with-one"));
        var given = _crun.Direct("run", "--bundle", bundle.Path, _id).Run();
        // Newer cruns refuse it themselves.
        given.ExitCode.Should().BeOneOf([0, 1], "{0}", given);
        (given.ErrorText.Length == 0).Should().Be(given.ExitCode == 0, "{0}", given);
        Refused(_crun, bundle, """{ "hostNamespaces": ["network"] }""").Should().Contain("the container has several network namespaces");
        var kept = Call(_crun, bundle, Deny("""{ "hostNamespaces": ["pid"] }"""));
        (kept.ExitCode, kept.ErrorText).Should().Be((given.ExitCode, given.ErrorText));
    }

    [Attack("Values that runtimes take differently")]
    [Theory]
    [InlineData("21")]
    [InlineData("CAP_SYS_ADMIN ")]
    [InlineData("cap_sys_admin,x")]
    public void A_capability_that_only_crun_reads_is_refused(string name)
    {
        var bundle = Runnable("test $(awk '/^CapBnd/ { print $2 }' /proc/self/status) = 0000000000200000", spec => Capabilities(spec, name));

        Given(_crun, bundle);
        Refused(_crun, bundle, """{ "capabilities": ["SYS_ADMIN"] }""").Should().Contain($"invalid capability name \"{name}\" in the process's capabilities");
        Refused(_crun, bundle, "{ \"type\": \"capabilities\", \"drop\": [\"SYS_ADMIN\"] }", isRule: true).Should().Contain("invalid capability name");
    }

    [Attack("Devices under other names")]
    [Theory]
    [InlineData("/dev/fuse")]
    [InlineData("/dev/fus*")]
    [InlineData("/dev/renamed")]
    public void A_removed_device_is_gone_under_another_name_and_behind_a_rule_for_many(string pattern)
    {
        var bundle = Runnable("{ test -e /dev/renamed || attempt mknod /dev/renamed 10 229; } && attempt open /dev/renamed", spec =>
        {
            Capabilities(spec, "CAP_MKNOD");
            spec["linux"]!["devices"] = JsonNode.Parse("""[{"path":"/dev/renamed","type":"c","major":10,"minor":229}]""");
            spec["linux"]!["resources"]!["devices"] = JsonNode.Parse("""[{"allow":false,"access":"rwm"},{"allow":true,"type":"c","major":10,"access":"rwm"}]""");
        });
        Attempt.PutInto(bundle.Rootfs);

        Given(_runc, bundle);
        _runc.Intercepted(["--oi-config", Policy($$"""{ "type": "devices", "remove": ["{{pattern}}"] }""")], "run", "--bundle", bundle.Path, _id).Run()
            .Exited(1).OutputText.Should().EndWith("/dev/renamed: EPERM\n");
    }

    [Attack("Devices under other names")]
    [Fact]
    public void A_device_that_is_removed_from_an_open_cgroup_is_denied()
    {
        var bundle = Runnable("rm -f /tmp/fuse; attempt mknod /tmp/fuse 10 229 && attempt open /tmp/fuse", spec =>
        {
            Capabilities(spec, "CAP_MKNOD");
            spec["linux"]!["resources"]!["devices"] = JsonNode.Parse("""[{"allow":true,"access":"rwm"}]""");
        });
        Attempt.PutInto(bundle.Rootfs);

        Given(_runc, bundle);
        foreach (var members in new[] { "\"allowAll\": true, \"remove\": [\"/dev/fuse\"]", "\"remove\": [\"/dev/f*\"]" })
        {
            _runc.Intercepted(["--oi-config", Policy($$"""{ "type": "devices", {{members}} }""")], "run", "--bundle", bundle.Path, _id).Run()
                .Exited(1).OutputText.Should().Be("/tmp/fuse: EPERM\n");
            bundle.Edit(spec => spec["linux"]!["resources"]!["devices"] = JsonNode.Parse("""[{"allow":true,"access":"rwm"}]"""));
        }
    }

    /// <summary>The kernel gets the options joined by commas and takes the last: one may hide behind another in its entry.</summary>
    [Attack("Options behind a comma")]
    [Theory]
    [InlineData("tmpfs-size", "size=64m|mode=1777,size=10g", "10485760", "65536")]
    [InlineData("tmpfs-size", "size=64m|mode=1777,nr_blocks=512", "2048", "65536")]
    [InlineData("tmpfs-size", "mode=1777,size=10g,uid=5", "10485760", "65536")]
    [InlineData("mount-options", "size=64m|uid=5,nr_blocks=512", "2048", "65536")]
    [InlineData("mount-options", "uid=5,size=10g", "10485760", "65536")]
    public void A_size_among_other_options_is_no_way_round(string rule, string options, string given, string left)
    {
        var members = rule == "tmpfs-size" ? "\"sizes\": { \"/x\": \"64m\" }" : "\"destinations\": [\"/x\"], \"add\": [\"size=64m\"]";
        foreach (var runtime in new[] { _runc, _crun })
        {
            var bundle = Runnable("df -k /x | awk 'END { print $2 }'", spec => spec["mounts"]!.AsArray().Add(new JsonObject
            {
                ["destination"] = "/x",
                ["type"] = "tmpfs",
                ["source"] = "tmpfs",
                ["options"] = new JsonArray([.. options.Split('|').Select(option => (JsonNode)option)]),
            }), runtime == _runc ? "runc-bundle" : "crun-bundle");

            runtime.Direct("run", "--bundle", bundle.Path, _id).Run().Succeeded().OutputText.Should().Be(given + "\n");
            Call(runtime, bundle, $$"""{ "type": "{{rule}}", {{members}} }""").Succeeded().OutputText.Should().Be(left + "\n");
        }
    }

    /// <summary>As with a volume of Docker's driver "local" with o=bind.</summary>
    [Attack("Other names of a path")]
    [Fact]
    public void A_mount_among_the_places_is_outside_when_it_shows_something_else()
    {
        File.WriteAllText(Path.Combine(_scratch.MakeDirectory("secret"), "file"), "");
        _scratch.MakeDirectory("volumes/plain");
        new Command("mount", "--bind", _scratch["secret"], _scratch.MakeDirectory("volumes/bound")).Run().Succeeded();
        var places = $$"""{ "mountSourceOutside": ["{{_scratch["volumes"]}}/**", "{{_scratch["bundle"]}}/**"] }""";
        var bundle = Runnable("test -e /x/file", spec => spec["mounts"]!.AsArray().Add(Bind(_scratch["volumes/bound"])));

        Given(_runc, bundle);
        Denied(_runc, bundle, places);
        Denied(_runc, bundle, $$"""{ "mountSource": ["{{_scratch["secret/file"]}}"] }""");
        Kept(_runc, Runnable("test -d /x", spec => spec["mounts"]!.AsArray().Add(Bind(_scratch["volumes/plain"])), "plain"), places.Replace("/bundle/", "/plain/"));
    }

    [Attack("Other names of a path")]
    [Fact]
    public void A_source_that_leads_in_a_circle_is_refused_by_name()
    {
        File.CreateSymbolicLink(_scratch["one"], "two");
        File.CreateSymbolicLink(_scratch["two"], "one");
        var bundle = Runnable("true", spec => spec["mounts"]!.AsArray().Add(Bind(_scratch["one"])));

        Refused(_runc, bundle, """{ "mountSource": ["/etc/shadow"] }""").Should().Contain($"cannot follow {_scratch["one"]}: Too many levels of symbolic links");
    }

    private Bundle Runnable(string script, Action<JsonObject> edit, string name = "bundle") => Bundle.Runnable(_scratch, ["sh", "-c", script], edit, name);

    private void Given(ContainerRuntime runtime, Bundle bundle) => runtime.Direct("run", "--bundle", bundle.Path, _id).Run().Succeeded();

    private void Denied(ContainerRuntime runtime, Bundle bundle, string when) => Refused(runtime, bundle, when).Should().Contain("denied by").And.Contain("beside the rule");

    private void Kept(ContainerRuntime runtime, Bundle bundle, string when) => Call(runtime, bundle, Deny(when)).Succeeded();

    private string Refused(ContainerRuntime runtime, Bundle bundle, string text, bool isRule = false) =>
        Call(runtime, bundle, isRule ? text : Deny(text)).Exited(1).ErrorText;

    private CommandResult Call(ContainerRuntime runtime, Bundle bundle, string rule) =>
        runtime.Intercepted(["--oi-config", Policy(rule)], "run", "--bundle", bundle.Path, _id).Run();

    private static string Deny(string when) => $$"""{ "type": "deny", "when": {{when}}, "message": "beside the rule" }""";

    private string Policy(string rule)
    {
        _scratch.MakeDirectory("policy");
        return _scratch.Write("policy/policy.json", $$"""{ "rules": [{{rule}}] }""");
    }

    private static JsonObject Bind(string source) =>
        new() { ["destination"] = "/x", ["type"] = "bind", ["source"] = source, ["options"] = new JsonArray("rbind", "ro") };

    private static void Capabilities(JsonObject spec, params string[] names)
    {
        foreach (var set in new[] { "bounding", "effective", "permitted" })
        {
            spec["process"]!["capabilities"]![set] = new JsonArray([.. names.Select(name => (JsonNode)name)]);
        }
    }
}
