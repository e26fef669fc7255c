using OciInterceptor.Engines;
using OciInterceptor.Engines.Doctor;
using OciInterceptor.Tests.Engines.Doctor;

namespace OciInterceptor.Tests.Engines;

/// <summary>Engines as their configuration files describe them; runtimes that are the interceptor are marked with a star, the default with a plus.</summary>
public sealed class EngineListTests
{
    private readonly FakeMachine _machine = new FakeMachine().WithInterceptor("/usr/bin/oci-interceptor");

    [Fact]
    public void On_a_bare_machine_there_is_none() => Found().Should().BeEmpty();

    [Fact]
    public void Programs_alone_have_their_usual_runtimes()
    {
        foreach (var program in new[] { "dockerd", "containerd", "podman", "crio", "gdn" })
        {
            _machine.WithProgram(program);
        }
        Found().Should().Equal("docker +runc=runc", "containerd +runc=runc", "podman +runc=runc", "crio +runc=runc", "guardian");
        _machine.WithProgram("crun");
        Found().Should().Equal("docker +runc=runc", "containerd +runc=runc", "podman +crun=crun", "crio +runc=runc", "guardian");
    }

    [Fact]
    public void Docker_has_them_in_daemon_json()
    {
        _machine.With("/etc/docker/daemon.json", "{'default-runtime':'a','runtimes':{'a':{'path':'/usr/bin/oci-interceptor','runtimeArgs':['--oi-env','A=B']},'k':{'runtimeType':'io.containerd.kata.v2'},'c':{'path':'crun'}},'data-root':'/d'}");
        Found().Should().Equal("docker runc=runc *+a=/usr/bin/oci-interceptor --oi-env A=B c=crun");
        EngineList.Find(_machine)[0].DataRoot.Should().Be("/d");
    }

    [Fact]
    public void Containerd_has_them_in_version_2_and_3_and_in_imports()
    {
        _machine.With("/etc/containerd/config.toml", """
            version = 2
            imports = ["/etc/containerd/conf.d/*.toml", 'more.toml']
            [plugins."io.containerd.grpc.v1.cri".containerd]
              default_runtime_name = "two"
            [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
              BinaryName = ""
            [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.two.options]
              BinaryName = "/usr/bin/oci-interceptor"
            """.Replace("'", "\""));
        _machine.With("/etc/containerd/conf.d/oi.toml", "[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.three.options]\nBinaryName = '/opt/crun'");
        _machine.With("/etc/containerd/more.toml", "[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.three.options]\nBinaryName = '/opt/last'");
        Found().Should().Equal("containerd runc=runc *+two=/usr/bin/oci-interceptor three=/opt/last");
    }

    [Fact]
    public void Podman_has_them_in_drop_ins()
    {
        _machine.WithProgram("podman").With("/usr/share/containers/containers.conf", "[engine]\nruntime = 'crun'\n[engine.runtimes]\ncrun = ['/gone/crun', '/opt/crun', '/usr/bin/crun']\nnone = []").With("/opt/crun").With("/usr/bin/crun")
            .With("/usr/share/containers/containers.conf.d/10-a.conf", "[engine.runtimes]\na = ['/a']")
            .With("/etc/containers/containers.conf.d/50-oi.conf", "[engine]\nruntime = 'oi'\n[engine.runtimes]\noi = ['/usr/bin/oci-interceptor']");
        Found().Should().Equal("podman crun=/opt/crun a=/a *+oi=/usr/bin/oci-interceptor");
    }

    [Fact]
    public void CRIO_has_them_in_drop_ins()
    {
        _machine.With("/etc/crio/crio.conf", "[crio.runtime]\ndefault_runtime = 'crun'\n[crio.runtime.runtimes.crun]\nruntime_path = ''")
            .With("/etc/crio/crio.conf.d/10-oi.conf", "[crio.runtime.runtimes.oi]\nruntime_path = '/usr/bin/oci-interceptor'");
        Found().Should().Equal("crio +crun=crun *oi=/usr/bin/oci-interceptor");
    }

    [Fact]
    public void Guardian_has_its_runc_in_its_assets()
    {
        _machine.WithInterceptor("/var/lib/concourse/6.7.4/assets/bin/runc").With("/var/gdn/assets/linux/bin/runc", "ELF");
        Found().Should().Equal("guardian +runc=/var/gdn/assets/linux/bin/runc *+runc=/var/lib/concourse/6.7.4/assets/bin/runc");
    }

    [Fact]
    public void The_runc_on_PATH_is_an_engine_when_it_is_the_interceptor()
    {
        _machine.WithInterceptor("/usr/bin/runc");
        Found().Should().Equal("path *+runc=/usr/bin/runc");
    }

