using System.Text;
using OciInterceptor.Engines.Inspection;
using OciInterceptor.Engines.Running;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Tests.Engines.Doctor;

namespace OciInterceptor.Tests.Engines.Inspection;

/// <summary>The settings in the records of Docker, Podman and Kubernetes.</summary>
public sealed class RecordColumnTests
{
    private const string Id = "4c032b5b362c1e52e5cad6b68587a01e4f702b8da6c970cd53377e190abd397f";

    private const string Host = """
        {'Privileged':false,'CapAdd':['net_admin'],'CapDrop':['CAP_KILL'],'SecurityOpt':['seccomp=unconfined'],'OomScoreAdj':7,'ReadonlyRootfs':true,
         'MaskedPaths':['/proc/kcore'],'ReadonlyPaths':['/proc/sys'],'Sysctls':{'a.b':'1'},'Devices':[{'PathInContainer':'/dev/kvm'}],'Tmpfs':{'/t':'ro,size=1k'},
         'PidMode':'host','NetworkMode':'bridge','IpcMode':'','UTSMode':'','UsernsMode':'','CgroupnsMode':'private',
         'Ulimits':[{'Name':'nofile','Soft':5,'Hard':-1}],'Memory':8193,'MemorySwap':-1,'PidsLimit':null,'CpuShares':0,'NanoCpus':500000000,'CpusetCpus':'0'}
        """;

    [Theory]
    [InlineData(Setting.Capability, "NET_ADMIN", "yes")]
    [InlineData(Setting.Capability, "KILL", "no")]
    [InlineData(Setting.Capability, "CHOWN", "yes")]
    [InlineData(Setting.Seccomp, "", "none")]
    [InlineData(Setting.NoNewPrivileges, "", "no")]
    [InlineData(Setting.OomScore, "", "7")]
    [InlineData(Setting.ReadonlyRoot, "", "yes")]
    [InlineData(Setting.Masked, "/proc/kcore", "yes")]
    [InlineData(Setting.Masked, "/proc/keys", "no")]
    [InlineData(Setting.ReadonlyPath, "/proc/sys", "yes")]
    [InlineData(Setting.Sysctl, "a.b", "1")]
    [InlineData(Setting.Sysctl, "other", null)]
    [InlineData(Setting.Device, "/dev/kvm", "yes")]
    [InlineData(Setting.Device, "/dev/other", "no")]
    [InlineData(Setting.Mount, "/t", "ro")]
    [InlineData(Setting.Mount, "/other", null)]
    [InlineData(Setting.Namespace, "pid", "host")]
    [InlineData(Setting.Namespace, "network", "private")]
    [InlineData(Setting.Namespace, "ipc", "private")]
    [InlineData(Setting.Namespace, "user", null)]
    [InlineData(Setting.Namespace, "cgroup", "private")]
    [InlineData(Setting.Rlimit, "RLIMIT_NOFILE", "5:unlimited")]
    [InlineData(Setting.Memory, "", "8192")]
    [InlineData(Setting.Swap, "", "unlimited")]
    [InlineData(Setting.Processes, "", "unlimited")]
    [InlineData(Setting.CpuShares, "", "1024")]
    [InlineData(Setting.CpuTime, "", "50000 us of 100000 us")]
    [InlineData(Setting.Cpus, "", "0")]
    [InlineData(Setting.Env, "A", "1")]
    [InlineData(Setting.Env, "B", "not set")]
    [InlineData(Setting.Env, "HOSTNAME", null)]
    public void A_member_is_a_setting(string family, string item, string? value) =>
        RecordColumn.Of(Members(Host), Members("{'Env':['A=1']}"))[new Setting(family, item)].Should().Be(value);

    [Theory]
    [InlineData("{'Privileged':true}", "SYS_ADMIN", null)]
    [InlineData("{'Capabilities':['CAP_KILL']}", "SYS_ADMIN", null)]
    [InlineData("{'CapAdd':['ALL'],'CapDrop':['SYS_ADMIN']}", "SYS_ADMIN", "no")]
    [InlineData("{'CapAdd':['ALL']}", "SYS_TIME", "yes")]
    [InlineData("{'CapDrop':['ALL'],'CapAdd':['KILL']}", "KILL", "yes")]
    [InlineData("{'CapDrop':['ALL'],'CapAdd':['KILL']}", "CHOWN", "no")]
    public void Capabilities_are_Dockers_with_what_was_added_and_without_what_was_dropped(string host, string capability, string? value) =>
        RecordColumn.Of(Members(host), Members("{}"))[new Setting(Setting.Capability, capability)].Should().Be(value);

    [Theory]
    [InlineData("{'SecurityOpt':['no-new-privileges']}", "yes")]
    [InlineData("{'SecurityOpt':['no-new-privileges:true']}", "yes")]
    [InlineData("{'SecurityOpt':['no-new-privileges:false']}", "no")]
    [InlineData("{}", "no")]
    public void An_option_asks_for_no_new_privileges(string host, string value) => RecordColumn.Of(Members(host), Members("{}"))[new Setting(Setting.NoNewPrivileges)].Should().Be(value);

    [Theory]
    [InlineData("{'Privileged':true}", "none")]
    [InlineData("{'SecurityOpt':['seccomp:unconfined']}", "none")]
    [InlineData("{'SecurityOpt':['seccomp={}']}", null)]
    public void A_filter_is_known_to_be_missing_or_not_known(string host, string? value) => RecordColumn.Of(Members(host), Members("{}"))[new Setting(Setting.Seccomp)].Should().Be(value);

