using System.Text;
using OciInterceptor.Json;
using OciInterceptor.Policy;
using OciInterceptor.Rules;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Rules;

namespace OciInterceptor.Tests.Policy;

/// <summary>Conditions on what whoever may use the engine chooses; double quotes are written as single ones.</summary>
public sealed class EngineConditionTests
{
    private const string Own = "{'type':'pid'},{'type':'mount'}";

    [Theory]
    [InlineData("'network'", "{'linux':{'namespaces':[" + Own + "]}}", true)]
    [InlineData("'network'", "{'linux':{'namespaces':[" + Own + ",{'type':'network'}]}}", false)]
    [InlineData("'network'", "{'linux':{'namespaces':[{'type':'network','path':''}]}}", false)]
    [InlineData("'network'", "{'linux':{'namespaces':[{'type':'network','path':'/run/netns/pod'}]}}", false)]
    [InlineData("'network'", "{'linux':{'namespaces':[{'type':'network','path':'/proc/1/ns/net'}]}}", true)]
    [InlineData("'mount'", "{'linux':{'namespaces':[{'type':'mount','path':'/proc/1/ns/mnt'}]}}", true)]
    [InlineData("'pid','user'", "{'linux':{'namespaces':[" + Own + "]}}", true)]
    [InlineData("'pid','mount'", "{'linux':{'namespaces':[" + Own + "]}}", false)]
    [InlineData("'pid'", "{'linux':{'namespaces':null}}", true)]
    [InlineData("'pid'", "{'linux':null}", true)]
    [InlineData("'pid'", "{}", true)]
    public void A_namespace_is_the_hosts_when_the_container_has_none_or_joins_it(string types, string document, bool holds)
    {
        var host = new FakeHost { Links = { ["/proc/1/ns/net"] = "net:[1]", ["/proc/self/ns/net"] = "net:[1]", ["/proc/1/ns/mnt"] = "mnt:[2]", ["/proc/self/ns/mnt"] = "mnt:[2]" } };
        Holds($"'hostNamespaces':[{types}]", document, host).Should().Be(holds);
    }

    [Theory]
    [InlineData("{'type':'network'},{'type':'network','path':'/run/netns/pod'}", "the container has several network namespaces, and runtimes differ in which they use")]
    [InlineData("{'type':'network'},{'type':'network'}", "the container has several network namespaces, and runtimes differ in which they use")]
    [InlineData("{'type':'network','path':'proc/1/ns/net'}", "the network namespace's path proc/1/ns/net is not absolute")]
    [InlineData("{'type':'network','path':'/run/netns/gone'}", "cannot follow /run/netns/gone: too many levels of symbolic links")]
    public void Namespaces_that_could_be_the_hosts_are_refused(string namespaces, string cause)
    {
        var host = new FakeHost { Unreachable = ["/run/netns/gone"] };
        ErrorOf("'hostNamespaces':['network']", $"{{'linux':{{'namespaces':[{namespaces}]}}}}", host).Should().EndWith(": " + cause);
        ErrorOf("'not':{'hostNamespaces':['network']}", $"{{'linux':{{'namespaces':[{namespaces}]}}}}", host).Should().EndWith(": " + cause);
        Holds("'hostNamespaces':['pid']", $"{{'linux':{{'namespaces':[{{'type':'pid'}},{namespaces}]}}}}", host).Should().BeFalse();
    }

    [Fact]
    public void An_error_of_a_denials_condition_refuses_whatever_onError_says() =>
        ErrorOf("'hostNamespaces':['pid']", "{'linux':{'namespaces':[{'type':'pid'},{'type':'pid'}]}}", new FakeHost(), ",'onError':'skip'")
            .Should().Be("p:1:11: cannot apply the rule \"deny\" (deny): the container has several pid namespaces, and runtimes differ in which they use");

    [Theory]
    [InlineData("21")]
    [InlineData("0x15")]
    [InlineData("CAP_SYS_ADMIN ")]
    [InlineData("cap_sys_admin,x")]
    [InlineData("CAP_SYS_ADMIN2")]
    [InlineData("CAP_ſYS_ADMIN")]
    [InlineData("CAP_")]
    [InlineData("")]
    public void What_is_no_name_but_may_be_a_capability_is_refused(string name)
    {
        ErrorOf("'capabilities':['SYS_ADMIN']", $"{{'process':{{'capabilities':{{'bounding':['CAP_KILL','{name}']}}}}}}", new FakeHost())
            .Should().Be($"p:1:11: cannot apply the rule \"deny\" (deny): invalid capability name \"{name}\" in the process's capabilities");
        ErrorOf("'privileged':true", $"{{'process':{{'capabilities':{{'ambient':['{name}']}}}},'linux':{{'resources':{{'devices':[{{'allow':true,'access':'rwm'}}]}}}}}}", new FakeHost())
            .Should().EndWith($"invalid capability name \"{name}\" in the process's capabilities");
    }

