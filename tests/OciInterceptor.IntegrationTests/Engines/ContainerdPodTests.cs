using System.Security.Cryptography;
using System.Text.Json;
using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;
using OciInterceptor.IntegrationTests.Policies;

namespace OciInterceptor.IntegrationTests.Engines;

/// <summary>Pods of a containerd that was started with what oi-install made of its configuration, by its CRI plugin as a kubelet calls it.</summary>
public sealed class ContainerdPodTests : IDisposable
{
    private const string Image = "docker.io/library/oi-test:1";

    private readonly Scratch _scratch = new();
    private readonly PolicyDirectory _etc;
    private readonly string _file;

    public ContainerdPodTests()
    {
        _etc = new PolicyDirectory(_scratch);
        _scratch.MakeDirectory("links");
        // Test machines may have no right to lower oom_score_adj.
        _file = _scratch.Write("config.toml", $"""
            version = 2
            root = "{_scratch["root"]}"
            state = "{_scratch["state"]}"
            [grpc]
              address = "{_scratch["sock"]}"
            [plugins."io.containerd.internal.v1.opt"]
              path = "{_scratch["opt"]}"
            [plugins."io.containerd.grpc.v1.cri"]
              sandbox_image = "{Image}"
              restrict_oom_score_adj = true
              [plugins."io.containerd.grpc.v1.cri".containerd]
                snapshotter = "native"

            """);
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Pods_get_the_runtime_by_its_name_and_by_default_and_keep_it_from_being_taken_out()
    {
        var before = File.ReadAllText(_file);
        Own("--oi-env", "GREETING=hello", "oi-install", "containerd", "--name", "oi", "--default", "--config", _file, "--link-dir", _scratch["links"]).Succeeded();
        using (var containerd = _etc.SeenBy(new Command("containerd", "--config", _file) with { OutputFile = _scratch["log"], ErrorFile = _scratch["log"] }).Start())
        {
            Eventually.Holds("containerd answers", () => Ctr("version").Run().ExitCode == 0);
            Ctr("--namespace", "k8s.io", "images", "import", "--snapshotter", "native", MakeImage()).Run().Succeeded();
            using var runtime = new CriRuntime(_scratch["sock"]);
            foreach (var (handler, greeting) in ((string, string)[])[("oi", "hello\n"), ("", "hello\n"), ("runc", "\n")])
            {
                var (pod, container) = runtime.Start(handler, Image, "sleep", "1000");
                try
                {
                    runtime.Exec(container, "sh", "-c", "tr '\\0' '\\n' </proc/1/environ | sed -n s/GREETING=//p | grep . || echo").Should().Be(greeting, "{0} is created by it", handler);
                    runtime.Exec(container, "sh", "-c", "echo $GREETING").Should().Be(greeting, "{0} is entered by it", handler);
                    if (handler == "oi")
                        Own("oi-uninstall", "containerd", "--name", "oi").Exited(1).ErrorText.Should().Be(
                            $"oci-interceptor: the runtime oi is in use: remove the containers {string.Join(", ", new[] { pod, container }.Order(StringComparer.Ordinal).Select(id => "k8s.io/" + id))} first\n");
                }
                finally
                {
                    runtime.Remove(pod);
                }
            }
            containerd.Signal("TERM");
            containerd.Wait();
        }
        Own("oi-uninstall", "containerd", "--name", "oi").Succeeded();
        File.ReadAllText(_file).Should().Be(before);
    }

    /// <summary>As docker save writes them; without a command of its own it serves as the pod's own image too.</summary>
    private string MakeImage()
    {
        var rootfs = _scratch.MakeDirectory("image/rootfs");
        Bundle.MakeRootfs(rootfs);
        var image = _scratch["image"];
        new Command("tar", "--create", "--file", image + "/layer.tar", "--directory", rootfs, ".").Run().Succeeded();
        var layer = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(image + "/layer.tar")));
        File.WriteAllText(image + "/config.json", JsonSerializer.Serialize(new
        {
            architecture = System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "amd64",
            os = "linux",
            config = new { Env = (string[])["PATH=/bin"], Entrypoint = (string[])["/bin/sleep", "1000"] },
            rootfs = new { type = "layers", diff_ids = (string[])["sha256:" + layer] },
        }));
        File.WriteAllText(image + "/manifest.json", JsonSerializer.Serialize(new[] { new { Config = "config.json", RepoTags = (string[])[Image], Layers = (string[])["layer.tar"] } }));
        new Command("tar", "--create", "--file", image + ".tar", "--directory", image, "manifest.json", "config.json", "layer.tar").Run().Succeeded();
        return image + ".tar";
    }

    private CommandResult Own(params string[] arguments) => _etc.SeenBy(PublishedBinary.Call(arguments)).Run();

    private Command Ctr(params string[] arguments) => new("ctr", ["--address", _scratch["sock"], .. arguments]);
}