    [Theory]
    [InlineData("/var/gdn/assets/linux/bin/runc")]
    [InlineData("/var/lib/concourse/7/assets/bin/runc")]
    [InlineData("/usr/local/concourse/bin/runc")]
    [InlineData("/var/vcap/packages/guardian/bin/runc")]
    [InlineData("/var/vcap/packages/runc/bin/runc")]
    public void Guardians_assets_are_where_its_packages_put_them(string runc)
    {
        _machine.With(runc, "ELF");
        EngineList.Find(_machine).Should().ContainSingle().Which.Runtimes.Select(runtime => (runtime.Path, runtime.Source)).Should().Equal((runc, Path.GetDirectoryName(runc)!));
    }

    [Fact]
    public void A_runtime_says_where_it_is_configured()
    {
        _machine.WithInterceptor("/usr/bin/runc").WithProgram("podman").With("/etc/docker/daemon.json", "{'runtimes':{'a':{'path':'/a'}}}")
            .With("/etc/containers/containers.conf", "[engine.runtimes]\noi = ['/a']").With("/etc/crio/crio.conf", "[crio.runtime.runtimes.a]\nruntime_path = '/a'");
        EngineList.Find(_machine).SelectMany(engine => engine.Runtimes.Select(runtime => $"{engine.Name} {runtime.Name} {runtime.Source}")).Should().Equal(
            "docker runc PATH", "docker a /etc/docker/daemon.json", "podman oi /etc/containers/containers.conf", "podman runc PATH", "crio a /etc/crio/crio.conf", "crio runc PATH", "path runc PATH");
    }

    [Fact]
    public void Names_that_differ_in_case_are_two_runtimes()
    {
        _machine.WithProgram("podman").With("/etc/containers/containers.conf", "[engine.runtimes]\noi = ['/a']\nOI = ['/b']")
            .With("/etc/crio/crio.conf", "[crio.runtime.runtimes.oi]\nruntime_path = '/a'\n[crio.runtime.runtimes.OI]\nruntime_path = '/b'")
            .With("/etc/containerd/config.toml", "[plugins.p.containerd.runtimes.oi.options]\nBinaryName = '/a'\n[plugins.p.containerd.runtimes.OI.options]\nBinaryName = '/b'");
        Found().Should().Equal("containerd +runc=runc oi=/a OI=/b", "podman oi=/a OI=/b +runc=runc", "crio oi=/a OI=/b +runc=runc");
    }

    /// <summary>So is registered what copies a default that names runc's shim.</summary>
    [Fact]
    public void The_program_of_runcs_shim_is_in_its_options()
    {
        _machine.WithInterceptor("/opt/oci-interceptor").With(
            "/etc/docker/daemon.json",
            "{'default-runtime':'oi','runtimes':{'oi':{'runtimeType':'io.containerd.runc.v2','options':{'BinaryName':'/opt/oci-interceptor'}},'a':{'runtimeType':'io.containerd.runc.v2'},'b':{'runtimeType':'x.kata.v2','options':{'BinaryName':'/b'}}}}");
        Found().Should().Equal("docker runc=runc *+oi=/opt/oci-interceptor");
    }

    [Fact]
    public void Engines_are_listed_in_the_order_of_the_help() =>
        EngineList.Names.Should().Be("docker, containerd, podman, crio, buildkit, path or guardian");

    [Theory]
    [InlineData("docker", "--assets", true)]
    [InlineData("crio", "--name", false)]
    [InlineData("guardian", "--assets", false)]
    [InlineData("guardian", "--name", true)]
    [InlineData("path", "--assets", true)]
    [InlineData("path", "--dry-run", false)]
    public void An_engine_refuses_the_options_that_are_not_for_it(string engine, string option, bool isRefused) =>
        (EngineList.All.Single(known => known.Name == engine).Refusal(option) is not null).Should().Be(isRefused);

    [Theory]
    [InlineData("/opt/oci-interceptor-x", "", true)]
    [InlineData("/opt/guardian-runc-shim", "", true)]
    [InlineData("/opt/wrap", "#!/bin/sh\nexec oci-interceptor", true)]
    [InlineData("/opt/wrap", "ELF oci-interceptor", false)]
    [InlineData("/opt/wrap", "#!/bin/sh\nexec OCI-INTERCEPTOR", false)]
    [InlineData("/opt/wrap", "#!/bin/sh\nexec runc", false)]
    [InlineData("/opt/OCI-INTERCEPTOR", "", false)]
    [InlineData("/opt/guardian-runc-shim-x", "", false)]
    [InlineData("/opt/runc", "ELF", false)]
    [InlineData("/opt/link", "ELF", true)]
    [InlineData("oci-interceptor", "", true)]
    public void The_interceptor_is_told_from_others(string path, string content, bool isOurs)
    {
        _machine.With(path.StartsWith('/') ? path : "/opt/unused", content);
        _machine.Links["/opt/link"] = "/old/oci-interceptor";
        InterceptorFile.Is(_machine, path).Should().Be(isOurs);
    }

