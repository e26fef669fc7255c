using OciInterceptor.Json;
using OciInterceptor.Spec.Features;

namespace OciInterceptor.Tests.Spec.Features;

/// <summary>What a change asks of the runtime; double quotes are written as single ones.</summary>
public sealed class LinuxClaimsTests
{
    [Theory]
    [InlineData("{}", "")]
    [InlineData("{'hostname':'h','process':{'env':['A=1'],'noNewPrivileges':true,'rlimits':[{'type':'RLIMIT_X'}]},'annotations':{'a':'b'}}", "")]
    [InlineData("{'domainname':'d'}", "domainname")]
    [InlineData("{'domainname':''}", "")]
    [InlineData("{'process':{'scheduler':{'policy':'SCHED_IDLE'},'ioPriority':{},'execCPUAffinity':{'initial':'0'}}}", "process.scheduler|process.execCPUAffinity")]
    [InlineData("{'process':{'scheduler':null}}", "")]
    [InlineData("{'args':['sh'],'scheduler':{'policy':'SCHED_IDLE'}}", "process.scheduler")]
    [InlineData("{'process':{'capabilities':{'bounding':['CAP_A','CAP_B'],'effective':['CAP_A']}}}", "the capability CAP_A|the capability CAP_B")]
    [InlineData("{'process':{'apparmorProfile':'p','selinuxLabel':'l'}}", "process.apparmorProfile|process.selinuxLabel")]
    [InlineData("{'hooks':{'prestart':[{'path':'/x'}],'poststop':[]}}", "hooks.prestart")]
    [InlineData("{'mounts':[{'destination':'/d','type':'tmpfs','options':['size=1m','rro','acl']}]}", "the option rro of the mount at /d")]
    [InlineData("{'mounts':[{'destination':'/d','options':['rbind','x-mine=1','rro']}]}", "the option rbind of the mount at /d|the option x-mine of the mount at /d|the option rro of the mount at /d")]
    [InlineData("{'mounts':[{'destination':'/d','type':'bind','options':['idmap=uids=0-1-10']}]}", "the option idmap of the mount at /d")]
    [InlineData("{'mounts':[{'destination':'/d','uidMappings':[{'size':1}],'gidMappings':[]}]}", "uidMappings of the mount at /d")]
    [InlineData("{'linux':{'namespaces':[{'type':'time'},{'type':'pid'}],'timeOffsets':{'boottime':{'secs':1}}}}", "the namespace time|the namespace pid|linux.timeOffsets")]
    [InlineData("{'linux':{'timeOffsets':{},'netDevices':{},'resources':{'unified':{}}}}", "")]
    [InlineData("{'linux':{'netDevices':{'eth0':{}},'personality':{'domain':'LINUX32'}}}", "linux.personality|linux.netDevices")]
    [InlineData("{'linux':{'memoryPolicy':{'mode':'MPOL_BIND','flags':['F']}}}", "linux.memoryPolicy.mode MPOL_BIND|linux.memoryPolicy.flags F")]
    [InlineData("{'linux':{'intelRdt':{'closID':'a','schemata':['L3:0=f'],'enableMonitoring':false}}}", "linux.intelRdt|linux.intelRdt.schemata")]
    [InlineData("{'linux':{'intelRdt':{'enableMonitoring':true}}}", "linux.intelRdt|linux.intelRdt.enableMonitoring")]
    [InlineData("{'linux':{'resources':{'cpu':{'burst':1,'shares':2},'rdma':{'m':{}},'unified':{'a':'b'}}}}", "linux.resources.cpu.burst|linux.resources.rdma|linux.resources.unified")]
    [InlineData("{'linux':{'seccomp':{'defaultAction':'A','architectures':['X'],'flags':['F'],'syscalls':[{'action':'B','args':[{'op':'O'}]}]}}}", "linux.seccomp|the seccomp action A|the seccomp architecture X|the seccomp flag F|the seccomp action B|the seccomp operator O")]
    public void Each_part_that_a_runtime_may_not_know_is_found(string after, string claims) => Things("{}", after).Should().Equal(claims.Split('|', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void What_was_there_before_is_not_the_changes() =>
        Things("{'domainname':'d','process':{'capabilities':{'bounding':['CAP_A']}},'linux':{'seccomp':{'defaultAction':'A'}}}",
            "{'domainname':'e','process':{'capabilities':{'bounding':['CAP_A','CAP_B']},'scheduler':{'policy':'SCHED_IDLE'}},'linux':{'seccomp':{'defaultAction':'B'}}}")
            .Should().Equal("process.scheduler", "the capability CAP_B", "the seccomp action B");

    [Fact]
    public void What_is_taken_away_asks_for_nothing() => Things("{'process':{'scheduler':{'policy':'SCHED_IDLE'}}}", "{'process':{}}").Should().BeEmpty();

    [Theory]
    [InlineData("{'process':[1],'mounts':{},'linux':'x','hooks':7}")]
    [InlineData("{'mounts':[1,{'options':{}}],'linux':{'namespaces':[1,{'type':2}],'seccomp':[],'memoryPolicy':1,'intelRdt':null,'resources':[]},'process':{'capabilities':{'bounding':1,'effective':[2]}}}")]
    [InlineData("{'linux':{'seccomp':{'syscalls':[1,{'args':2},{'args':[3]}],'flags':1}}}")]
    public void Any_shape_can_be_looked_at(string after) => this.Invoking(_ => Things("{}", after)).Should().NotThrow();

    [Fact]
    public void A_document_with_very_many_things_is_looked_at_in_time()
    {
        var mounts = string.Join(',', Enumerable.Range(0, 50_000).Select(number => $"{{'destination':'/{number}','options':['bind','o{number}']}}"));
        Things("{}", $"{{'mounts':[{mounts}]}}").Should().HaveCount(100_000);
    }

    private static IEnumerable<string> Things(string before, string after) => Claims.Between(Json(before), Json(after)).Select(claim => claim.Thing);

    private static JsonObject Json(string text) => (JsonObject)JsonText.Parse(System.Text.Encoding.UTF8.GetBytes(text.Replace('\'', '"')), "config.json");
}
