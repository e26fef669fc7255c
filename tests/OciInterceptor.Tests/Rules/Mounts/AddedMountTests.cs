using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Rules.Mounts;

public sealed class AddedMountTests
{
    [Theory]
    [InlineData("/", "/proc")]
    [InlineData("/etc", "/etc/shadow")]
    [InlineData("/etc/shadow", "/etc/shadow")]
    [InlineData("/srv/../etc/shadow", "/etc/shadow")]
    [InlineData("/proc/sys", "/proc")]
    [InlineData("/sys/fs/cgroup", "/sys")]
    [InlineData("/dev/sda", "/dev")]
    [InlineData("/boot", "/boot")]
    [InlineData("/run", "/run/docker.sock")]
    [InlineData("/var/run/docker.sock", "/var/run/docker.sock")]
    [InlineData("/run/user/1000/podman/podman.sock", "/run/user/1000/podman/podman.sock")]
    [InlineData("/srv/link", "/run/docker.sock")]
    [InlineData("/srv/bound", "/etc/shadow")]
    [InlineData("/data/docker/volumes/x", "/var/lib/docker")]
    [InlineData("/srv", null)]
    [InlineData("/devices", null)]
    [InlineData("/usr/share/zoneinfo", null)]
    [InlineData("/var/lib/lxcfs/proc/cpuinfo", null)]
    public void A_source_that_exposes_the_host_must_be_allowed(string source, string? sensitive)
    {
        var host = new FakeHost
        {
            Links = new() { ["/srv/link"] = "/run/docker.sock", ["/var/lib/docker"] = "/data/docker" },
            Backings = new() { ["/srv/bound"] = ["/etc"] },
        };
        var mount = $$"""{"destination":"/x","source":"{{source}}","options":["bind"]""";

        RuleRun.ErrorOf($$"""{"type":"mounts","add":[{{mount}}}]}""", host).Should().Be(sensitive is null ? ""
            : $"{source} exposes the host's {sensitive}; to allow that, set \"allowSensitive\": true");
        RuleRun.ErrorOf($$"""{"type":"mounts","add":[{{mount}},"allowSensitive":true}]}""", host).Should().BeEmpty();
    }

    [Fact]
    public void A_source_that_others_can_replace_must_be_allowed()
    {
        var host = new FakeHost { Replaceable = new() { ["/home/u/data"] = "/home/u" } };
        const string mount = """{"destination":"/x","source":"/home/u/data","options":["bind"]""";

        RuleRun.ErrorOf($$"""{"type":"mounts","add":[{{mount}}}]}""", host)
            .Should().Be("users other than root can replace /home/u/data by changing /home/u; to allow that, set \"allowSensitive\": true");
        RuleRun.ErrorOf($$"""{"type":"mounts","add":[{{mount}},"allowSensitive":true}]}""", host).Should().BeEmpty();
    }

    [Fact]
    public void A_block_device_exposes_the_host_as_well()
    {
        RuleRun.ErrorOf("""{"type":"mounts","add":[{"destination":"/x","type":"ext4","source":"/dev/sda1"}]}""").Should().Contain("exposes the host's /dev");
    }

    [Theory]
    [InlineData("\"lowerdir=/\"", "/ exposes the host's /proc")]
    [InlineData("\"ro\",\"lowerdir=/srv:/etc\"", "/etc exposes the host's /etc/shadow")]
    [InlineData("\"lowerdir=/srv\",\"upperdir=/var/lib/docker/x\",\"workdir=/srv/w\"", "/var/lib/docker/x exposes the host's /var/lib/docker")]
    [InlineData("\"lowerdir=/srv\",\"upperdir=/srv/u\",\"workdir=/dev/shm\"", "/dev/shm exposes the host's /dev")]
    [InlineData("\"lowerdir=/srv:/opt\",\"upperdir=/srv/u\",\"workdir=/srv/w\"", null)]
    public void So_does_a_directory_of_an_overlay(string options, string? cause)
    {
        var mount = $$"""{"destination":"/x","type":"overlay","source":"overlay","options":[{{options}}]""";

        RuleRun.ErrorOf($$"""{"type":"mounts","add":[{{mount}}}]}""").Should().Be(cause is null ? "" : $"{cause}; to allow that, set \"allowSensitive\": true");
        RuleRun.ErrorOf($$"""{"type":"mounts","add":[{{mount}},"allowSensitive":true}]}""").Should().BeEmpty();
    }

