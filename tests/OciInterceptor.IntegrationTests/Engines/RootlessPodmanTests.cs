using OciInterceptor.IntegrationTests.Harness;
using OciInterceptor.IntegrationTests.Policies;

namespace OciInterceptor.IntegrationTests.Engines;

/// <summary>Root's policy, and root's registration, for the containers of a user's own Podman.</summary>
public sealed class RootlessPodmanTests : IDisposable
{
    private const string User = "54321";

    private readonly Scratch _scratch = new();
    private readonly PolicyDirectory _etc;
    private readonly string _program;

    public RootlessPodmanTests()
    {
        _etc = new PolicyDirectory(_scratch);
        // Where the user can reach it.
        _program = Path.Combine(_scratch.MakeDirectory("bin"), "oci-interceptor");
        File.Copy(PublishedBinary.Path, _program);
        File.AppendAllText(_scratch["etc/passwd"], $"oi-rootless:x:{User}:{User}::{_scratch["home"]}:/bin/sh\n");
        File.AppendAllText(_scratch["etc/group"], $"oi-rootless:x:{User}:\n");
        File.WriteAllText(_scratch["etc/subuid"], "oi-rootless:600000:65536\n");
        File.WriteAllText(_scratch["etc/subgid"], "oi-rootless:600000:65536\n");
        Directory.CreateDirectory(_scratch["etc/containers"]);
        File.WriteAllText(_scratch["etc/containers/containers.conf"], "[engine]\nruntime = \"runc\"\ncgroup_manager = \"cgroupfs\"\nevents_logger = \"none\"\n");
        _scratch.MakeDirectory("home");
        _scratch.MakeDirectory("run");
        Bundle.MakeRootfs(_scratch.MakeDirectory("rootfs"));
        new Command("sh", "-ec", "chmod 755 .; chown -R \"$0\" home run rootfs; chmod 700 run", User).In(_scratch.Path).Run().Succeeded();
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void The_policy_of_the_machine_holds_and_the_registration_goes_again_without_a_trace()
    {
        Look().Should().Be("\n");

        Own("--oi-env", "GREETING=two words", "oi-install", "podman", "--default", "--link-dir", _scratch["bin"]);
        _etc.Write("config.json", """{ "rules": [{ "type": "deny", "message": "not here", "when": { "env": { "FORBIDDEN": "*" } } }] }""");
        Look().Should().Be("two words\n");
        Look("--runtime", "oci-interceptor").Should().Be("two words\n");
        Look("--runtime", "runc").Should().Be("\n");
        Podman("--env", "FORBIDDEN=1").ErrorText.Should().Contain("denied by the rule \"deny\" (deny, /etc/oci-interceptor/config.json): not here");

        Own("oi-uninstall", "podman");
        Directory.EnumerateFiles(_scratch["bin"]).Should().Equal(_program);
        Directory.EnumerateFileSystemEntries(_scratch["etc/containers/containers.conf.d"]).Should().BeEmpty();
        Look().Should().Be("\n");
    }

    private string Look(params string[] options) => Podman(options).Succeeded().OutputText;

    private CommandResult Podman(params string[] options)
    {
        // The option that names a runtime is Podman's own, the others are those of its run.
        var isGlobal = options is ["--runtime", ..];
        return _etc.SeenBy(new Command("setpriv", [
            $"--reuid={User}", $"--regid={User}", "--clear-groups", "podman", .. isGlobal ? options : [], "run", "--rm", "--network", "none", .. isGlobal ? [] : options,
            "--rootfs", _scratch["rootfs"], "/bin/sh", "-c", "echo $GREETING"])).With("HOME", _scratch["home"]).With("XDG_RUNTIME_DIR", _scratch["run"]).Run();
    }

    private void Own(params string[] arguments) => _etc.SeenBy(new Command(_program, arguments)).Run().Succeeded();
}
