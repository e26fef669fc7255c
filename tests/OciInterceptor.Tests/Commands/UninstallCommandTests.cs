using OciInterceptor.Commands;
using OciInterceptor.Engines.Install.Changes;

namespace OciInterceptor.Tests.Commands;

public sealed class UninstallCommandTests : IDisposable
{
    private readonly CommandRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Without_an_engine_nothing_is_removed_and_what_is_installed_is_listed()
    {
        _run.Run(new UninstallCommand()).Text().Should().Be("nothing is installed\n");
        var records = new InstallRecords(Path.Combine(_run.Root, "policies/installed"));
        Directory.CreateDirectory(records.Directory);
        records.Write(new InstallRecord("docker", "oci-interceptor", "/etc/docker/daemon.json", []));
        records.Write(new InstallRecord("podman", "strict", "/etc/containers/containers.conf", []));

        var answer = _run.Run(new UninstallCommand());

        answer.Text().Should().Be("oci-interceptor oi-uninstall docker --reload  # /etc/docker/daemon.json\noci-interceptor oi-uninstall podman --name strict --reload  # /etc/containers/containers.conf\n");
        (answer.ExitCode, answer.Message).Should().Be((0, null));
        records.All.Length.Should().Be(2);
    }

    [Fact]
    public void A_record_that_cannot_be_read_is_said_beside_the_others()
    {
        var records = new InstallRecords(Path.Combine(_run.Root, "policies/installed"));
        Directory.CreateDirectory(records.Directory);
        records.Write(new InstallRecord("docker", "oci-interceptor", "/etc/docker/daemon.json", []));
        _run.Write("policies/installed/podman-oi.json", "{");

        var answer = _run.Run(new UninstallCommand());

        answer.Text().Should().StartWith("oci-interceptor oi-uninstall docker --reload  ");
        answer.ExitCode.Should().Be(1);
        answer.Message.Should().Contain("podman-oi.json");
    }

    [Fact]
    public void What_was_registered_by_hand_is_named_with_its_file()
    {
        _run.Machine.With("/etc/docker/daemon.json", """{"runtimes":{"mine":{"path":"/usr/bin/oci-interceptor"},"other":{"path":"/usr/bin/crun"}}}""").With("/usr/bin/oci-interceptor", "ELF");

        _run.Run(new UninstallCommand()).Text().Should().Be("docker: mine is /usr/bin/oci-interceptor, registered without oi-install: remove it from /etc/docker/daemon.json\n");
    }

    [Theory]
    [InlineData("/usr/bin/podman", "/etc/containers/containers.conf", "[engine]\nruntime = 'oci-interceptor'\n", "podman")]
    [InlineData("/usr/bin/crio", "/etc/crio/crio.conf", "[crio.runtime]\ndefault_runtime = 'oci-interceptor'\n", "crio")]
    public void A_default_of_PATH_is_named_with_the_file_that_chose_it(string program, string file, string content, string engine)
    {
        _run.Machine.With(program, "ELF").With(file, content).With("/usr/bin/oci-interceptor", "ELF");

        _run.Run(new UninstallCommand()).Text().Should().Be($"{engine}: oci-interceptor is oci-interceptor, registered without oi-install: remove it from {file}\n");
    }

    [Fact]
    public void A_configuration_that_cannot_be_read_may_name_it()
    {
        _run.Machine.With("/etc/docker/daemon.json", """{"runtimes":{"mine":{"path":"/usr/bin/oci-interceptor"}},}""");

        var answer = _run.Run(new UninstallCommand());

        answer.Text().Should().BeEmpty();
        answer.ExitCode.Should().Be(1);
        answer.Message.Should().Contain("/etc/docker/daemon.json");
    }

    [Theory]
    [InlineData("--name", "oi")]
    [InlineData("--dry-run")]
    [InlineData("--reload")]
    public void An_option_without_an_engine_is_an_error(params string[] arguments) =>
        _run.Invoking(run => run.Run(new UninstallCommand(), arguments)).Should().Throw<OciInterceptor.Messages.InterceptorException>().WithMessage("oi-uninstall: name an engine: docker, *");
}
