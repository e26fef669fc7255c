using OciInterceptor.Evidence;
using OciInterceptor.Linux;

namespace OciInterceptor.Tests.Evidence;

/// <summary>Engines by the directories that they give their runtimes (the calls are in RecordedCallTests).</summary>
public sealed class EngineGuessTests
{
    [Theory]
    [InlineData("docker", "--root", "/var/run/docker/runtime-runc/moby", "create", "--bundle", "/var/run/docker/containerd/daemon/io.containerd.runtime.v2.task/moby/ID", "ID")]
    [InlineData("docker", "create", "--bundle", "/run/containerd/io.containerd.runtime.v2.task/moby/ID", "ID")]
    [InlineData("docker", "--root", "/var/run/docker/runtime-runc")]
    [InlineData("containerd", "create", "--bundle", "/run/containerd/io.containerd.runtime.v2.task/default/ID")]
    [InlineData("containerd-cri", "--root", "/run/containerd/runc/k8s.io", "create", "--bundle", "/run/containerd/io.containerd.runtime.v2.task/k8s.io/ID")]
    [InlineData("podman", "create", "--bundle", "/var/lib/containers/storage/overlay-containers/ID/userdata")]
    [InlineData("podman", "exec", "--process", "/run/libpod/ID/exec")]
    [InlineData("podman", "create", "--pid-file", "/run/user/1000/libpod")]
    [InlineData("cri-o", "create", "--pid-file", "/run/crio/ID")]
    [InlineData("buildkit", "--log", "/var/lib/buildkit/runc-overlayfs/executor/ID/runc-log.json", "run")]
    [InlineData("buildkit", "--root", "/var/lib/docker/buildkit/executor", "run")]
    [InlineData("buildah", "create", "--bundle", "/var/tmp/buildah1234")]
    [InlineData("guardian", "run", "--bundle", "/var/vcap/data/garden/depot/ID")]
    [InlineData("guardian", "run", "--bundle", "/tmp/depot/ID")]
    [InlineData("guardian", "--root", "/run/garden")]
    [InlineData("unknown", "create", "--bundle", "/srv/ID")]
    [InlineData("unknown", "create", "moby", "docker", "libpod")]
    [InlineData("unknown")]
    public void An_engine_is_told_by_a_path_and_the_more_special_one_first(string engine, params string[] arguments) =>
        EngineGuess.Of(arguments.Select(CString.Of)).Should().Be(engine);
}
