using OciInterceptor.Engines;
using OciInterceptor.Engines.Doctor;
using OciInterceptor.Policy;
using OciInterceptor.Tests.Call;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Engines.Doctor;

public sealed class RuntimeVersionTests
{
    [Theory]
    [InlineData("runc version 1.2.8\n", "1.2.8", null, false)]
    [InlineData("crun version 1.20\n", "1.20.0", null, false)]
    [InlineData("runc version 1.2.dev\n", "1.2.0", null, true)]
    [InlineData("runc version 1.4.0-rc.3\n", "1.4.0", 3, false)]
    [InlineData("runc version 1.4.0-rc12+dev\n", "1.4.0", 12, false)]
    [InlineData("runc version 1.1.5+ds1\n", "1.1.5", null, true)]
    [InlineData("runc version 1.4.0-rcx\n", "1.4.0", null, true)]
    [InlineData("Docker version 20.10.24+dfsg1, build 5d6db84\n", "20.10.24", null, true)]
    [InlineData("Docker version 29.9.0, build a5b58c9\n", "29.9.0", null, false)]
    [InlineData("containerd github.com/containerd/containerd 1.6.20~ds1 1.6.20~ds1-1+deb12u3\n", "1.6.20", null, true)]
    [InlineData("containerd github.com/containerd/containerd/v2 v2.3.7 abc\n", "2.3.7", null, false)]
    [InlineData("containerd github.com/containerd/containerd/v2 v2.2.0-rc.1 abc\n", "2.2.0", 1, false)]
    public void A_version_is_a_number_and_what_follows_it(string output, string number, int? candidate, bool isDistributions)
    {
        var version = RuntimeVersion.Parse(output)!;

        (version.Number.ToString(), version.Candidate, version.IsDistributions).Should().Be((number, candidate, isDistributions));
    }

    [Theory]
    [InlineData("youki version 1.2.3\n")]
    [InlineData("runc 1.2.3\n")]
    [InlineData("runc version x\n")]
    [InlineData("Docker version ., build x\n")]
    [InlineData("containerd \n")]
    public void Another_program_has_none(string output) => RuntimeVersion.Parse(output).Should().BeNull();

    /// <summary>Its flags are known only if nothing is between.</summary>
    [Theory]
    [InlineData("ELF", 0, true)]
    [InlineData("#!/bin/sh\n", 0, false)]
    [InlineData("#!/bin/sh\n", (1 << 20) - 1, false)]
    [InlineData("#!/bin/sh\n", 1 << 20, true)]
    public void A_small_script_of_our_name_is_no_binary(string start, int size, bool isBinary)
    {
        var machine = new FakeMachine().With("/opt/oci-interceptor", start.PadRight(size));
        var context = new DoctorContext(machine, new PolicyLoader(new PolicyPaths("/none"), new FakeHost()), RawArguments.Of("oi-doctor").Options, []);

        context.IsBinary(new FoundRuntime("oi", "/opt/oci-interceptor", "f")).Should().Be(isBinary);
    }

    [Fact]
    public void Every_kind_of_check_is_made()
    {
        var machine = new FakeMachine().WithProgram("dockerd").WithProgram("runc", "runc version 1.3.3\n").WithInterceptor("/opt/oci-interceptor")
            .With("/etc/docker/daemon.json", "{'runtimes':{'oi':{'path':'/opt/oci-interceptor'}}}");
        using var policies = new TemporaryDirectory();
        var context = new DoctorContext(machine, new PolicyLoader(new PolicyPaths(policies.Path), new FakeHost()), RawArguments.Of("oi-doctor").Options, EngineList.Find(machine));

        new[] { new RegistrationCheck().Name, new LogsCheck().Name, new CgroupCheck().Name, new EnginesCheck().Name }.Should().Equal("registration", "logs", "cgroup", "engines");
        DoctorChecks.Of(context).Select(diagnosis => diagnosis.Check).Should().Contain(["engines", "registration", "cgroup"]);
        DoctorChecks.OfRegistrations(context).Select(diagnosis => diagnosis.Check).Should().Contain("registration").And.NotContain("cgroup");
    }
}
