using System.Text.Json.Nodes;
using OciInterceptor.IntegrationTests.Harness;

namespace OciInterceptor.IntegrationTests.Policies;

/// <summary>The profiles pss-baseline and pss-restricted against mounts that no engine would write, with real runtimes.</summary>
public sealed class PssDocumentTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly ContainerRuntime[] _runtimes;
    private readonly string _id = "oi" + Path.GetRandomFileName()[..8];

    public PssDocumentTests()
    {
        _runtimes = [new ContainerRuntime("runc", _scratch), new ContainerRuntime("crun", _scratch)];
        File.WriteAllText(Path.Combine(_scratch.MakeDirectory("secret"), "marker"), "");
        File.CreateSymbolicLink(_scratch["link"], "secret");
        _scratch.MakeDirectory("empty");
    }

    public static TheoryData<string> Names => [.. HostDocuments.All.Select(mount => mount.Name)];

    public void Dispose()
    {
        foreach (var runtime in _runtimes)
        {
            runtime.Remove(_id);
        }
        _scratch.Dispose();
    }

    [Attack("Volumes and mounts that reach the host, under pss-baseline and pss-restricted")]
    [Theory]
    [MemberData(nameof(Names))]
    public void A_mount_that_reaches_the_host_does_not_start(string name)
    {
        var mount = HostDocuments.All.Single(mount => mount.Name == name);
        var bundle = Bundle.Runnable(_scratch, ["sh", "-c", mount.Look], spec => Put(mount, spec));
        foreach (var (runtime, runtimeName) in _runtimes.Zip(["runc", "crun"]))
        {
            if (mount.Runtimes.Split(' ').Contains(runtimeName))
            {
                runtime.Direct("run", "--bundle", bundle.Path, _id).Run().Succeeded();
            }
            foreach (var profile in PssProfile.All)
            {
                var refused = runtime.Intercepted(["--oi-profile", profile.Name], "run", "--bundle", bundle.Path, _id).Run().Exited(1);

                refused.OutputText.Should().BeEmpty();
                refused.ErrorText.Should().Match(said => PssProfile.IsAboutMounts(said));
            }
        }
    }

    [Fact]
    public void Each_has_a_name_of_its_own() => HostDocuments.All.Select(mount => mount.Name).Should().OnlyHaveUniqueItems();

    private void Put(DocumentMount mount, JsonObject spec)
    {
        // The three files that the harness mounts are the host's.
        spec["mounts"]!.AsArray().RemoveAll(known => Bundle.NetworkFiles.Contains((string?)known!["destination"]));
        var json = mount.Json.Replace("{S}", _scratch.Path, StringComparison.Ordinal).Replace("{P}", $"{Environment.ProcessId}", StringComparison.Ordinal);
        if (json.StartsWith("root: ", StringComparison.Ordinal))
        {
            spec["root"] = new JsonObject { ["path"] = json["root: ".Length..], ["readonly"] = true };
            return;
        }
        spec["mounts"]!.AsArray().Add(JsonNode.Parse(json.Replace('\'', '"')));
    }
}
