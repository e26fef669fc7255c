using System.Runtime.InteropServices;
using System.Text;
using OciInterceptor.Collections;
using OciInterceptor.Commands.Testing;
using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Linux.Processes;
using OciInterceptor.Messages;
using OciInterceptor.Schema;
using OciInterceptor.Spec.Facts;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Commands.Testing;

/// <summary>The machine that a test describes answers as a real one would.</summary>
public sealed class DescribedHostTests
{
    private static readonly DescribedHost _nothing = Host("{}");

    [Fact]
    public void What_is_not_described_is_not_there()
    {
        foreach (var path in (string[])["/etc/passwd", "/dev/null", "/etc/docker/daemon.json", "/run/docker.sock", "/usr/bin/runc"])
        {
            _nothing.Exists(path).Should().BeFalse(path);
            _nothing.Invoking(host => host.TrustedFile(path)).Should().Throw<InterceptorException>().WithMessage($"cannot read {path}: No such file or directory");
            _nothing.Invoking(host => host.Device(path)).Should().Throw<InterceptorException>().WithMessage($"cannot add the device {path}: No such file or directory");
            _nothing.FindDevice(path).Should().BeNull();
            _nothing.Invoking(host => host.CheckProgram(path, ["/usr/bin", "/etc", "/dev", "/run"])).Should().Throw<InterceptorException>().WithMessage("it cannot be opened: No such file or directory");
        }
        _nothing.FilesIn("/etc", ".json").Should().BeEmpty();
        _nothing.TrustedFilesIn("/etc/cdi", [".json"]).Should().BeEmpty();
        _nothing.AllDevices.Should().BeEmpty();
        _nothing.DevicesIn("/dev", 3).Should().BeEmpty("there is a /dev");
        _nothing.DevicesIn("/dev/dri", 3).Should().BeNull();
        _nothing.RuntimeFile.Should().BeNull();
        _nothing.RuntimeOfCall.Features.Should().BeNull();
        _nothing.Invoking(host => host.Name).Should().Throw<InterceptorException>().WithMessage("the test does not say the host's name: want \"name\" in its \"host\"");
        (_nothing.Kernel, _nothing.Architecture).Should().Be((new Version(6, 1), Architecture.X64));
        _nothing.BoundingSet.AsSpan().ToArray().Should().Equal(CapabilityNames.All.AsSpan().ToArray());
        _nothing.Exists("/sys/fs/cgroup/cgroup.controllers").Should().BeTrue();
        _nothing.MountPoint("/srv").Should().Be("/");
        _nothing.MountsBelow("/").Should().Equal("/proc", "/sys", "/dev");
    }

    [Fact]
    public void What_is_described_is_there()
    {
        var host = Host("""
            {'name':'node','kernel':'5.10','architecture':'arm64','cgroupVersion':1,'capabilities':['CAP_KILL'],'runtime':'/opt/crun','paths':['/srv/a/b'],
             'devices':{'/dev/kvm':'c 10:232','/dev/sda':'b 8:0 0600','/dev/f':'p','/dev/x':{'type':'c','major':1,'minor':2,'mode':'0644','uid':3,'gid':4}},
             'files':{'/etc/a.json':'{}','/etc/b.txt':'b','/etc/c.json':{'json':{'x':1}},'/etc/d.json':{'from':'d'}},
             'features':{'ociVersionMax':'1.2.0'}}
            """);

        (host.Name, host.Kernel, host.Architecture, host.RuntimeFile).Should().Be(("node", new Version(5, 10), Architecture.Arm64, "/opt/crun"));
        host.Exists("/sys/fs/cgroup/cgroup.controllers").Should().BeFalse();
        host.BoundingSet.AsSpan().ToArray().Should().Equal("CAP_KILL");
        host.RuntimeOfCall.Features!.Specification.Should().Be("1.2.0");
        host.Exists("/srv/a").Should().BeTrue();
        host.Device("/dev/kvm").Should().Be(new HostDevice("c", 10, 232, 0x1B0, 0, 0));
        host.Device("/dev/x").Should().Be(new HostDevice("c", 1, 2, 0x1A4, 3, 4));
        host.Device("/dev/sda").Mode.Should().Be(0x180);
        host.FindDevice("/dev/f").Should().BeNull("a FIFO has no number");
        host.DeviceName(new DeviceNumber("b", 8, 0)).Should().Be("/dev/sda");
        host.Invoking(it => it.Device("/srv/a")).Should().Throw<InterceptorException>().WithMessage("cannot add the device /srv/a: it is not a device node");
        host.FilesIn("/etc", ".json").Should().Equal("/etc/a.json", "/etc/c.json", "/etc/d.json");
        host.TrustedFilesIn("/etc", [".json", ".txt"]).Select(file => Encoding.UTF8.GetString(file.Read()!)).Should().Equal("{}", "b", "{\"x\":1}", "content of d");
        host.Invoking(it => it.FilesIn("/etc/b.txt", "")).Should().Throw<InterceptorException>().WithMessage("cannot read the directory /etc/b.txt: Not a directory");
    }