    [Fact]
    public void A_mount_in_a_fine_place_must_be_backed_by_fine_places()
    {
        var host = new FakeHost
        {
            MountPoints = { ["/srv/volumes/bound"] = "/srv/volumes/bound", ["/srv/volumes/again/below"] = "/srv/volumes/again", ["/srv/volumes/plain"] = "/srv" },
            Backings =
            {
                ["/srv/volumes/bound"] = ["/root/.ssh"],
                ["/srv/volumes/again/below"] = ["/srv/volumes/other/below"],
                ["/srv/volumes/plain"] = ["/mnt/disk/volumes/plain"],
            },
        };
        IsOutside("/srv/volumes/bound").Should().BeTrue();
        IsOutside("/srv/volumes/again/below").Should().BeFalse("it is a fine place by its other name, too");
        IsOutside("/srv/volumes/plain").Should().BeFalse("the mount is the machine's own, and no volume");

        bool IsOutside(string source) =>
            Holds("'mountSourceOutside':['/srv/volumes/**']", $"{{'mounts':[{{'destination':'/x','source':'{source}','options':['rbind']}}]}}", host);
    }

    [Theory]
    [InlineData("/srv/volumes/bound", true)]
    [InlineData("/srv/volumes/twice", true)]
    [InlineData("/opt/volumes/plain", false)]
    [InlineData("/srv/volumes/a/b", true)]
    [InlineData("/opt/volumes/a/b", false)]
    public void Every_name_of_a_source_must_be_in_one_of_the_places(string source, bool holds)
    {
        var host = new FakeHost
        {
            MountPoints = { ["/srv/volumes/bound"] = "/srv/volumes/bound", ["/srv/volumes/twice"] = "/srv/volumes/twice" },
            Backings = { ["/srv/volumes/bound"] = ["/etc"], ["/srv/volumes/twice"] = ["/srv/volumes/x", "/etc"] },
        };
        Holds("'mountSourceOutside':['/srv/volumes/*','/opt/volumes/**']", $"{{'mounts':[{{'destination':'/x','source':'{source}','options':['rbind']}}]}}", host).Should().Be(holds);
    }

    [Theory]
    [InlineData("ext4", "/dev/sda1", true)]
    [InlineData("zfs", "pool/set", true)]
    [InlineData("ext4", "/srv/volumes/image", false)]
    [InlineData("tmpfs", "tmpfs", false)]
    [InlineData("sysfs", "/sys", true)]
    [InlineData("devpts", "devpts", false)]
    public void A_file_system_on_a_device_is_outside(string type, string source, bool holds) =>
        Holds("'mountSourceOutside':['/srv/volumes/**']", $"{{'mounts':[{{'destination':'/x','type':'{type}','source':'{source}'}}]}}").Should().Be(holds);

    [Theory]
    [InlineData("'SYS_ADMIN'", "{'bounding':['CAP_SYS_ADMIN']}", true)]
    [InlineData("'CAP_SYS_ADMIN'", "{'permitted':['cap_sys_admin']}", true)]
    [InlineData("'sys_admin','KILL'", "{'ambient':['CAP_KILL']}", true)]
    [InlineData("'SYS_ADMIN'", "{'bounding':['CAP_KILL'],'effective':['CAP_SYS_ADMIN']}", false)]
    [InlineData("'SYS_ADMIN'", "{'bounding':null}", false)]
    [InlineData("'KILL'", "{'bounding':['CAP_CHOWN','CAP_KILL','CAP_BPF']}", true)]
    [InlineData("'SYS_ADMIN'", "null", false)]
    public void A_capability_is_looked_for_in_what_the_process_could_have(string names, string sets, bool holds)
    {
        Holds($"'capabilities':[{names}]", $"{{'process':{{'capabilities':{sets}}}}}").Should().Be(holds);
        HoldsForExec($"'capabilities':[{names}]", $"{{'capabilities':{sets}}}").Should().Be(holds);
    }

    [Theory]
    [InlineData("/srv/volumes/a", false)]
    [InlineData("/srv/volumes/a/b", false)]
    [InlineData("/srv/volumes", true)]
    [InlineData("/srv/volumes/../secret", true)]
    [InlineData("/srv/volumes/link", true)]
    [InlineData("/", true)]
    public void A_source_is_outside_as_it_is_written_or_where_its_links_lead(string source, bool holds)
    {
        var host = new FakeHost { Links = { ["/srv/volumes/link"] = "/etc" } };
        var bind = $"{{'mounts':[{{'destination':'/proc','type':'proc','source':'proc'}},{{'destination':'/x','source':'{source}','options':['rbind']}}]}}";
        Holds("'mountSourceOutside':['/srv/volumes/**']", bind, host).Should().Be(holds);
    }

