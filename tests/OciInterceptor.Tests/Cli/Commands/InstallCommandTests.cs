using OciInterceptor.Cli.Commands;
using OciInterceptor.Engines.Changes;

namespace OciInterceptor.Tests.Cli.Commands;

public sealed class InstallCommandTests : IDisposable
{
    private const string Before = "{\n    \"debug\": true,\n    \"runtimes\": { \"kata\": { \"path\": \"/opt/kata\" } }\n}\n";

    private readonly CommandRun _run = new();
    private readonly string _daemon;

    public InstallCommandTests()
    {
        _daemon = _run.Write("docker/daemon.json", Before);
        _run.Write("bin/oci-interceptor", "");
    }

    private string Installed => File.ReadAllText(_daemon);

    private IEnumerable<string> Names(string directory) =>
        Directory.EnumerateFileSystemEntries(Path.Combine(_run.Root, directory)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Without_flags_the_program_itself_is_registered()
    {
        var answer = Install(_run);

        Installed.Should().Be("{\n    \"debug\": true,\n    \"runtimes\": { \"kata\": { \"path\": \"/opt/kata\" }, "
            + $"\"oci-interceptor\": {{\"path\":\"{_run.Binary}\"}} }}\n}}\n");
        Names("bin").Should().Equal("oci-interceptor");
        answer.Text().Should().Be($$"""
            change {{_daemon}}
            @@ /runtimes/oci-interceptor @@
                   "path": "/opt/kata"
                 },
            +    "oci-interceptor": {
            +      "path": "{{_run.Binary}}"
            +    }
               }
             }

            """);
    }

    [Fact]
    public void Uninstalling_restores_every_byte_and_leaves_nothing()
    {
        var run = With("--oi-readonly-networking-mounts --oi-env A=1");
        Install(run, "--name", "n", "--default");
        Installed.Should().NotBe(Before);

        Uninstall("--name", "n");

        Installed.Should().Be(Before);
        Names("bin").Should().Equal("oci-interceptor");
        Names("policies/profiles").Should().BeEmpty();
        Names("policies/installed").Should().Equal("lock");
    }

    private CommandRun With(string flags, string? runtimePath = null) => new(_run.Root) { Flags = flags, RuntimePath = runtimePath };

    private Answer Install(CommandRun run, params string[] arguments) => run.Run(new InstallCommand(), ["docker", "--config", _daemon, .. arguments]);

    private Answer Uninstall(params string[] arguments) => _run.Run(new UninstallCommand(), ["docker", .. arguments]);
}
