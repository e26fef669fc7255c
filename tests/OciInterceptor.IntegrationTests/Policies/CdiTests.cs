using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>Devices of the Container Device Interface, seen from inside a container of real runc, with plain runc as the control.</summary>
public sealed class CdiTests : IDisposable
{
    private const string Look = "stat -c '%A %t:%T %u' /dev/oi-null /dev/oi-disk 2>&-; (: </dev/oi-null) 2>&- && echo open; (: </dev/oi-disk) 2>&- || echo no disk; echo ${OI_CDI-unset} ${OI_FILE-unset}; cat /opt/vendor/lib 2>&-; ls /opt/hook-ran 2>&-; id -G; true";

    private const string Json = """
        {
          "cdiVersion": "0.7.0",
          "kind": "vendor.com/oi",
          "devices": [
            { "name": "null", "containerEdits": { "deviceNodes": [{ "path": "/dev/oi-null", "hostPath": "/dev/null", "fileMode": 438 }], "env": ["OI_CDI=null"], "additionalGids": [0, 77] } },
            { "name": "disk", "containerEdits": { "deviceNodes": [{ "path": "/dev/oi-disk", "type": "b", "major": 7, "minor": 200, "permissions": "none" }] } }
          ],
          "containerEdits": {
            "env": ["OI_FILE=once"],
            "mounts": [{ "hostPath": "LIB", "containerPath": "/opt/vendor/lib", "options": ["ro", "nosuid", "nodev", "bind"] }],
            "hooks": [{ "hookName": "startContainer", "path": "/bin/sh", "args": ["sh", "-c", "echo \"$PATH $LD_PRELOAD\" > /opt/hook-ran"] }]
          }
        }
        """;

    private const string Yaml = """
        cdiVersion: 0.7.0
        kind: vendor.com/oi
        devices:
        - name: 'null'
          containerEdits:
            env: [OI_CDI=null]
            deviceNodes:
            - path: /dev/oi-null
              hostPath: /dev/null
              fileMode: 0o666
            additionalGids: &groups [0, 77]
        - name: disk
          containerEdits:
            deviceNodes:
            - {path: /dev/oi-disk, type: b, major: 7, minor: 200, permissions: none}
        containerEdits:
          env: [OI_FILE=once]
          mounts:
          - hostPath: LIB
            containerPath: /opt/vendor/lib
            options: [ro, nosuid, nodev, bind]
          hooks:
          - hookName: startContainer
            path: /bin/sh
            args: [sh, -c, "echo \"$PATH $LD_PRELOAD\" > /opt/hook-ran"]
        """;

    private readonly Scratch _scratch = new();
    private readonly ContainerRuntime _runc;
    private readonly string _id = "oi" + Path.GetRandomFileName()[..8];

    public CdiTests() => _runc = new ContainerRuntime("runc", _scratch);

    public void Dispose()
    {
        _runc.Remove(_id);
        _scratch.Dispose();
    }

    [Theory]
    [InlineData("vendor.json", Json)]
    [InlineData("vendor.yaml", Yaml)]
    [InlineData("vendor.yml", Yaml)]
    [InlineData("vendor-as-yaml.json", Yaml)]
    public void What_a_spec_file_says_is_seen_from_inside(string name, string text)
    {
        var bundle = MakeBundle();
        string[] run = ["run", "--bundle", bundle.Path, _id];
        _runc.Direct(run).Run().Succeeded().OutputText.Should().Be("no disk\nunset unset\n0\n");
        WriteSpec(name, text);

        _runc.Intercepted(["--oi-config", Policy("\"devices\": [\"vendor.com/oi=null\", \"vendor.com/oi=disk\"]")], run).Run().Succeeded().OutputText.Should().Be(
            "crw-rw-rw- 1:3 0\nbrw-rw-rw- 7:c8 0\nopen\nno disk\nnull once\nthe vendor's\n/opt/hook-ran\n0 77\n");

        // runc would have given the hook the image's variables.
        File.ReadAllText(Path.Combine(bundle.Path, "rootfs/opt/hook-ran")).Should().Be("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \n");
        var once = File.ReadAllBytes(bundle.Document);
        _runc.Intercepted(["--oi-config", Policy("\"devices\": [\"vendor.com/oi=null\", \"vendor.com/oi=disk\"]")], run).Run().Succeeded();
        File.ReadAllBytes(bundle.Document).Should().Equal(once, "a bundle may be created twice");
    }

