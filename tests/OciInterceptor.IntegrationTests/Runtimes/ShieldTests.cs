using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Runtimes;

/// <summary>The profile shield, by its effect on containers of real runtimes: the document's author is hostile.</summary>
public sealed class ShieldTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly string _id = "oi" + Path.GetRandomFileName()[..8];
    private ContainerRuntime? _runtime;

    public void Dispose()
    {
        _runtime?.Remove(_id);
        _scratch.Dispose();
    }

    [Theory]
    [InlineData("runc")]
    [InlineData("crun")]
    public void The_container_has_a_dev_of_its_own_and_no_annotation_that_steers(string name)
    {
        _runtime = new ContainerRuntime(name, _scratch);
        var bundle = Bundle.Runnable(_scratch, ["sleep", "1000"], spec =>
        {
            var mounts = spec["mounts"]!.AsArray();
            foreach (var mount in mounts.Where(mount => ((string)mount!["destination"]!).StartsWith("/dev", StringComparison.Ordinal)).ToArray())
            {
                mounts.Remove(mount);
            }
            mounts.Add(new JsonObject { ["destination"] = "/tmp", ["type"] = "tmpfs", ["source"] = "tmpfs", ["options"] = new JsonArray("tmpcopyup") });
            spec["annotations"] = new JsonObject { ["run.oci.hooks.stdout"] = _scratch["steered"], ["org.criu.config"] = "/etc/evil", ["krun.use_passt"] = "1", ["com.example/team"] = "a" };
            spec["hooks"] = new JsonObject { ["poststart"] = new JsonArray(new JsonObject { ["path"] = "/bin/echo", ["args"] = new JsonArray("echo", "steered") }) };
        });
        File.WriteAllText(Path.Combine(bundle.Rootfs, "dev/of-the-image"), "");
        File.WriteAllText(Path.Combine(bundle.Rootfs, "tmp/of-the-image"), "");
        string[] run = ["run", "--detach", "--bundle", bundle.Path, _id];

        _runtime.Direct(run).Run().Succeeded();
        Look().Should().Be("0\n/dev/of-the-image\n/tmp/of-the-image\n");
        Annotations().Should().Contain(["com.example/team", "krun.use_passt", "org.criu.config", "run.oci.hooks.stdout"]);
        File.Exists(_scratch["steered"]).Should().Be(name == "crun", "crun writes the hook's output where the annotation says");
        _runtime.Remove(_id);
        File.Delete(_scratch["steered"]);

        _runtime.Intercepted(["--oi-profile", "shield"], run).Run().Succeeded();
        Look().Should().Be("1\n");
        Annotations().Should().Contain("com.example/team").And.NotContain(["krun.use_passt", "org.criu.config", "run.oci.hooks.stdout"]);
        File.Exists(_scratch["steered"]).Should().BeFalse();
    }

    [Theory]
    [InlineData("proc", "/mnt")]
    [InlineData("sysfs", "/tmp/sys")]
    public void A_second_view_of_the_kernel_is_refused(string type, string destination)
    {
        _runtime = new ContainerRuntime("runc", _scratch);
        var bundle = Bundle.Runnable(_scratch, ["true"], spec =>
            spec["mounts"]!.AsArray().Add(new JsonObject { ["destination"] = destination, ["type"] = type, ["source"] = type }));

        _runtime.Direct("run", "--bundle", bundle.Path, _id).Run().Succeeded();
        _runtime.Intercepted(["--oi-profile", "shield"], "run", "--bundle", bundle.Path, _id).Run().Exited(1).ErrorText.Should().Contain("denied by the rule \"second-procfs\" (deny, profile shield)");
    }

    [Fact]
    public void A_usual_container_gets_a_filter_of_system_calls_and_nothing_else()
    {
        _runtime = new ContainerRuntime("runc", _scratch);
        var bundle = Bundle.Runnable(_scratch, ["echo", "hi"]);
        var before = File.ReadAllBytes(bundle.Document);

        _runtime.Intercepted(["--oi-profile", "shield"], "run", "--bundle", bundle.Path, _id).Run().Succeeded().OutputText.Should().Be("hi\n");
        var after = JsonNode.Parse(File.ReadAllBytes(bundle.Document))!;
        after["linux"]!.AsObject().Remove("seccomp").Should().BeTrue();
        JsonNode.DeepEquals(after, JsonNode.Parse(before)).Should().BeTrue();
        _runtime.Intercepted(["--oi-profile", "shield"], "run", "--no-pivot", "--bundle", bundle.Path, _id).Run().Exited(1).ErrorText.Should().Contain("\"pivot-root\"");
    }

    private string Look() => _runtime!.Direct("exec", _id, "sh", "-c", "grep -c ' /dev tmpfs ' /proc/mounts; ls -d /dev/of-the-image /tmp/of-the-image 2>/dev/null; true").Run().Succeeded().OutputText;

    private IEnumerable<string> Annotations() =>
        JsonNode.Parse(_runtime!.Direct("state", _id).Run().Succeeded().OutputText)!["annotations"]!.AsObject().Select(annotation => annotation.Key);
}