    [Fact]
    public void A_privileged_container_has_devices_that_the_record_does_not_list() =>
        RecordColumn.Of(Members("{'Privileged':true}"), Members("{}"))[new Setting(Setting.Device, "/dev/kvm")].Should().BeNull();

    [Theory]
    [InlineData("/var/lib/docker", "{}")]
    [InlineData("/srv/d", "{'mounts':[{'source':'/srv/d/containers/ID/hosts'}]}")]
    public void Dockers_record_is_below_the_data_root(string root, string document)
    {
        var machine = Docker(root);
        var record = DockerRecord.Find(machine, Id, ((JsonObject)Parse(document.Replace("ID", Id, StringComparison.Ordinal))))!;

        $"{record.Source} {record.Name} {record.Image}".Should().Be($"{root}/containers/{Id}/config.v2.json web busybox");
        record.Settings[new Setting(Setting.Mount, "/v")].Should().Be("ro");
        record.Settings[new Setting(Setting.NoNewPrivileges)].Should().Be("yes");
        record.Settings[new Setting(Setting.Apparmor)].Should().Be("docker-default");
    }

    [Fact]
    public void A_configuration_of_dockerd_names_the_data_root()
    {
        var machine = Docker("/srv/e").With("/etc/docker/daemon.json", "{'data-root':'/srv/e'}");
        DockerRecord.Find(machine, Id, null)!.Name.Should().Be("web");
    }

    [Fact]
    public void A_record_of_another_container_is_not_this_ones()
    {
        var machine = Docker("/var/lib/docker").With($"/var/lib/docker/containers/{Id}/config.v2.json", "{'ID':'other'}");
        DockerRecord.Find(machine, Id, null).Should().BeNull();
    }

    [Theory]
    [InlineData("[{'Name':'web','ImageName':'busybox','BoundingCaps':['CAP_KILL'],'ProcessLabel':'a:b','Mounts':[{'Destination':'/v','RW':true}],'HostConfig':{},'Config':{'Env':['A=1']}}]", "yes no rw a:b")]
    [InlineData("[{'BoundingCaps':null,'HostConfig':{},'Config':{}}]", "no no  ")]
    public void Podman_is_asked_for_its_record(string output, string expected)
    {
        var machine = new FakeMachine().WithProgram("podman");
        machine.Outputs["/usr/bin/podman --root /r container inspect abc"] = output.Replace('\'', '"');
        var settings = PodmanRecord.Of(machine, new RunningContainer("podman", "abc", null, null) { EngineOptions = ["--root", "/r"] }).Settings;

        $"{settings[new Setting(Setting.Capability, "KILL")]} {settings[new Setting(Setting.Capability, "CHOWN")]} {settings[new Setting(Setting.Mount, "/v")]} {settings[new Setting(Setting.SelinuxLabel)]}".Should().Be(expected);
    }

    [Theory]
    [InlineData(false, null, "cannot ask podman for its record: it is not on PATH")]
    [InlineData(true, null, "cannot ask podman for its record: \"podman container inspect abc\" failed")]
    [InlineData(true, "[]", "cannot read podman's record: \"podman container inspect abc\" did not print one container")]
    public void Podman_that_does_not_answer_is_said(bool isThere, string? output, string message)
    {
        var machine = isThere ? new FakeMachine().WithProgram("podman") : new FakeMachine();
        if (output is not null)
        {
            machine.Outputs["/usr/bin/podman container inspect abc"] = output;
        }
        FluentActions.Invoking(() => PodmanRecord.Of(machine, new RunningContainer("podman", "abc", null, null))).Should().Throw<InterceptorException>().WithMessage(message);
    }

    [Theory]
    [InlineData("'io.kubernetes.cri.container-type':'container','io.kubernetes.cri.sandbox-name':'p','io.kubernetes.cri.sandbox-namespace':'n','io.kubernetes.cri.container-name':'c','io.kubernetes.cri.image-name':'i'", "n/p/c i")]
    [InlineData("'io.kubernetes.cri.container-type':'sandbox','io.kubernetes.cri.sandbox-name':'p','io.kubernetes.cri.sandbox-namespace':'n'", "n/p ")]
    [InlineData("'io.kubernetes.cri-o.ContainerType':'container','io.kubernetes.pod.name':'p','io.kubernetes.pod.namespace':'n','io.kubernetes.container.name':'c','io.kubernetes.cri-o.ImageName':'i'", "n/p/c i")]
    [InlineData("'io.kubernetes.cri.container-type':'container'", "?/?/? ")]
    [InlineData("'other':'x'", null)]
    public void A_pods_container_is_named_by_its_annotations(string annotations, string? expected)
    {
        var record = CriRecord.Find((JsonObject)Parse($"{{'annotations':{{{annotations}}}}}"));
        (record is null ? null : $"{record.Name} {record.Image}").Should().Be(expected);
    }

    private static FakeMachine Docker(string root) => new FakeMachine()
        .With($"{root}/containers/{Id}/config.v2.json", $"{{'ID':'{Id}','Name':'/web','NoNewPrivileges':true,'AppArmorProfile':'docker-default','Config':{{'Image':'busybox'}},'MountPoints':{{'/v':{{'Destination':'/v','RW':false}}}}}}")
        .With($"{root}/containers/{Id}/hostconfig.json", "{}");

    private static RecordMembers Members(string text) => new((JsonObject)Parse(text));

    private static JsonValue Parse(string text) => JsonText.Parse(Encoding.UTF8.GetBytes(text.Replace('\'', '"')), "test");
}
