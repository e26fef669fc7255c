using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>The profiles pss-baseline and pss-restricted against what kubelet and a CRI engine mount for a pod, under their usual paths.</summary>
public sealed class PssKubernetesTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly ContainerRuntime _runc;
    private readonly string _id = "oi" + Path.GetRandomFileName()[..8];

    public PssKubernetesTests() => _runc = new ContainerRuntime("runc", _scratch);

    public static TheoryData<string> HostNames => [.. KubernetesMounts.OfTheHost.Select(mount => mount.Name)];

    public static TheoryData<string> HarmlessNames => [.. KubernetesMounts.Harmless.Select(mount => mount.Name)];

    public void Dispose()
    {
        _runc.Remove(_id);
        _scratch.Dispose();
    }

    [Attack("Volumes and mounts that reach the host, under pss-baseline and pss-restricted")]
    [Theory]
    [MemberData(nameof(HostNames))]
    public void A_mount_that_reaches_the_host_does_not_start(string name)
    {
        var mount = KubernetesMounts.OfTheHost.Single(mount => mount.Name == name);
        var run = Container(mount);

        OnANode(mount, _runc.Direct(run)).Run().Succeeded();
        foreach (var profile in PssProfile.All)
        {
            OnANode(mount, _runc.Intercepted(["--oi-profile", profile.Name], run)).Run().Exited(1).ErrorText.Should().Match(said => PssProfile.IsAboutMounts(said), profile.Name);
        }
    }

    [Attack("Control: harmless volumes and mounts, which must start")]
    [Theory]
    [MemberData(nameof(HarmlessNames))]
    public void A_harmless_mount_is_seen_from_inside(string name)
    {
        var mount = KubernetesMounts.Harmless.Single(mount => mount.Name == name);
        var run = Container(mount);

        foreach (var profile in PssProfile.All)
        {
            OnANode(mount, _runc.Intercepted(["--oi-profile", profile.Name], run)).Run().Succeeded();
        }
    }

    private string[] Container(ShellMount mount)
    {
        var bundle = Bundle.Runnable(_scratch, ["sh", "-c", mount.Look], spec =>
        {
            // The three files that the harness mounts are the host's.
            spec["mounts"]!.AsArray().RemoveAll(known => Bundle.NetworkFiles.Contains((string?)known!["destination"]));
            spec["process"]!["user"] = new JsonObject { ["uid"] = 1000, ["gid"] = 1000 };
            spec["mounts"]!.AsArray().Add(new JsonObject
            {
                ["destination"] = "/x",
                ["type"] = "bind",
                ["source"] = mount.Mount.Replace("$pod", "/var/lib/kubelet/pods/4c3f", StringComparison.Ordinal),
                ["options"] = new JsonArray("rbind", "rprivate", "rw"),
            });
        });
        return ["run", "--bundle", bundle.Path, _id];
    }

    // The directories of a node are of this call alone.
    private static Command OnANode(ShellMount mount, Command call) => new Command("unshare", "--mount", "sh", "-ec", $"""
        mount -t tmpfs tmpfs /var/lib
        mount -t tmpfs tmpfs /run
        pod=/var/lib/kubelet/pods/4c3f
        source={mount.Mount}
        {mount.Before}
        exec "$@"
        """, "sh", call.Program).Plus(call.Arguments);
}