    /// <summary>A mount has no idmap: who may read it is decided as for any other user.</summary>
    [Fact]
    public void In_a_user_namespace_a_vendors_files_are_nobodys_and_can_be_read_if_everybody_may()
    {
        _scratch.MakeDirectory("cdi");
        string Mount(string name, UnixFileMode mode)
        {
            File.SetUnixFileMode(_scratch.Write(name, $"of {name}\n"), mode);
            return $$"""{ "hostPath": "{{_scratch[name]}}", "containerPath": "/opt/{{name}}", "options": ["ro", "bind"] }""";
        }
        _scratch.Write("cdi/vendor.json", $$"""
            { "cdiVersion": "0.3.0", "kind": "vendor.com/files", "devices": [{ "name": "all", "containerEdits": { "mounts": [{{Mount("library", (UnixFileMode)0b110_100_100)}}, {{Mount("secret", (UnixFileMode)0b110_000_000)}}] } }] }
            """);
        var bundle = MakeBundle("stat -c %u:%g /opt/library /opt/secret; cat /opt/library; cat /opt/secret 2>/dev/null || echo refused", spec =>
        {
            spec["linux"]!["namespaces"]!.AsArray().Add(new JsonObject { ["type"] = "user" });
            foreach (var name in new[] { "uidMappings", "gidMappings" })
                spec["linux"]![name] = new JsonArray(new JsonObject { ["containerID"] = 0, ["hostID"] = 100_000, ["size"] = 65_536 });
        });
        new Command("chmod", "711", _scratch.Path).Run().Succeeded();
        new Command("chown", "--recursive", "100000:100000", Path.Combine(bundle.Path, "rootfs")).Run().Succeeded();

        _runc.Intercepted(["--oi-config", Policy("\"devices\": [\"vendor.com/files=all\"]")], "run", "--bundle", bundle.Path, _id).Run().Succeeded()
            .OutputText.Should().Be("65534:65534\n65534:65534\nof library\nrefused\n");
    }

    [Theory]
    [InlineData("'fromAnnotations': true", "null once")]
    [InlineData("'fromEnv': 'OI_WANTED'", "null once")]
    [InlineData("'fromEnv': 'OI_OTHER'", "unset unset")]
    public void Only_the_sources_that_the_rule_names_count(string source, string expected)
    {
        WriteSpec("vendor.json", Json);
        var bundle = MakeBundle("echo ${OI_CDI-unset} ${OI_FILE-unset}", spec =>
        {
            spec["annotations"] = new JsonObject { ["cdi.k8s.io/vendor_1"] = "vendor.com/oi=null" };
            spec["process"]!["env"]!.AsArray().Add("OI_WANTED=vendor.com/oi=null");
        });
        _runc.Intercepted(["--oi-config", Policy(source.Replace('\'', '"'))], "run", "--bundle", bundle.Path, _id)
            .Run().Succeeded().OutputText.Should().Be(expected + "\n");
    }

    [Fact]
    public void A_spec_file_that_others_may_write_is_refused_and_no_container_runs()
    {
        WriteSpec("vendor.json", Json);
        new Command("chmod", "o+w", _scratch["cdi/vendor.json"]).Run().Succeeded();
        var bundle = MakeBundle("touch /was-here");

        _runc.Intercepted(["--oi-config", Policy("\"devices\": [\"vendor.com/oi=null\"]")], "run", "--bundle", bundle.Path, _id).Run().Exited(1)
            .ErrorText.Should().Be($"oci-interceptor: {_scratch["policy.json"]}:1:13: cannot apply the rule \"cdi\" (cdi): the CDI device vendor.com/oi=null is not defined in {_scratch["cdi"]}; a file there that may define it cannot be used: cannot trust {_scratch["cdi/vendor.json"]}: it is writable by group or others\n");
        File.Exists(Path.Combine(bundle.Path, "rootfs/was-here")).Should().BeFalse();
    }

    [Fact]
    public void Without_a_directory_no_device_is_there()
    {
        var bundle = MakeBundle("true");
        _runc.Intercepted(["--oi-config", Policy("\"devices\": [\"vendor.com/oi=null\"]")], "run", "--bundle", bundle.Path, _id).Run().Exited(1)
            .ErrorText.Should().Be($"oci-interceptor: {_scratch["policy.json"]}:1:13: cannot apply the rule \"cdi\" (cdi): the CDI device vendor.com/oi=null is not defined in {_scratch["cdi"]}\n");
    }

    private Bundle MakeBundle(string command = Look, Action<JsonObject>? edit = null)
    {
        var bundle = Bundle.Runnable(_scratch, ["sh", "-c", command], spec =>
        {
            spec["process"]!["env"]!.AsArray().Add("LD_PRELOAD=/evil.so");
            edit?.Invoke(spec);
        });
        Directory.CreateDirectory(Path.Combine(bundle.Path, "rootfs/opt"));
        return bundle;
    }

    private void WriteSpec(string name, string text)
    {
        _scratch.MakeDirectory("cdi");
        _scratch.Write("cdi/" + name, text.Replace("LIB", _scratch.Write("lib", "the vendor's\n"), StringComparison.Ordinal));
    }

    private string Policy(string members) =>
        _scratch.Write("policy.json", $$"""{ "rules": [{ "type": "cdi", {{members}}, "directories": ["{{_scratch["cdi"]}}"] }] }""");
}
