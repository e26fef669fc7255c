using OciInterceptor.Commands;
using OciInterceptor.Commands.Output;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Tests.Commands;

namespace OciInterceptor.Tests.Generate;

public sealed class SpecRefusalTests
{
    [Theory]
    [InlineData("\"data\" must be an absolute path of the host", "--volume", "data:/data")]
    [InlineData("\"data\" must be an absolute path in the container", "--volume", "/data:data")]
    [InlineData("invalid volume \"/data\": want SOURCE:DESTINATION[:ro|:rw]", "--volume", "/data")]
    [InlineData("invalid volume \"/a:/b:suid\": want SOURCE:DESTINATION[:ro|:rw]", "--volume", "/a:/b:suid")]
    [InlineData("/etc/shadow exposes the host's /etc/shadow; to allow it, add --allow-sensitive", "--volume", "/etc/shadow:/s")]
    [InlineData("/ exposes the host's /proc; to allow it, add --allow-sensitive", "--volume", "/:/host")]
    [InlineData("/srv/../etc exposes the host's /etc/shadow; to allow it, add --allow-sensitive", "--context", "/srv/../etc")]
    [InlineData("/ exposes the host's /proc; to allow it, add --allow-sensitive", "--rootfs", "/")]
    [InlineData("/etc/shadow exposes the host's /etc/shadow; to allow it, add --allow-sensitive", "--secret", "s=/etc/shadow")]
    [InlineData("cannot mount at / in the container: the runtime needs it", "--volume", "/srv:/a/../..")]
    [InlineData("cannot mount at /proc/sys in the container: the runtime needs it", "--tmpfs", "/tmp/../proc/sys")]
    [InlineData("cannot mount at /sys in the container: the runtime needs it", "--tmpfs", "/sys")]
    [InlineData("invalid size \"much\": want a number of bytes, such as 64m", "--tmpfs", "/x:much")]
    [InlineData("two mounts for /x", "--tmpfs", "/x", "--volume", "/srv:/y/../x")]
    [InlineData("two mounts for /context", "--context", "/srv", "--tmpfs", "/context")]
    [InlineData("invalid secret \"token\": want NAME=FILE, with the absolute path of a file", "--secret", "token")]
    [InlineData("invalid secret name \"..\": want letters, digits, \".\", \"_\" and \"-\"", "--secret", "..=/srv/x")]
    [InlineData("invalid secret name \"a/b\": want letters, digits, \".\", \"_\" and \"-\"", "--secret", "a/b=/srv/x")]
    [InlineData("two secrets are named a", "--secret", "a=/srv/x", "--secret", "a=/srv/y")]
    [InlineData("--memory-secret needs --bundle: the copies are part of the bundle", "--memory-secret", "a=/srv/x")]
    [InlineData("--host-runtime and --bind-rootfs cannot be combined", "--host-runtime", "--bind-rootfs", "/srv")]
    [InlineData("--env: invalid value \"PATH\": want NAME=VALUE", "--env", "PATH")]
    [InlineData("--env: invalid value \"=x\": want NAME=VALUE", "--env", "=x")]
    [InlineData("invalid user or group \"root\": want its number", "--user", "root")]
    [InlineData("invalid user or group \"4294967295\": want its number", "--user", "0:4294967295")]
    [InlineData("invalid host name \"\": want 1 to 64 characters", "--hostname", "")]
    [InlineData("\"tmp\" must be an absolute path in the container", "--cwd", "tmp")]
    [InlineData("--sd-notify: NOTIFY_SOCKET is not set", "--sd-notify")]
    [InlineData("--memory: invalid size \"0\": want a number of bytes, such as 64m", "--memory", "0")]
    [InlineData("--cpus: invalid number of processors \"0\": want at least 0.01", "--cpus", "0")]
    [InlineData("--pids: invalid number of processes \"0\": want a number or \"unlimited\"", "--pids", "0")]
    [InlineData("unknown resource limit \"NOFILES\", did you mean \"RLIMIT_NOFILE\"?", "--rlimit", "NOFILES=1")]
    [InlineData("the soft limit of RLIMIT_CORE is above its hard limit", "--rlimit", "CORE=2:1")]
    [InlineData("two limits for RLIMIT_CORE", "--rlimit", "CORE=2", "--rlimit", "RLIMIT_CORE=2")]
    [InlineData("invalid mapping \"0:1\": want CONTAINER:HOST:SIZE, such as 0:100000:65536", "--uid-map", "0:1")]
    [InlineData("invalid mapping \"0:4294967290:65536\": want CONTAINER:HOST:SIZE, such as 0:100000:65536", "--uid-map", "0:4294967290:65536")]
    [InlineData("a new user namespace needs mappings of users and of groups: --uid-map and --gid-map", "--namespace", "user")]
    [InlineData("a new user namespace needs mappings of users and of groups: --uid-map and --gid-map", "--uid-map", "0:1000:1")]
    [InlineData("the user 1 is not mapped in the container's user namespace", "--uid-map", "0:1000:1", "--gid-map", "0:1000:5", "--user", "1")]
    [InlineData("the group 5 is not mapped in the container's user namespace", "--uid-map", "0:1000:1", "--gid-map", "0:1000:5", "--group", "5")]
    [InlineData("a rootless container can have no additional groups", "--rootless", "--gid-map", "0:1000:5", "--group", "1")]
    [InlineData("a user namespace needs a pid namespace: /proc cannot be mounted without one", "--rootless", "--share", "pid")]
    [InlineData("a container needs a mount namespace of its own", "--share", "mount")]
    [InlineData("the user namespace is the host's already, unless --namespace asks for another", "--share", "user")]
    [InlineData("the ipc namespace cannot be both the container's own and shared", "--share", "ipc", "--namespace", "ipc")]
    [InlineData("two namespaces of type ipc", "--namespace", "ipc", "--namespace", "ipc=/proc/1/ns/ipc")]
    [InlineData("unknown namespace type \"net\"", "--share", "net")]
    [InlineData("--namespace: \"x\" must be an absolute path", "--namespace", "pid=x")]
    [InlineData("a host name needs a uts namespace of the container's own", "--share", "uts", "--hostname", "x")]
    [InlineData("the sysctl vm.swappiness is not namespaced: it would change the host", "--sysctl", "vm.swappiness=1")]
    [InlineData("the sysctl net.core.somaxconn needs a network namespace of the container's own", "--share", "network", "--sysctl", "net.core.somaxconn=1")]
    [InlineData("--annotation: a is given twice", "--annotation", "a=1", "--annotation", "a=2")]
    [InlineData("cannot read /none.json: no such file or directory", "--seccomp", "/none.json")]
    [InlineData("cannot read {here}/none.json: no such file or directory", "--seccomp", "none.json")]
    [InlineData("cannot read {here}/none.json: no such file or directory", "--hooks", "none.json")]
    [InlineData("unknown option --memroy, did you mean \"--memory\"?; the program and its arguments follow --", "--memroy", "64m", "--", "sh")]
    [InlineData("unknown option -c; the program and its arguments follow --", "sh", "-c", "true")]
    [InlineData("unknown option --readonly-everything; the program and its arguments follow --", "--readonly-everything")]
    public void What_cannot_be_is_refused(string message, params string[] arguments)
    {
        using var run = new CommandRun();

        run.Invoking(spec => spec.Run(new SpecCommand(), [.. arguments])).Should().Throw<InterceptorException>().WithMessage(message.Replace("{here}", Environment.CurrentDirectory, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sh", "-c", "--", "-")]
    [InlineData("-", "--memory")]
    public void Behind_the_sign_all_is_the_programs(params string[] command)
    {
        using var run = new CommandRun();

        var process = ((JsonObject)((JsonObject)JsonText.Parse(run.Run(new SpecCommand(), ["--memory", "64m", "--", .. command]).Output.ToArray(), "spec")).Field("process"u8)!);

        ((JsonArray)process.Field("args"u8)!).Items.Select(item => ((JsonScalar)item).AsText()).Should().Equal(command);
    }

    [Fact]
    public void A_sensitive_source_can_be_meant()
    {
        using var run = new CommandRun();

        var answer = run.Run(new SpecCommand(), "--seccomp", "none", "--volume", "/etc/shadow:/s:ro", "--allow-sensitive");

        answer.Text().Should().Contain("""
                  "destination": "/s",
                  "type": "bind",
                  "source": "/etc/shadow",
                  "options": [
                    "bind",
                    "rprivate",
                    "nosuid",
                    "nodev",
                    "ro"
                  ]
            """);
    }
}