    [Fact]
    public void A_test_describes_what_its_file_does_not_and_replaces_what_it_does()
    {
        var host = Host("{'kernel':'6.6','paths':['/a']}", "{'kernel':'5.4','name':'node','paths':['/b']}");
        (host.Kernel, host.Name).Should().Be((new Version(6, 6), "node"));
        (host.Exists("/a"), host.Exists("/b")).Should().Be((true, false));
    }

    [Theory]
    [InlineData("/var/run/docker.sock", "/run/docker.sock")]
    [InlineData("/srv/l/x", "/data/x")]
    [InlineData("/srv/l/../y", "/y")]
    [InlineData("/srv//./up/x", "/data/x")]
    [InlineData("/srv/chain", "/data/z")]
    [InlineData("rootfs", "/run/bundle/rootfs")]
    [InlineData(".", "/run/bundle")]
    [InlineData("/..", "/")]
    [InlineData("/none/x", "/none/x")]
    public void A_path_is_followed_as_the_kernel_does(string path, string real)
    {
        var host = Host("{'links':{'/var/run':'/run','/srv/l':'/data','/srv/up':'../data','/srv/chain':'l/z'}}");
        host.Resolve(path).Should().Be(real);
        host.Walk(path).Real.Should().Be(real);
    }

    [Fact]
    public void Links_in_a_circle_are_an_error()
    {
        var host = Host("{'links':{'/a':'b','/b':'/a'}}");
        host.Invoking(it => it.Resolve("/a/x")).Should().Throw<InterceptorException>().WithMessage("cannot follow /a/x: Too many levels of symbolic links");
    }

    [Theory]
    [InlineData("/srv/shared/a/b", "/srv/shared", null)]
    [InlineData("/srv/l/b", "/srv/shared", null)]
    [InlineData("/srv/shared", null, null)]
    [InlineData("/proc/self/root/etc", null, "/proc/self")]
    [InlineData("/proc/7/root/etc", null, "/proc/7/root")]
    [InlineData("/proc/7/fd/3", null, "/proc/7/fd/3")]
    [InlineData("/proc/meminfo", null, null)]
    public void Others_decide_where_a_path_leads(string path, string? replaceable, string? processLink)
    {
        var walked = Host("{'links':{'/srv/l':'shared/a'},'changeable':['/srv/shared']}").Walk(path);
        (walked.Replaceable, walked.ProcessLink).Should().Be((replaceable, processLink));
    }

    [Fact]
    public void Mounts_show_the_same_directory_under_other_names()
    {
        var host = Host("{'mounts':[{'point':'/mnt/my data','type':'ext4','device':'8:1','root':'/etc'},{'point':'/x','type':'nfs4','source':'server:/x'},{'point':'/merged','type':'overlay','options':'lowerdir=/low,upperdir=/up,workdir=/w'}]}");

        host.Backing("/mnt/my data/shadow").Names.Should().Contain("/etc/shadow");
        host.Backing("/etc").Names.Should().Equal("/mnt/my data");
        host.Backing("/x/y").Doubt.Should().BeNull();
        host.Backing("/merged/a").Names.Should().Contain("/up/a").And.Contain("/low/a");
        host.MountPoint("/mnt/my data/a").Should().Be("/mnt/my data");
        host.MountsBelow("/mnt").Should().Equal("/mnt/my data");
    }

    [Fact]
    public void A_block_device_has_the_names_of_where_it_is_mounted() =>
        Host("{'devices':{'/dev/sda1':'b 8:1'}}").Backing("/dev/sda1").Names.Should().Contain("/");

    [Theory]
    [InlineData("/proc/1/ns/net", true)]
    [InlineData("/proc/self/ns/net", true)]
    [InlineData("/run/netns/host", true)]
    [InlineData("/proc/1/ns/pid", false)]
    [InlineData("/proc/42/ns/net", false)]
    [InlineData("/run/netns/own", false)]
    public void The_hosts_namespaces_are_those_of_its_first_process(string path, bool isHosts) =>
        Host("{'links':{'/run/netns/host':'/proc/1/ns/net'},'paths':['/run/netns/own']}").IsSameFile(path, "/proc/self/ns/net").Should().Be(isHosts);

    [Fact]
    public void What_does_not_exist_is_not_compared() =>
        _nothing.Invoking(host => host.IsSameFile("/run/netns/x", "/proc/self/ns/net")).Should().Throw<InterceptorException>().WithMessage("cannot follow /run/netns/x: No such file or directory");

