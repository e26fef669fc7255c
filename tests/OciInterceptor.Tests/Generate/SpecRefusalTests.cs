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
    [InlineData("invalid host name \"12345678901234567890123456789012345678901234567890123456789012345\": want 1 to 64 characters", "--hostname", "12345678901234567890123456789012345678901234567890123456789012345")]
    [InlineData("invalid host name \"a\nb\": want 1 to 64 characters", "--hostname", "a\nb")]
    [InlineData("invalid user or group \"\": want its number", "--user", "")]
    [InlineData("invalid user or group \"\": want its number", "--user", "7:")]
    [InlineData("invalid user or group \"8:9\": want its number", "--user", "7:8:9")]
    [InlineData("invalid user or group \"users\": want its number", "--group", "users")]
    [InlineData("--env: invalid value \"A=\0\": want NAME=VALUE", "--env", "A=\0")]
    [InlineData("--namespace: \"\" must be an absolute path", "--namespace", "pid=")]
    [InlineData("\"tmp\" must be an absolute path in the container", "--cwd", "tmp")]
    [InlineData("--sd-notify: NOTIFY_SOCKET is not set", "--sd-notify")]
    [InlineData("--memory: invalid size \"0\": want a number of bytes, such as 64m", "--memory", "0")]
    [InlineData("--cpus: invalid number of processors \"0\": want at least 0.01", "--cpus", "0")]
    [InlineData("--pids: invalid number of processes \"0\": want a number or \"unlimited\"", "--pids", "0")]
    [InlineData("--pids: invalid number of processes \"-1\": want a number or \"unlimited\"", "--pids=-1")]
    [InlineData("--pids: invalid number of processes \"2147483648\": want a number or \"unlimited\"", "--pids", "2147483648")]
    [InlineData("--pids: invalid number of processes \"Unlimited\": want a number or \"unlimited\"", "--pids", "Unlimited")]
    [InlineData("--cpus: invalid number of processors \"0.0099\": want at least 0.01", "--cpus", "0.0099")]
    [InlineData("--cpus: invalid number of processors \"100000.1\": want at least 0.01", "--cpus", "100000.1")]
    [InlineData("--cpus: invalid number of processors \"-1\": want at least 0.01", "--cpus=-1")]
    [InlineData("--cpus: invalid number of processors \"1e1\": want at least 0.01", "--cpus", "1e1")]
    [InlineData("--cpus: invalid number of processors \"0,5\": want at least 0.01", "--cpus", "0,5")]
    [InlineData("--memory: invalid size \"-1\": want a number of bytes, such as 64m", "--memory=-1")]
    [InlineData("--memory: invalid size \"64x\": want a number of bytes, such as 64m", "--memory", "64x")]
    [InlineData("--rlimit: invalid limit in \"CORE=\": want a number or \"unlimited\"", "--rlimit", "CORE=")]
    [InlineData("--rlimit: invalid limit in \"CORE=-1\": want a number or \"unlimited\"", "--rlimit", "CORE=-1")]
    [InlineData("--rlimit: invalid limit in \"CORE=1:\": want a number or \"unlimited\"", "--rlimit", "CORE=1:")]
    [InlineData("the soft limit of RLIMIT_CORE is above its hard limit", "--rlimit", "CORE=unlimited:18446744073709551614")]
    [InlineData("unknown resource limit \"core\"*", "--rlimit", "core=1")]
    [InlineData("unknown resource limit \"NOFILES\", did you mean \"RLIMIT_NOFILE\"?", "--rlimit", "NOFILES=1")]
    [InlineData("the soft limit of RLIMIT_CORE is above its hard limit", "--rlimit", "CORE=2:1")]
    [InlineData("two limits for RLIMIT_CORE", "--rlimit", "CORE=2", "--rlimit", "RLIMIT_CORE=2")]
    [InlineData("invalid mapping \"0:1\": want CONTAINER:HOST:SIZE, such as 0:100000:65536", "--uid-map", "0:1")]
    [InlineData("invalid mapping \"0:4294967290:65536\": want CONTAINER:HOST:SIZE, such as 0:100000:65536", "--uid-map", "0:4294967290:65536")]
    [InlineData("a new user namespace needs mappings of users and of groups: --uid-map and --gid-map", "--namespace", "user")]
    [InlineData("a new user namespace needs mappings of users and of groups: --uid-map and --gid-map", "--uid-map", "0:1000:1")]
    [InlineData("the user 1 is not mapped in the container's user namespace", "--uid-map", "0:1000:1", "--gid-map", "0:1000:5", "--user", "1")]
    [InlineData("the group 6 is not mapped in the container's user namespace", "--uid-map", "0:1000:1", "--gid-map", "0:1000:5", "--user", "0:6")]
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
    [InlineData("the sysctl kernel.shmmni needs a ipc namespace of the container's own", "--namespace", "ipc=/proc/1/ns/ipc", "--sysctl", "kernel.shmmni=1")]
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
    [InlineData("""{"uid":0,"gid":0}""")]
    [InlineData("""{"uid":7,"gid":7}""", "--user", "7")]
    [InlineData("""{"uid":7,"gid":8,"additionalGids":[9,10]}""", "--user", "7:8", "--group", "9", "--group", "10")]
    public void A_user_is_told_in_numbers(string user, params string[] arguments) => Json(Member(Made(arguments), "process"), "user").Should().Be(user);

    [Theory]
    [InlineData("\"/\"")]
    [InlineData("\"/a\"", "--cwd", "/b/../a/")]
    [InlineData("\"/\"", "--cwd", "/..")]
    public void A_working_directory_is_a_clean_path(string path, params string[] arguments) => Json(Member(Made(arguments), "process"), "cwd").Should().Be(path);

    [Theory]
    [InlineData("\"container\"")]
    [InlineData("\"1234567890123456789012345678901234567890123456789012345678901234\"", "--hostname", "1234567890123456789012345678901234567890123456789012345678901234")]
    [InlineData("", "--share", "uts")]
    public void A_host_name_has_64_characters_at_most(string name, params string[] arguments) => Json(Made(arguments), "hostname").Should().Be(name);

    [Theory]
    [InlineData("pids", """{"limit":1}""", "--pids", "1")]
    [InlineData("pids", """{"limit":2147483647}""", "--pids", "2147483647")]
    [InlineData("pids", """{"limit":512}""")]
    [InlineData("pids", "", "--pids", "unlimited")]
    [InlineData("cpu", """{"quota":1000,"period":100000}""", "--cpus", "0.01")]
    [InlineData("cpu", """{"quota":1999,"period":100000}""", "--cpus", "0.019999")]
    [InlineData("cpu", """{"quota":10000000000,"period":100000}""", "--cpus", "100000")]
    [InlineData("memory", """{"limit":1}""", "--memory", "1")]
    [InlineData("memory", """{"limit":67108864}""", "--memory", "64m")]
    public void A_limit_of_the_cgroup_is_what_was_asked_for(string name, string limit, params string[] arguments) =>
        Json(Member(Member(Made(arguments), "linux"), "resources"), name).Should().Be(limit);

    [Theory]
    [InlineData("RLIMIT_CORE", "0", "0", "CORE=0")]
    [InlineData("RLIMIT_CORE", "1", "1", "RLIMIT_CORE=1:1")]
    [InlineData("RLIMIT_CORE", "1", "18446744073709551615", "CORE=1:unlimited")]
    [InlineData("RLIMIT_CORE", "18446744073709551615", "18446744073709551615", "CORE=unlimited")]
    [InlineData("RLIMIT_NOFILE", "7", "8", "NOFILE=7:8")]
    public void A_limit_of_the_process_is_what_was_asked_for(string type, string soft, string hard, string limit) =>
        Json(Member(Made("--rlimit", limit), "process"), "rlimits").Should().Contain($"{{\"type\":\"{type}\",\"hard\":{hard},\"soft\":{soft}}}")
            .And.MatchRegex($"^([^{{]*{{[^}}]*){{{(type == "RLIMIT_NOFILE" ? 3 : 4)}}}[^{{]*$", "each limit is there once");

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

    private static JsonObject Made(params string[] arguments)
    {
        using var run = new CommandRun();
        return (JsonObject)JsonText.Parse(run.Run(new SpecCommand(), arguments).Output.ToArray(), "spec");
    }

    private static JsonObject Member(JsonObject json, string name) => (JsonObject)json.Field(System.Text.Encoding.UTF8.GetBytes(name))!;

    // Without white space; empty when it is not there.
    private static string Json(JsonObject json, string name) =>
        json.Field(System.Text.Encoding.UTF8.GetBytes(name)) is { } value ? System.Text.Encoding.UTF8.GetString(CompactJson.Of(value).Span) : "";
}