    [Theory]
    [InlineData("'type':'tmpfs','options':[]", "'type':'tmpfs','options':[]")]
    [InlineData("'type':'tmpfs','source':'none','options':['ro','size=1m']", "'type':'tmpfs','source':'none','options':['ro','size=1m']")]
    [InlineData("'source':'/srv','options':['rbind','ro']", "'source':'/srv','options':['rbind','ro']")]
    [InlineData("'type':'bind','source':'/srv','options':['bind']", "'type':'bind','source':'/srv','options':['bind']")]
    [InlineData("'type':'tmpfs','uidMappings':[@],'gidMappings':[@]", "'type':'tmpfs','uidMappings':[@],'gidMappings':[@]")]
    public void A_mount_is_written_as_the_policy_has_it(string members, string expected)
    {
        static string Full(string text) => text.Replace("@", "{'containerID':0,'hostID':4294967295,'size':1}", StringComparison.Ordinal);
        RuleRun.On($"{{'type':'mounts','add':[{{'destination':'/x',{Full(members)}}}]}}", "{}").Should().Be($"{{'mounts':[{{'destination':'/x',{Full(expected)}}}]}}");
    }

    [Theory]
    [InlineData("'type':''", "a mount needs a type, such as \"tmpfs\" or \"bind\"")]
    [InlineData("'type':'','options':['ro']", "a mount needs a type, such as \"tmpfs\" or \"bind\"")]
    [InlineData("'type':'bind','source':'/srv','options':['ro']", "a bind mount needs the option \"bind\" or \"rbind\"")]
    [InlineData("'type':'tmpfs','gidMappings':[]", "uidMappings and gidMappings must be given together")]
    [InlineData("'type':'tmpfs','options':['']", "invalid mount option \"\": want a single option")]
    [InlineData("'type':'tmpfs','options':['ro','mode=0700,size=1g']", "invalid mount option \"mode=0700,size=1g\": want a single option")]
    [InlineData("'type':'tmpfs','options':['ro','a,b','c d']", "invalid mount option \"a,b\": want a single option")]
    [InlineData("'type':'tmpfs','uidMappings':[{'hostID':0,'size':1}],'gidMappings':[]", "missing member \"containerID\"")]
    [InlineData("'type':'tmpfs','uidMappings':[{'containerID':0,'size':1}],'gidMappings':[]", "missing member \"hostID\"")]
    [InlineData("'type':'tmpfs','uidMappings':[{'containerID':0,'hostID':0}],'gidMappings':[]", "missing member \"size\"")]
    [InlineData("'type':'tmpfs','uidMappings':[{'containerID':4294967296,'hostID':0,'size':1}],'gidMappings':[]", "containerID must be a whole number from 0 to 4294967295")]
    [InlineData("'type':'tmpfs','uidMappings':[],'gidMappings':[]", "uidMappings must not be empty")]
    [InlineData("'type':'tmpfs','uidMappings':[{'containerID':0,'hostID':0,'size':0}],'gidMappings':[]", "size must be at least 1")]
    [InlineData("'type':'tmpfs','uidMappings':[{'containerID':0,'hostID':4294967295,'size':2}],'gidMappings':[]", "hostID and size go beyond the last ID, 4294967295")]
    [InlineData("'type':'tmpfs','uidMappings':[{'containerID':0,'hostID':0,'size':10},{'containerID':5,'hostID':20,'size':10}],'gidMappings':[]", "the ranges of containerID overlap")]
    [InlineData("'type':'tmpfs','options':['bind'],'source':'srv'", "\"srv\" must be an absolute path")]
    public void A_mount_that_no_runtime_could_make_is_refused(string members, string error) =>
        RuleRun.ErrorOf($"{{'type':'mounts','add':[{{'destination':'/x',{members}}}]}}").Should().Be(error);

    [Theory]
    [InlineData("""{"type":"tmpfs"}""", "missing member \"destination\"")]
    [InlineData("""{"destination":"x","type":"tmpfs"}""", "\"x\" must be an absolute path")]
    [InlineData("""{"destination":"/..","type":"tmpfs"}""", "\"/..\" must be below the container's root")]
    [InlineData("""{"destination":"/x"}""", "a mount needs a type, such as \"tmpfs\" or \"bind\"")]
    [InlineData("""{"destination":"/x","type":"bind","source":"/srv"}""", "a bind mount needs the option \"bind\" or \"rbind\"")]
    [InlineData("""{"destination":"/x","options":["bind"],"source":"srv"}""", "\"srv\" must be an absolute path")]
    [InlineData("""{"destination":"/x","options":["bind"]}""", "\"\" must be an absolute path")]
    [InlineData("""{"destination":"/x","type":"tmpfs","options":["ro,noexec"]}""", "invalid mount option \"ro,noexec\": want a single option")]
    [InlineData("""{"destination":"/x","type":"tmpfs","uidMappings":[]}""", "uidMappings and gidMappings must be given together")]
    [InlineData("""{"destination":"/x","typ":"tmpfs"}""", "unknown member \"typ\", did you mean \"type\"?")]
    public void A_wrong_mount_is_refused_when_the_policy_is_read(string mounts, string error)
    {
        RuleRun.ErrorOf($$"""{"type":"mounts","add":[{{mounts}}]}""").Should().Be(error);
    }
}