    [Fact]
    public void Devices_of_a_directory_are_listed_with_links_to_them()
    {
        var host = Host("{'devices':{'/dev/dri/card0':'c 226:0','/dev/dri/by/render':'c 226:128','/dev/kvm':'c 10:232'},'links':{'/dev/dri/first':'card0','/dev/gpu':'dri'}}");

        host.DevicesIn("/dev/dri", 0).Should().Equal("/dev/dri/card0", "/dev/dri/first");
        host.DevicesIn("/dev/dri", 1).Should().Equal("/dev/dri/by/render", "/dev/dri/card0", "/dev/dri/first");
        host.DevicesIn("/dev/gpu", 0).Should().Equal("/dev/gpu/card0", "/dev/gpu/first");
        host.DevicesIn("/dev/kvm", 0).Should().BeNull();
        host.Device("/dev/gpu/first").Minor.Should().Be(0);
    }

    [Theory]
    [InlineData("/opt/x/bad", "it is writable by all")]
    [InlineData("/usr/bin/true", "it is not below a trusted directory (/opt)")]
    [InlineData("opt/x", "its path is not absolute")]
    [InlineData("/opt/none", "it cannot be opened: No such file or directory")]
    public void A_program_that_may_not_be_run_is_refused(string path, string cause)
    {
        var host = Host("{'programs':{'/opt/x/bad':{'refused':'it is writable by all'},'/usr/bin/true':{}}}");
        host.Invoking(it => it.CheckProgram(path, ["/opt"])).Should().Throw<InterceptorException>().WithMessage(cause);
        host.Invoking(it => it.Filter(Program(path), "{}"u8.ToArray())).Should().Throw<InterceptorException>().WithMessage(cause);
    }

    [Fact]
    public void A_filter_does_what_is_described_and_is_not_run()
    {
        var host = Host("{'programs':{'/opt/a':{},'/opt/b':{'change':{'x':1}},'/opt/c':{'fails':'it exited with 3'}}}");
        Filtered("/opt/a").Should().Be("{\"y\":2}");
        Filtered("/opt/b").Should().Be("{\"y\":2,\"x\":1}");
        FluentActions.Invoking(() => Filtered("/opt/c")).Should().Throw<InterceptorException>().WithMessage("it exited with 3");

        string Filtered(string path) => Encoding.UTF8.GetString(host.Filter(Program(path), "{\"y\":2}"u8.ToArray()));
    }

    [Fact]
    public void Dockers_record_of_a_container_is_described_in_one_place()
    {
        using var run = new PolicyTestRun();
        run.Write("policy.json", "{'rules':[{'name':'who','type':'env','force':{'NAME':'${docker.name}','IMAGE':'${docker.image}'}}]}");
        run.WriteTests(PolicyTestRun.Test("x", "'contains':{'/process/env':['NAME=web','IMAGE=nginx:1']}", "'host':{'docker':{'name':'web','image':'nginx:1','labels':{'a':'b'}}},"));
        run.Output().Should().StartWith("passed ");
    }

    [Theory]
    [InlineData("", "CAP_KILL")]
    [InlineData("'capAdd':['MKNOD','cap_net_raw']", "CAP_KILL','CAP_MKNOD','CAP_NET_RAW")]
    [InlineData("'capDrop':['kill'],'capAdd':['CAP_MKNOD']", "CAP_MKNOD")]
    [InlineData("'capAdd':['ALL']", null)]
    [InlineData("'capDrop':['all']", null)]
    [InlineData("'privileged':true", null)]
    public void Dockers_record_says_what_was_asked_for(string docker, string? bounding)
    {
        using var run = new PolicyTestRun();
        run.Write("policy.json", "{'rules':[{'name':'smaller','type':'capabilities','default':['KILL']}]}");
        run.WriteTests(PolicyTestRun.Test("x", bounding is null ? "'unchanged':true" : $"'values':{{'/process/capabilities/bounding':['{bounding}']}}", $"'change':{{'process':{{'capabilities':{{'bounding':['CAP_KILL','CAP_MKNOD','CAP_NET_RAW']}}}}}},'host':{{'docker':{{{docker}}}}},"));
        run.Output().Should().StartWith("passed ");
    }

    [Fact]
    public void A_capability_that_nobody_can_have_asked_for_is_an_error()
    {
        using var run = new PolicyTestRun();
        run.WriteTests(PolicyTestRun.Test("x", "'unchanged':true", "'host':{'docker':{'capDrop':['KILL','NET_RWA']}},"));
        run.Output().Should().Contain("a.test.json:2:49: unknown capability \"NET_RWA\", did you mean \"CAP_NET_RAW\"?");
    }

    private static HostProgram Program(string path) => new(path, [path], [], ["/opt"]);

    private static DescribedHost Host(string test, string? file = null) => new HostReader(Read(test), file is null ? null : Read(file), name => Encoding.UTF8.GetBytes($"content of {name}")).Read("");

    private static ObjectReader Read(string host)
    {
        var json = CommentedJson.Parse(Encoding.UTF8.GetBytes($"{{\"host\":{host.Replace('\'', '"')}}}"), "a.test.json");
        return HostReader.Of(new ObjectReader((JsonObject)json, [new Member("host", HostReader.Shape, "")], new FakeHost()))!;
    }
}
