using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Engines;

/// <summary>A containerd with its CRI plugin, as a node has it, with one image; what it keeps lies in the test's directory.</summary>
internal sealed class ContainerdNode : IDisposable
{
    public const string Image = "docker.io/library/oi-test:1";

    private const string Plugin2 = $"""
        [plugins."io.containerd.grpc.v1.cri"]
          sandbox_image = "{Image}"
          restrict_oom_score_adj = true
          [plugins."io.containerd.grpc.v1.cri".containerd]
            snapshotter = "native"

        """;

    private const string Plugin3 = $"""
        [plugins."io.containerd.cri.v1.runtime"]
          restrict_oom_score_adj = true
        [plugins."io.containerd.cri.v1.images"]
          snapshotter = "native"
          [plugins."io.containerd.cri.v1.images".pinned_images]
            sandbox = "{Image}"

        """;

    private readonly Scratch _scratch;
    private readonly RunningCommand _process;

    /// <param name="configuration">Its file, made of <see cref="Configuration"/>.</param>
    /// <param name="seenBy">Where it sees the test's /etc.</param>
    public ContainerdNode(Scratch scratch, string configuration, Func<Command, Command> seenBy)
    {
        _scratch = scratch;
        _process = seenBy(new Command("containerd", "--config", configuration) with { OutputFile = scratch["containerd.log"], ErrorFile = scratch["containerd.log"] }).Start();
        Runtime = new CriRuntime(scratch["sock"]);
        try
        {
            Eventually.Holds("containerd answers", () => Ctr("version").Run().ExitCode == 0);
            Ctr("--namespace", "k8s.io", "images", "import", "--no-unpack", MakeImage()).Run().Succeeded();
            Eventually.Holds("the CRI plugin knows the image", () => Runtime.Has(Image));
        }
        catch
        {
            Runtime.Dispose();
            _process.Dispose();
            throw;
        }
    }

    public CriRuntime Runtime { get; }

    /// <summary>A file for it. Test machines may have no right to lower oom_score_adj.</summary>
    public static string Configuration(Scratch scratch) => $"""
        {ContainerdRelease.Version}
        root = "{scratch["root"]}"
        state = "{scratch["state"]}"
        [grpc]
          address = "{scratch["sock"]}"
        [plugins."io.containerd.internal.v1.opt"]
          path = "{scratch["opt"]}"

        """ + (ContainerdRelease.KnowsVersion3 ? Plugin3 : Plugin2);

    public void Dispose()
    {
        Runtime.Dispose();
        if (!_process.HasExited)
        {
            _process.Signal("TERM");
            _process.Wait();
        }
        _process.Dispose();
    }

    /// <summary>As docker save writes them; with a command of its own it serves as the pods' own image too.</summary>
    private string MakeImage()
    {
        var rootfs = _scratch.MakeDirectory("image/rootfs");
        Bundle.MakeRootfs(rootfs);
        var image = _scratch["image"];
        new Command("tar", "--create", "--file", image + "/layer.tar", "--directory", rootfs, ".").Run().Succeeded();
        var layer = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(image + "/layer.tar")));
        File.WriteAllText(image + "/config.json", JsonSerializer.Serialize(new
        {
            architecture = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64",
            os = "linux",
            config = new { Env = (string[])["PATH=/bin"], Entrypoint = (string[])["/bin/sleep", "1000"] },
            rootfs = new { type = "layers", diff_ids = (string[])["sha256:" + layer] },
        }));
        File.WriteAllText(image + "/manifest.json", JsonSerializer.Serialize(new[] { new { Config = "config.json", RepoTags = (string[])[Image], Layers = (string[])["layer.tar"] } }));
        new Command("tar", "--create", "--file", image + ".tar", "--directory", image, "manifest.json", "config.json", "layer.tar").Run().Succeeded();
        return image + ".tar";
    }

    private Command Ctr(params string[] arguments) => new("ctr", ["--address", _scratch["sock"], .. arguments]);
}
