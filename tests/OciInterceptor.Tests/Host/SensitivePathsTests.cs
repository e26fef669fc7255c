using OciInterceptor.Host;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Host;

public sealed class SensitivePathsTests
{
    [Theory]
    [InlineData("/proc")]
    [InlineData("/sys")]
    [InlineData("/dev")]
    [InlineData("/boot")]
    [InlineData("/etc/shadow")]
    [InlineData("/etc/gshadow")]
    [InlineData("/etc/sudoers")]
    [InlineData("/etc/sudoers.d")]
    [InlineData("/etc/oci-interceptor")]
    [InlineData("/root/.ssh")]
    [InlineData("/var/lib/docker")]
    [InlineData("/var/lib/containerd")]
    [InlineData("/var/lib/containers")]
    [InlineData("/var/lib/kubelet")]
    [InlineData("/var/lib/cni")]
    [InlineData("/run/docker.sock")]
    [InlineData("/run/docker")]
    [InlineData("/run/containerd")]
    [InlineData("/run/podman")]
    [InlineData("/run/crio")]
    [InlineData("/run/cri-dockerd.sock")]
    [InlineData("/run/buildkit")]
    [InlineData("/run/k3s")]
    [InlineData("/run/runc")]
    [InlineData("/run/crun")]
    [InlineData("/run/systemd/private")]
    [InlineData("/run/dbus/system_bus_socket")]
    [InlineData("/var/run/docker.sock")]
    [InlineData("/var/run/docker")]
    [InlineData("/var/run/containerd")]
    [InlineData("/var/run/podman")]
    [InlineData("/var/run/crio")]
    [InlineData("/var/run/cri-dockerd.sock")]
    public void A_place_is_exposed_by_itself_by_what_lies_in_it_and_by_a_link_to_it(string path)
    {
        var host = new FakeHost { Links = { ["/link"] = path, ["/into"] = path + "/below" } };
        SensitivePaths.ExposedBy(path, host).Should().Be(path);
        SensitivePaths.ExposedBy(path + "/", host).Should().Be(path);
        SensitivePaths.ExposedBy(path + "/below", host).Should().Be(path);
        SensitivePaths.ExposedBy("/link", host).Should().Be(path);
        SensitivePaths.ExposedBy("/into", host).Should().Be(path);
        SensitivePaths.ExposedBy(path + "-other", host).Should().BeNull();
    }

    [Theory]
    [InlineData("docker.sock")]
    [InlineData("containerd.sock")]
    [InlineData("podman.sock")]
    [InlineData("crio.sock")]
    [InlineData("cri-dockerd.sock")]
    [InlineData("buildkitd.sock")]
    public void An_engines_socket_is_known_wherever_it_is(string name)
    {
        var host = new FakeHost { Links = { ["/srv/link"] = $"/home/u/{name}" }, Backings = { ["/srv/bound"] = ["/srv/x", $"/home/u/{name}"] } };
        SensitivePaths.ExposedBy($"/srv/{name}", host).Should().Be($"/srv/{name}");
        SensitivePaths.ExposedBy($"/{name}", host).Should().Be($"/{name}");
        SensitivePaths.ExposedBy("/srv/link", host).Should().Be($"/home/u/{name}");
        SensitivePaths.ExposedBy("/srv/bound", host).Should().Be($"/home/u/{name}");
        SensitivePaths.ExposedBy($"/srv/{name}/x", host).Should().BeNull();
        SensitivePaths.ExposedBy($"/srv/my{name}", host).Should().BeNull();
    }

    [Theory]
    [InlineData("/etc", "/etc/shadow")]
    [InlineData("/root", "/root/.ssh")]
    [InlineData("/var", "/var/lib/docker")]
    [InlineData("/var/lib", "/var/lib/docker")]
    [InlineData("/run", "/run/docker.sock")]
    [InlineData("/run/systemd", "/run/systemd/private")]
    [InlineData("/", "/proc")]
    public void A_place_is_exposed_by_a_directory_above_it(string source, string exposed) =>
        SensitivePaths.ExposedBy(source, new FakeHost()).Should().Be(exposed);

    [Fact]
    public void A_place_is_exposed_where_its_own_links_lead()
    {
        var host = new FakeHost { Links = { ["/var/lib/docker"] = "/data/docker" } };
        SensitivePaths.ExposedBy("/data", host).Should().Be("/var/lib/docker");
        SensitivePaths.ExposedBy("/data/docker/x", host).Should().Be("/var/lib/docker");
        SensitivePaths.ExposedBy("/data/dock", host).Should().BeNull();
        SensitivePaths.ExposedBy("/var/lib", host).Should().Be("/var/lib/docker", "the link itself is there");
    }
}