    [Theory]
    [InlineData("'lowerdir=/srv/volumes/a:/srv/volumes/b','upperdir=/srv/volumes/u','workdir=/srv/volumes/w'", false)]
    [InlineData("'lowerdir=/srv/volumes/a:/etc','upperdir=/srv/volumes/u','workdir=/srv/volumes/w'", true)]
    [InlineData("'lowerdir=/srv/volumes/a','upperdir=/var/u','workdir=/srv/volumes/w'", true)]
    [InlineData("'lowerdir=/srv/volumes/a','upperdir=/srv/volumes/u','workdir=/var/w'", true)]
    [InlineData("'ro'", false)]
    public void Each_directory_of_an_overlay_is_a_source(string options, bool holds) =>
        Holds("'mountSourceOutside':['/srv/volumes/**']", $"{{'mounts':[{{'destination':'/x','type':'overlay','source':'overlay','options':[{options}]}}]}}").Should().Be(holds);

    [Theory]
    [InlineData("'mountSourceOutside':['/srv/**']", "{}")]
    [InlineData("'mountSourceOutside':['/srv/**']", "{'mounts':null}")]
    [InlineData("'apparmorProfile':'*'", "{'process':{}}")]
    [InlineData("'apparmorProfile':'unconfined'", "{'process':{'apparmorProfile':'docker-default'}}")]
    [InlineData("'selinuxLabel':'?*'", "{'process':{'selinuxLabel':''}}")]
    public void Nothing_there_is_nothing_found(string when, string document) => Holds(when, document).Should().BeFalse();

    [Theory]
    [InlineData("'apparmorProfile':'unconfined'", "{'process':{'apparmorProfile':'unconfined'}}")]
    [InlineData("'selinuxLabel':['a','*:spc_t:*']", "{'process':{'selinuxLabel':'system_u:system_r:spc_t:s0'}}")]
    public void Labels_are_matched_by_globs(string when, string document) => Holds(when, document).Should().BeTrue();

    [Theory]
    [InlineData("'hostNamespaces':['network','pid','user']")]
    [InlineData("'mountSourceOutside':['/srv/**']")]
    public void Of_a_process_that_joins_namespaces_and_mounts_cannot_be_told(string when) => HoldsForExec(when, "{}").Should().BeFalse();

    [Theory]
    [InlineData("'hostNamespaces':['net']", "unknown namespace type \"net\"")]
    [InlineData("'hostNamespaces':['pid','nat','pit']", "unknown namespace type \"nat\"")]
    [InlineData("'hostNamespaces':[]", "hostNamespaces must not be empty")]
    [InlineData("'capabilities':['SYS_ADMN']", "unknown capability \"SYS_ADMN\"")]
    [InlineData("'capabilities':[]", "capabilities must not be empty")]
    public void A_condition_that_could_never_hold_is_an_error(string when, string error) =>
        RuleRun.ErrorOf($"{{'type':'deny','when':{{{when}}}}}").Should().StartWith(error);

    private static bool Holds(string when, string document, FakeHost? host = null) =>
        Judge(when, host, (policy, machine) => policy.Apply(new RuntimeSpec(Parse(document)), "create", "c1", machine));

    private static bool HoldsForExec(string when, string document) =>
        Judge(when, null, (policy, machine) => policy.Apply(new OciInterceptor.Spec.Process(Parse(document)), "c1", machine));

    private static string ErrorOf(string when, string document, FakeHost host, string members = "") =>
        Read(when, host, members).Apply(new RuntimeSpec(Parse(document)), "create", "c1", host).Refusal?.Message ?? "";

    private static bool Judge(string when, FakeHost? host, Func<EffectivePolicy, FakeHost, Verdict> apply)
    {
        host ??= new FakeHost();
        return apply(Read(when, host, ""), host).Refusal switch
        {
            null => false,
            { InnerException: DeniedException } => true,
            var error => throw error,
        };
    }

    private static EffectivePolicy Read(string when, FakeHost host, string members)
    {
        var text = $"{{'rules':[{{'type':'deny','when':{{{when}}}{members}}}]}}".Replace('\'', '"');
        var file = PolicyFileReader.Read("p", Encoding.UTF8.GetBytes(text), host);
        return new EffectivePolicy(file.Settings, file.Rules);
    }

    private static JsonObject Parse(string text) => (JsonObject)JsonText.Parse(Encoding.UTF8.GetBytes(text.Replace('\'', '"')), "config.json");
}