    [Theory]
    [InlineData(65535, true)]
    [InlineData(65536, false)]
    public void A_runtimes_binary_is_too_large_to_be_read_as_a_script(int size, bool isOurs)
    {
        _machine.With("/opt/wrap", "#!/bin/sh\nexec oci-interceptor\n".PadRight(size));
        InterceptorFile.Is(_machine, "/opt/wrap").Should().Be(isOurs);
    }

    [Fact]
    public void What_cannot_be_read_is_not_taken_for_ours()
    {
        _machine.With("/opt/wrap", "#!/bin/sh\nexec oci-interceptor\n").Unreadable.Add("/opt/wrap");
        InterceptorFile.Is(_machine, "/opt/wrap").Should().BeFalse();
        InterceptorFile.Is(_machine, "no-such-program").Should().BeFalse();
        InterceptorFile.Is(_machine, "/no/such/program").Should().BeFalse();
    }

    [Theory]
    [InlineData("/opt/oci-interceptor", "--oi-runtime-path=/bin/sh --oi-env=A=1", "/bin/sh", null)]
    [InlineData("/opt/oci-interceptor", "--oi-runtime-path=sh", "/usr/bin/sh", null)]
    [InlineData("/opt/oci-interceptor", "--oi-runtime-path=/none", null, "cannot use the runtime /none: No such file or directory")]
    [InlineData("/opt/oci-interceptor", "--oi-runtime-path=none", null, "cannot find the runtime none in PATH (/none:/usr/bin)")]
    [InlineData("/opt/oci-interceptor", "--oi-bogus", null, "--oi-bogus is not a flag of oci-interceptor; see oci-interceptor --oi-help")]
    public void A_registered_call_is_asked_what_it_becomes(string path, string arguments, string? runtime, string? fault) =>
        new RegisteredCall(path, arguments.Split(' '), "/none:/usr/bin").Runtime.Should().Be((runtime, fault));

    [Fact]
    public void A_registered_call_has_the_flags_and_the_profile_of_its_name()
    {
        var options = new RegisteredCall("/opt/oci-interceptor-n", ["--oi-env", "A=1"], "/usr/bin").Options;

        (options.Profiles.Single(), options.Env.Single()).Should().Be(("n", "A=1"));
    }

    [Theory]
    [InlineData("podman", "/etc/containers/containers.conf.d/*.conf")]
    [InlineData("podman", "/etc/containers/containers.conf")]
    [InlineData("crio", "/etc/crio/crio.conf.d/*")]
    [InlineData("crio", "/etc/crio/crio.conf")]
    [InlineData("containerd", "/etc/containerd/config.toml")]
    [InlineData("gdn", "/usr/local/concourse/bin/runc")]
    public void What_cannot_be_read_is_a_fault_of_the_engine(string program, string path)
    {
        _machine.WithProgram(program).Unreadable.Add(path);
        EngineList.Find(_machine).Single().Faults.Select(fault => fault.Message).Should().Equal($"cannot read {path}: Permission denied");
    }

    [Theory]
    [InlineData("podman", "/etc/containers/containers.conf")]
    [InlineData("crio", "/etc/crio/crio.conf.d/10-a.conf")]
    [InlineData("containerd", "/etc/containerd/config.toml")]
    public void A_malformed_file_is_a_fault_of_the_engine(string program, string path)
    {
        _machine.WithProgram(program).With(path, "a = 1\n[engine\nb = 2\n");
        EngineList.Find(_machine).Single().Faults.Select(fault => fault.Message).Should().Equal($"{path}:2: expected \"]\"");
        new EnginesCheck().Faults(new DoctorContext(_machine, null!, null!, EngineList.Find(_machine))).Single().Condition.Should().Be(Health.Problem);
    }

    [Fact]
    public void Assets_that_cannot_be_read_may_be_Guardians()
    {
        _machine.Unreadable.Add("/var/gdn/assets/linux/bin/runc");
        EngineList.Find(_machine).Should().ContainSingle().Which.Name.Should().Be("guardian");
    }

    private string[] Found() =>
    [
        .. EngineList.Find(_machine).Select(engine => string.Join(' ', engine.Runtimes.Select(runtime =>
            $"{(runtime.IsInterceptor ? "*" : "")}{(runtime.IsDefault ? "+" : "")}{runtime.Name}={string.Join(' ', runtime.Arguments.Prepend(runtime.Path))}").Prepend(engine.Name))),
    ];
}
