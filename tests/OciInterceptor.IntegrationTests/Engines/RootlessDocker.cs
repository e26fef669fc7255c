using OciInterceptor.IntegrationTests.Docker;
using OciInterceptor.IntegrationTests.Harness;
using OciInterceptor.IntegrationTests.Policies;

namespace OciInterceptor.IntegrationTests.Engines;

/// <summary>
/// A dockerd of somebody who is not root, as dockerd-rootless.sh starts it: in a user namespace, with an /etc of its own in
/// which every entry is a link to the machine's.
/// </summary>
internal sealed class RootlessDocker : IDisposable
{
    private const string User = "54321";

    // slirp4netns opens it as the user, and not every machine lets everybody.
    private const string OwnTun = "mount -t tmpfs -o mode=755 tmpfs /dev/net; mknod -m 666 /dev/net/tun c 10 200";

    private readonly Scratch _scratch;
    private readonly RunningCommand _process;

    /// <param name="etc">Gets the user, who has a range of IDs to give to containers.</param>
    public RootlessDocker(Scratch scratch, PolicyDirectory etc)
    {
        _scratch = scratch;
        if (!File.Exists(ConfigurationFile))
            MakeUser();

        string[] line = ["sh", "-ec", OwnTun + "; exec \"$@\"", "sh", "setpriv", $"--reuid={User}", $"--regid={User}", "--clear-groups", Program, "--storage-driver=vfs", "--iptables=false", "--bridge=none"];
        _process = etc.SeenBy(new Command(line[0], line[1..]) { OutputFile = scratch["log"], ErrorFile = scratch["log"] })
            .With("HOME", scratch["home"]).With("XDG_RUNTIME_DIR", scratch["run"]).With("XDG_CONFIG_HOME", "").With("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").Start();
        try
        {
            Eventually.Holds("the rootless dockerd answers", () => _process.HasExited
                ? throw new InvalidOperationException($"it has ended\n{File.ReadAllText(scratch["log"])}")
                : Docker("version").Run().ExitCode == 0);
        }
        catch
        {
            _process.Dispose();
            throw;
        }
    }

    /// <summary>daemon.json, which belongs to the user.</summary>
    public string ConfigurationFile => _scratch["home/.config/docker/daemon.json"];

    private static string Program => new[] { "/usr/bin/dockerd-rootless.sh", "/usr/share/docker.io/contrib/dockerd-rootless.sh" }.First(File.Exists);

    /// <summary>The client's command, not yet run.</summary>
    public Command Docker(params string[] arguments) =>
        new Command(DockerDaemon.Client, ["-H", "unix://" + _scratch["run/docker.sock"], .. arguments]).With("DOCKER_CONFIG", _scratch.Path).With("DOCKER_CONTEXT", "");

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Signal("TERM");
            _process.Wait();
        }
        _process.Dispose();
    }

    private void MakeUser()
    {
        File.AppendAllText(_scratch["etc/passwd"], $"oi-rootless:x:{User}:{User}::{_scratch["home"]}:/bin/sh\n");
        File.WriteAllText(_scratch["etc/subuid"], "oi-rootless:600000:65536\n");
        File.WriteAllText(_scratch["etc/subgid"], "oi-rootless:600000:65536\n");
        _scratch.MakeDirectory("home/.config/docker");
        File.WriteAllText(ConfigurationFile, "{ \"log-level\": \"info\" }\n");
        _scratch.MakeDirectory("run");
        new Command("sh", "-ec", "chmod 755 .; chown -R \"$0\" home run; chmod 700 run", User).In(_scratch.Path).Run().Succeeded();
    }
}
