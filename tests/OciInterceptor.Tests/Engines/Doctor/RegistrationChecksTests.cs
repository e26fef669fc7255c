using OciInterceptor.Engines.Doctor;
using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Engines.Doctor;

/// <summary>The checks that ask whether engines know the interceptor, and whether what they know works.</summary>
public sealed class RegistrationChecksTests : IDisposable
{
    private const string Path = "/usr/local/bin/oci-interceptor";

    private readonly CheckRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Without_an_engine_nothing_can_be_told() =>
        _run.Look(new EnginesCheck()).Should().Equal("U no engine was found: looked for docker, containerd, podman, crio, buildkit, path or guardian");

    [Fact]
    public void Engines_that_do_not_know_the_interceptor_are_a_problem()
    {
        _run.Machine.WithProgram("podman").WithProgram("containerd");
        _run.Look(new EnginesCheck()).Should().Equal("P the interceptor is not registered with any of containerd, podman: register it with oi-install ENGINE");
    }

    [Fact]
    public void Engines_that_know_it_are_told()
    {
        _run.WithDocker(Path).Machine.WithInterceptor(Path);
        _run.Look(new EnginesCheck()).Should().Equal("W the interceptor is registered with docker");
    }

    [Fact]
    public void A_configuration_that_is_broken_is_a_problem_with_its_place()
    {
        _run.WithDocker(Path).Machine.With("/etc/docker/daemon.json", "{'runtimes':{'a':}}");
        _run.Look(new EnginesCheck()).Should().HaveCount(2)
            .And.Subject.First().Should().StartWith("P /etc/docker/daemon.json:1:18: ");
    }

    [Fact]
    public void A_configuration_that_cannot_be_read_leaves_it_open()
    {
        _run.WithDocker(Path).Machine.Unreadable.Add("/etc/docker/daemon.json");
        _run.Look(new EnginesCheck()).Should().Equal(
            "U cannot read /etc/docker/daemon.json: Permission denied",
            "U the interceptor is not registered with any of docker: register it with oi-install ENGINE");
    }

    [Fact]
    public void What_is_registered_and_works_is_told()
    {
        _run.WithDocker(Path).Machine.WithInterceptor(Path);

        _run.Look(new RegistrationCheck()).Should().Equal($"W docker: oi0 is {Path}, the default");
        _run.Look(new VersionCheck()).Should().Equal($"W {Path} is this program, {ProgramVersion.Text}");
        _run.Look(new RuntimeCheck()).Should().Equal("W docker: oi0 becomes /usr/bin/runc");
    }

    [Fact]
    public void A_path_that_is_gone_is_a_problem()
    {
        _run.WithDocker("/gone/oci-interceptor");

        _run.Look(new RegistrationCheck()).Should().Equal("P docker: oi0 is /gone/oci-interceptor, which does not exist (/etc/docker/daemon.json)");
        _run.Look(new VersionCheck()).Should().BeEmpty();
        _run.Look(new RuntimeCheck()).Should().BeEmpty();
    }

    [Theory]
    [InlineData(0x81A4, 0, "which is not executable")] // octal 0100644
    [InlineData(0x81FD, 0, "which is writable by group or others")] // octal 0100775
    [InlineData(0x81ED, 1234, "which is owned by user 1234, want root or the effective user")]
    [InlineData(0x41ED, 0, "which is not a regular file")]
    public void A_file_that_will_not_do_is_a_problem(int mode, int owner, string fault)
    {
        _run.WithDocker(Path).Machine.WithInterceptor(Path).With(Path, "ELF", (uint)mode, (uint)owner);
        _run.Look(new RegistrationCheck()).Should().Equal($"P docker: oi0 is {Path}, {fault} (/etc/docker/daemon.json)");
    }

    [Fact]
    public void A_directory_that_others_can_write_is_a_problem()
    {
        _run.WithDocker(Path).Machine.WithInterceptor(Path).WithDirectory("/usr/local/bin", 0x41FF);
        _run.Look(new RegistrationCheck()).Should().Equal($"P docker: oi0 is {Path}, whose directory /usr/local/bin is writable by group or others (/etc/docker/daemon.json)");
    }

    [Fact]
    public void What_others_can_write_on_the_way_is_a_problem()
    {
        _run.WithDocker(Path).Machine.WithInterceptor(Path).Untrusted[Path] = "its directory /usr is writable by group or others";
        _run.Machine.Untrusted["/usr/bin/runc"] = "it is owned by user 1234, want root or the effective user";

        _run.Look(new RegistrationCheck()).Should().Equal($"P docker: oi0 is {Path}, which cannot be trusted: its directory /usr is writable by group or others (/etc/docker/daemon.json)");
        _run.Look(new RuntimeCheck()).Should().Equal("P docker: oi0 becomes /usr/bin/runc, which cannot be trusted: it is owned by user 1234, want root or the effective user");
    }

    [Theory]
    [InlineData("oci-interceptor 0.0.1-old\n", "P /opt/oci-interceptor is version 0.0.1-old, and this is {0}: two versions on PATH do not recognize each other: update the older one")]
    [InlineData("oci-interceptor {0}\n", "W /opt/oci-interceptor is another file of this version, {0}")]
    [InlineData("oci-interceptor {0}\nruntime-spec 1.3.0\n", "W /opt/oci-interceptor is another file of this version, {0}")]
    [InlineData("hello\n", "U /opt/oci-interceptor does not report its version")]
    [InlineData(null, "U /opt/oci-interceptor does not report its version")]
    public void Another_file_is_asked_for_its_version(string? output, string expected)
    {
        _run.WithDocker("/opt/oci-interceptor").Machine.With("/opt/oci-interceptor", "ELF");
        if (output is not null)
        {
            _run.Machine.Outputs["/opt/oci-interceptor --oi-version"] = string.Format(null, output, ProgramVersion.Text);
        }
        _run.Look(new VersionCheck()).Should().Equal(string.Format(null, expected, ProgramVersion.Text));
    }

    [Fact]
    public void A_registration_without_a_runtime_is_a_problem()
    {
        _run.WithDocker(Path).Machine.WithInterceptor(Path).Runtimes[Path] = "!cannot use the runtime /x: it is oci-interceptor itself";
        _run.Look(new RuntimeCheck()).Should().Equal("P docker: oi0: cannot use the runtime /x: it is oci-interceptor itself");
    }

    [Fact]
    public void A_script_is_asked_what_it_leads_to()
    {
        _run.WithDocker("/opt/wrap", "/opt/broken").Machine
            .With("/opt/wrap", "#!/bin/sh\nexec /usr/bin/oci-interceptor --oi-env A=B \"$@\"\n").With("/opt/broken", "#!/bin/sh\nexec /gone/oci-interceptor\n");
        _run.Machine.Outputs["/opt/wrap --version"] = "runc version 1.3.3\ncommit: x\n";

        _run.Look(new VersionCheck()).Should().BeEmpty();
        _run.Look(new RuntimeCheck()).Should().Equal(
            "W docker: oi0 becomes runc version 1.3.3",
            "P docker: oi1: the script /opt/broken does not lead to a runtime: /opt/broken --version fails");
    }
}
