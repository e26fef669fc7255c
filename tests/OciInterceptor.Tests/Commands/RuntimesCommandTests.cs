using OciInterceptor.Commands;
using OciInterceptor.Commands.Output;

namespace OciInterceptor.Tests.Commands;

public sealed class RuntimesCommandTests : IDisposable
{
    private readonly CommandRun _directory = new();
    private readonly CommandRun _run;
    private readonly string _daemon;
    private readonly string _path;

    public RuntimesCommandTests()
    {
        _path = Path.Combine(_directory.Root, "path");
        foreach (var name in (string[])["path/runc", "path/containerd-shim-kata-v2", "path/containerd-shim-v2-baz", "opt/oi"])
        {
            File.SetUnixFileMode(_directory.Write(name, "#!/bin/sh\n"), (UnixFileMode)0b111_101_101);
        }
        _run = new CommandRun(_directory.Root) { SearchPath = $"relative:{_path}" };
        _daemon = _run.Write("daemon.json", $$"""
            {
              "default-runtime": "args",
              "runtimes": {
                "plain": { "path": "{{_run.Root}}/opt/oi" },
                "args": { "path": "{{_run.Root}}/opt/oi", "runtimeArgs": ["--oi-env", "A=two words"] },
                "gone": { "path": "/nowhere/runtime" },
                "typed": { "runtimeType": "io.containerd.kata.v2" },
                "nothing": { }
              }
            }
            """);
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_file_that_takes_the_name_of_the_stock_one_is_told()
    {
        File.WriteAllText(_daemon, """{"runtimes":{"runc":{"path":"/bin/true"}}}""");
        _run.Run(new RuntimesCommand(), "--config", _daemon).Text().Should().Be(
            "runc (default): Docker's own\n  Docker cannot run it: the file configures a runtime of this name, which dockerd reserves: it does not start with this file\n");
    }

    [Fact]
    public void All_that_are_configured_are_listed_and_the_stock_one() =>
        _run.Run(new RuntimesCommand(), "docker", "--config", _daemon).Text().Should().Be($$"""
            runc: Docker's own, runc on PATH
              runs {{_path}}/runc

            plain: the path {{_run.Root}}/opt/oi
              runs {{_run.Root}}/opt/oi

            args (default): the path {{_run.Root}}/opt/oi
              runs {{_run.Root}}/opt/oi
              through the script that Docker writes, which quotes nothing:
                #!/bin/sh
                {{_run.Root}}/opt/oi --oi-env A=two words $@

            gone: the path /nowhere/runtime
              Docker cannot run it: cannot find the program /nowhere/runtime

            typed: containerd's shim containerd-shim-kata-v2
              runs {{_path}}/containerd-shim-kata-v2

            nothing: no runtime
              Docker cannot run it: it has neither a path nor a runtimeType

            """);

    [Theory]
    [InlineData("io.containerd.kata.v2", "shim", "containerd-shim-kata-v2")]
    [InlineData("io.foo.bar.runc2.v2.baz", "shim", "containerd-shim-v2-baz")]
    [InlineData("io.containerd.runtime.v1.linux", "legacy", "containerd-shim")]
    public void A_name_that_is_not_configured_may_be_one_of_containerds(string name, string kind, string program)
    {
        var isThere = kind == "shim";

        var answer = _run.Run(new RuntimesCommand(), name, "--config", _daemon, "--output", "json");

        answer.Text().Should().Be($$"""
            {
              "name": "{{name}}",
              "kind": "{{kind}}",
              "default": false,
              "program": "{{program}}",
              {{(isThere ? $"\"file\": \"{_path}/{program}\"" : $"\"fault\": \"cannot find the program {program} on PATH\"")}}
            }

            """);
        answer.ExitCode.Should().Be(isThere ? 0 : 1);
    }

    [Theory]
    [InlineData("/usr/bin/runc", "a path cannot name a runtime: anyone who reaches the API could run any file as root")]
    [InlineData("a/b.c.v1", "a path cannot name a runtime: anyone who reaches the API could run any file as root")]
    [InlineData("kata", "it is not configured, and it is not the name of a containerd shim (PREFIX.NAME.VERSION)")]
    [InlineData(".kata", "it is not configured, and it is not the name of a containerd shim (PREFIX.NAME.VERSION)")]
    [InlineData("", "it is empty")]
    public void A_name_that_Docker_refuses_is_told_with_the_reason(string name, string reason)
    {
        var answer = _run.Run(new RuntimesCommand(), "docker", name, "--config", _daemon);

        answer.Text().Should().Be($"{name}: no runtime\n  Docker cannot run it: {reason}\n");
        answer.ExitCode.Should().Be(1);
    }

    [Fact]
    public void A_script_gets_the_script_too() =>
        _run.Run(new RuntimesCommand(), "args", "--config", _daemon, "--output", "json").Text().Should().Be($$"""
            {
              "name": "args",
              "kind": "configured",
              "default": true,
              "program": "{{_run.Root}}/opt/oi",
              "file": "{{_run.Root}}/opt/oi",
              "arguments": [
                "--oi-env",
                "A=two words"
              ],
              "script": "#!/bin/sh\n{{_run.Root}}/opt/oi --oi-env A=two words $@\n"
            }

            """);
}
