using OciInterceptor.Engines.Inspection;
using OciInterceptor.Engines.Running;
using OciInterceptor.Messages;
using OciInterceptor.Tests.Engines.Doctor;

namespace OciInterceptor.Tests.Engines.Inspection;

/// <summary>Which process is a container's, and whether it still is.</summary>
public sealed class ContainerProcessTests
{
    private const string Bundle = "/run/containerd/io.containerd.runtime.v2.task/k8s.io/abc";

    private readonly FakeMachine _machine = new FakeMachine().With($"{Bundle}/init.pid", "7\n");

    [Theory]
    [InlineData("docker", "/run/docker/containerd/daemon/io.containerd.runtime.v2.task/moby/abc", "/run/docker/runtime-oi/moby/abc/state.json")]
    [InlineData("docker", "/srv/exec/containerd/daemon/io.containerd.runtime.v2.task/moby/abc", "/srv/exec/runtime-runc/moby/abc/status")]
    [InlineData("docker", "/run/containerd/io.containerd.runtime.v2.task/moby/abc", "/run/docker/runtime-runc/moby/abc/state.json")]
    [InlineData("containerd", Bundle, "/run/containerd/runc/k8s.io/abc/state.json")]
    [InlineData("podman", "/var/lib/containers/abc/userdata", "/run/crun/abc/status")]
    [InlineData("", null, "/run/runc/abc/state.json")]
    public void The_runtimes_state_is_where_the_engine_has_it_kept(string engine, string? bundle, string file)
    {
        _machine.With(file, "{'pid':7,'process-start-time':99,'bundle':'/b'}");
        RuntimeState.Find(_machine, new RunningContainer(engine, "abc", bundle, null)).Should().Be(new RuntimeState(file, 7, 99, "/b"));
    }

    [Theory]
    [InlineData("{'init_process_pid':7,'init_process_start':98,'config':{'labels':['a','bundle=/c']}}", 98ul, "/c")]
    [InlineData("{'pid':7}", null, null)]
    [InlineData("{'pid':7,'process-start-time':0}", null, null)]
    public void Runc_and_crun_write_different_states(string text, ulong? start, string? bundle)
    {
        _machine.With("/run/runc/abc/state.json", text);
        RuntimeState.Find(_machine, new RunningContainer("", "abc", null, null)).Should().Be(new RuntimeState("/run/runc/abc/state.json", 7, start, bundle));
    }

    [Theory]
    [InlineData("{'pid':7,'created':'2026-11-30T12:55:38.799904848Z'}", "2026-11-30T12:55:38.7999048+00:00")]
    [InlineData("{'pid':7,'created':'2026-11-30T14:55:38+02:00'}", "2026-11-30T12:55:38.0000000+00:00")]
    [InlineData("{'pid':7,'created':'x'}", null)]
    [InlineData("{'pid':7,'created':1}", null)]
    [InlineData("{'pid':7}", null)]
    public void A_state_may_say_when_the_container_was_made(string text, string? created)
    {
        _machine.With("/run/runc/abc/state.json", text);
        RuntimeState.Find(_machine, new RunningContainer("", "abc", null, null))!.Created?.ToUniversalTime().ToString("o").Should().Be(created);
    }

    [Theory]
    [InlineData("{'pid':0}")]
    [InlineData("{'pid':4294967303}")]
    [InlineData("[]")]
    public void A_state_without_a_process_is_passed_over(string text)
    {
        _machine.With("/run/runc/abc/state.json", text);
        RuntimeState.Find(_machine, new RunningContainer("", "abc", null, null)).Should().BeNull();
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("a/b")]
    [InlineData("*")]
    [InlineData("")]
    public void An_ID_that_no_runtime_takes_is_not_looked_up(string id)
    {
        _machine.With("/run/runc/a/b/state.json", "{'pid':7}").With("/run/runc/abc/state.json", "{'pid':7}").With("/run/runc/../state.json", "{'pid':7}").With("/run/runc/./state.json", "{'pid':7}").With("/run/runc//state.json", "{'pid':7}");
        RuntimeState.Find(_machine, new RunningContainer("", id, null, null)).Should().BeNull();
    }

    [Fact]
    public void A_process_with_the_start_time_of_the_state_is_the_containers()
    {
        Start(8, 99);
        var process = Find(new RuntimeState("", 8, 99, null));
        process.Should().Be(new ContainerProcess(8, 99));
        process.IsThere(_machine).Should().BeTrue();

        Start(8, 100);
        process.IsThere(_machine).Should().BeFalse();
    }

    [Fact]
    public void A_process_with_another_start_time_is_not()
    {
        Start(8, 100);
        Refused(new RuntimeState("", 8, 99, null), "the container's process 8 has ended, and another has its ID now");
    }

    /// <summary>Its name may look like the fields.</summary>
    [Fact]
    public void The_name_of_a_process_is_not_taken_for_its_start()
    {
        Start(8, 99, "a) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 77 (b");
        Find(new RuntimeState("", 8, 99, null)).Start.Should().Be(99);
    }

    [Theory]
    [InlineData(null)]
    [InlineData('Z')]
    [InlineData('X')]
    public void A_process_that_has_ended_is_said(char? state)
    {
        if (state is { } letter)
        {
            Start(8, 99, state: letter);
        }
        Refused(new RuntimeState("", 8, 99, null), "the container's process 8 has ended");
    }

    [Theory]
    [InlineData("1:memory:/docker/abc\n", true)]
    [InlineData("0::/system.slice/docker-abc.scope\n", true)]
    [InlineData("0::/machine.slice/libpod-abc.scope/container\n", true)]
    [InlineData("0::/kubepods/podx/cri-containerd-abc.scope\n", true)]
    [InlineData("0::/docker/abcd\n", false)]
    [InlineData("0::/docker/xabc\n", false)]
    [InlineData("0::/\n", false)]
    [InlineData("damaged", false)]
    public void Without_a_start_time_the_cgroup_must_be_the_containers(string cgroup, bool isTaken)
    {
        Start(7, 99);
        _machine.With("/proc/7/cgroup", cgroup);
        if (isTaken)
        {
            Find(null).Should().Be(new ContainerProcess(7, 99));
        }
        else
        {
            Refused(null, "cannot tell whether the process 7 is still the container's: its cgroup has another name");
        }
    }

    [Fact]
    public void A_monitors_file_comes_before_the_bundles()
    {
        Start(9, 99);
        _machine.With("/run/pidfile", "9").With("/proc/9/cgroup", "0::/abc\n");
        ContainerProcess.Find(_machine, Container with { PidFile = "/run/pidfile" }, null).Id.Should().Be(9);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("x")]
    public void A_file_without_an_ID_is_said(string text)
    {
        _machine.With($"{Bundle}/init.pid", text);
        Refused(null, $"cannot find the container's process: neither its runtime's state nor {Bundle}/init.pid has an ID");
    }

    private static RunningContainer Container => new("containerd", "abc", Bundle, null);

    private ContainerProcess Find(RuntimeState? state) => ContainerProcess.Find(_machine, Container, state);

    private void Refused(RuntimeState? state, string message) => FluentActions.Invoking(() => Find(state)).Should().Throw<InterceptorException>().WithMessage(message);

    private void Start(int id, ulong start, string name = "sh", char state = 'S') => _machine.With($"/proc/{id}/stat", $"{id} ({name}) {state} 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 {start} 20\n");
}
