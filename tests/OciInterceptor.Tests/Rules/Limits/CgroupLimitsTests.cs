using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Rules.Limits;

/// <summary>What a policy may set of linux.resources, and how it is merged into what the engine set.</summary>
public sealed class CgroupLimitsTests
{
    private const string Weight = "'blockIO':{'weightDevice':[{'major':8,'minor':0,'weight':100}]}";

    [Theory]
    [InlineData("'memory':{'limit':1}")]
    [InlineData("'memory':{'limit':-1,'reservation':-1,'swap':-1,'kernel':-1,'kernelTCP':-1}")]
    [InlineData("'memory':{'limit':4096,'swap':4096}")]
    [InlineData("'memory':{'swappiness':0}")]
    [InlineData("'memory':{'swappiness':100}")]
    [InlineData("'memory':{'disableOOMKiller':true,'useHierarchy':false,'checkBeforeUpdate':true}")]
    [InlineData("'cpu':{'shares':2,'quota':1000,'burst':0,'period':1000,'realtimeRuntime':1,'realtimePeriod':1,'idle':0}")]
    [InlineData("'cpu':{'shares':262144,'quota':-1,'burst':18446744073709551,'period':1000000,'realtimeRuntime':-1,'realtimePeriod':2147483647,'idle':1}")]
    [InlineData("'cpu':{'cpus':'0-3,7','mems':'4294967295'}")]
    [InlineData("'pids':{'limit':1}")]
    [InlineData("'pids':{'limit':-1}")]
    [InlineData("'blockIO':{'weight':10,'leafWeight':1000}")]
    [InlineData("'blockIO':{'weight':1000,'leafWeight':10}")]
    [InlineData("'blockIO':{'weightDevice':[{'major':0,'minor':4294967295,'weight':10,'leafWeight':1000},{'major':4294967295,'minor':0,'leafWeight':10}]}")]
    [InlineData("'blockIO':{'throttleReadBpsDevice':[{'major':8,'minor':0,'rate':0}],'throttleWriteBpsDevice':[{'major':8,'minor':0,'rate':1}]}")]
    [InlineData("'blockIO':{'throttleReadIOPSDevice':[{'major':8,'minor':0,'rate':0}],'throttleWriteIOPSDevice':[{'major':8,'minor':0,'rate':9223372036854775807}]}")]
    [InlineData("'hugepageLimits':[{'pageSize':'64KB','limit':0},{'pageSize':'2MB','limit':1},{'pageSize':'1GB','limit':2}]")]
    [InlineData("'network':{'classID':0,'priorities':[{'name':'lo','priority':0},{'name':'e','priority':4294967295}]}")]
    [InlineData("'network':{'classID':4294967295}")]
    [InlineData("'rdma':{'mlx5':{'hcaHandles':0,'hcaObjects':4294967295},'mlx4':{'hcaHandles':4294967295,'hcaObjects':0}}")]
    [InlineData("'unified':{'memory.high':'max','a.b':''}")]
    public void A_limit_within_the_bounds_is_written_as_the_policy_has_it(string limits)
    {
        RuleRun.OnLinux($"{{'type':'resources','force':{{{limits}}}}}", "{}").Should().Be($"{{'resources':{{{limits}}}}}");
        RuleRun.OnLinux($"{{'type':'resources','default':{{{limits}}}}}", "{}").Should().Be($"{{'resources':{{{limits}}}}}");
    }

    [Theory]
    [InlineData("'memory':{'limit':'64m','swap':'1gb'}", "'memory':{'limit':67108864,'swap':1073741824}")]
    [InlineData("'blockIO':{'throttleReadBpsDevice':[{'major':8,'minor':0,'rate':'1k'}]}", "'blockIO':{'throttleReadBpsDevice':[{'major':8,'minor':0,'rate':1024}]}")]
    [InlineData("'hugepageLimits':[{'pageSize':'2MB','limit':'4m'}]", "'hugepageLimits':[{'pageSize':'2MB','limit':4194304}]")]
    public void A_size_is_written_in_bytes(string limits, string expected) =>
        RuleRun.OnLinux($"{{'type':'resources','force':{{{limits}}}}}", "{}").Should().Be($"{{'resources':{{{expected}}}}}");

    [Theory]
    [InlineData("'memory':{'limit':'-1'}", "limit must be a size such as 65536 or \"64m\"")]
    [InlineData("'memory':{'swappiness':-1}", "swappiness must be from 0 to 100")]
    [InlineData("'memory':{'reservation':0}", "reservation must be more than 0, or -1 for no limit")]
    [InlineData("'memory':{'swap':4095,'limit':4096}", "force: memory.swap is memory and swap together, so it must not be below memory.limit")]
    [InlineData("'cpu':{'shares':262145}", "shares must be from 2 to 262144")]
    [InlineData("'cpu':{'quota':0}", "quota must be at least 1000, or -1 for no limit")]
    [InlineData("'cpu':{'quota':-2}", "quota must be at least 1000, or -1 for no limit")]
    [InlineData("'cpu':{'burst':-1}", "burst must be from 0 to 18446744073709551")]
    [InlineData("'cpu':{'period':1000001}", "period must be from 1000 to 1000000")]
    [InlineData("'cpu':{'realtimeRuntime':0}", "realtimeRuntime must be at least 1, or -1 for no limit")]
    [InlineData("'cpu':{'realtimePeriod':0}", "realtimePeriod must be from 1 to 2147483647")]
    [InlineData("'cpu':{'realtimePeriod':2147483648}", "realtimePeriod must be from 1 to 2147483647")]
    [InlineData("'cpu':{'idle':2}", "idle must be from 0 to 1")]
    [InlineData("'cpu':{'idle':-1}", "idle must be from 0 to 1")]
    [InlineData("'cpu':{'mems':'4294967296'}", "mems must be a list such as \"0-3,7\"")]
    [InlineData("'pids':{'limit':-2}", "limit must be at least 1, or -1 for no limit")]
    [InlineData("'blockIO':{'leafWeight':9}", "leafWeight must be from 10 to 1000")]
    [InlineData("'blockIO':{'weight':1001}", "weight must be from 10 to 1000")]
    [InlineData("'blockIO':{'weightDevice':[{'major':4294967296,'minor':0}]}", "major must be from 0 to 4294967295")]
    [InlineData("'blockIO':{'weightDevice':[{'major':0,'minor':-1}]}", "minor must be from 0 to 4294967295")]
    [InlineData("'blockIO':{'weightDevice':[{'minor':0}]}", "missing member \"major\"")]
    [InlineData("'blockIO':{'throttleWriteIOPSDevice':[{'major':8,'minor':0,'rate':-1}]}", "rate must be from 0 to 9223372036854775807")]
    [InlineData("'hugepageLimits':[{'pageSize':'MB','limit':1}]", "pageSize must be a power of two such as \"2MB\" or \"1GB\"")]
    [InlineData("'hugepageLimits':[{'pageSize':'3MB','limit':1}]", "pageSize must be a power of two such as \"2MB\" or \"1GB\"")]
    [InlineData("'hugepageLimits':[{'pageSize':'1024MB','limit':1}]", "pageSize must be a power of two such as \"2MB\" or \"1GB\"")]
    [InlineData("'blockIO':{'weightDevice':[{'major':8,'minor':0}]}", "want weight or leafWeight")]
    [InlineData("'rdma':{'mlx5':{}}", "want hcaHandles or hcaObjects")]
    [InlineData("'blockIO':{'throttleReadBpsDevice':[{'major':8,'minor':0}]}", "missing member \"rate\"")]
    [InlineData("'hugepageLimits':[{'pageSize':'02MB','limit':1}]", "pageSize must be a power of two such as \"2MB\" or \"1GB\"")]
    [InlineData("'hugepageLimits':[{'pageSize':'2TB','limit':1}]", "pageSize must be a power of two such as \"2MB\" or \"1GB\"")]
    [InlineData("'hugepageLimits':[{'pageSize':'2mb','limit':1}]", "pageSize must be a power of two such as \"2MB\" or \"1GB\"")]
    [InlineData("'hugepageLimits':[{'pageSize':'2 MB','limit':1}]", "pageSize must be a power of two such as \"2MB\" or \"1GB\"")]
    [InlineData("'hugepageLimits':[{'pageSize':'2MB','limit':1},{'pageSize':'2MB','limit':2}]", "hugepageLimits has two items with the same pageSize")]
    [InlineData("'hugepageLimits':[{'pageSize':'2MB'}]", "missing member \"limit\"")]
    [InlineData("'hugepageLimits':[{'limit':1}]", "missing member \"pageSize\"")]
    [InlineData("'network':{'priorities':[{'priority':1}]}", "missing member \"name\"")]
    [InlineData("'network':{'priorities':[{'name':'lo'}]}", "missing member \"priority\"")]
    [InlineData("'network':{'classID':-1}", "classID must be from 0 to 4294967295")]
    [InlineData("'network':{'priorities':[{'name':'lo','priority':4294967296}]}", "priority must be from 0 to 4294967295")]
    [InlineData("'rdma':{'mlx5':{'hcaHandles':-1}}", "hcaHandles must be from 0 to 4294967295")]
    [InlineData("'rdma':{'mlx5':{'hcaObjects':4294967296}}", "hcaObjects must be from 0 to 4294967295")]
    [InlineData("'unified':{'.max':'1'}", "invalid cgroup file \".max\": want a name such as \"memory.high\"")]
    [InlineData("'unified':{'a/b.max':'1'}", "invalid cgroup file \"a/b.max\": want a name such as \"memory.high\"")]
    [InlineData("'unified':{'memory.max ':'1'}", "invalid cgroup file \"memory.max \": want a name such as \"memory.high\"")]
    [InlineData("'unified':{'memory.max\\n':'1'}", "invalid cgroup file \"memory.max\n\": want a name such as \"memory.high\"")]
    public void A_limit_beyond_the_bounds_is_refused(string limits, string error)
    {
        RuleRun.ErrorOf($"{{'type':'resources','force':{{{limits}}}}}").Should().Be(error);
        RuleRun.ErrorOf($"{{'type':'resources','default':{{{limits}}}}}").Should().Be(error.Replace("force: ", "default: ", StringComparison.Ordinal));
    }

    // Engines write 0 and the empty string where nobody set a limit, but 0 is a value of some limits.
    [Theory]
    [InlineData("'memory':{'swappiness':10}", "'memory':{'swappiness':0}", "'memory':{'swappiness':0}")]
    [InlineData("'memory':{'swappiness':10}", "'memory':{'swappiness':null}", "'memory':{'swappiness':10}")]
    [InlineData("'memory':{'swappiness':10}", "'memory':{}", "'memory':{'swappiness':10}")]
    [InlineData("'memory':{'disableOOMKiller':true}", "'memory':{'disableOOMKiller':false}", "'memory':{'disableOOMKiller':false}")]
    [InlineData("'memory':{'limit':5}", "'memory':{'limit':0}", "'memory':{'limit':5}")]
    [InlineData("'memory':{'limit':5}", "'memory':{'limit':-1}", "'memory':{'limit':-1}")]
    [InlineData("'cpu':{'cpus':'0-1'}", "'cpu':{'cpus':''}", "'cpu':{'cpus':'0-1'}")]
    [InlineData("'cpu':{'cpus':'0-1'}", "'cpu':{'cpus':'3'}", "'cpu':{'cpus':'3'}")]
    [InlineData("'cpu':{'shares':5}", "'cpu':{'shares':0}", "'cpu':{'shares':5}")]
    [InlineData("'cpu':{'idle':1}", "'cpu':{'idle':0}", "'cpu':{'idle':0}")]
    [InlineData("'pids':{'limit':5}", "'pids':{'limit':7}", "'pids':{'limit':7}")]
    [InlineData("'pids':{'limit':5}", "'pids':null", "'pids':{'limit':5}")]
    [InlineData("'network':{'classID':5}", "'network':{'classID':0}", "'network':{'classID':0}")]
    [InlineData("'rdma':{'a':{'hcaHandles':1,'hcaObjects':2}}", "'rdma':{'a':{'hcaHandles':0}}", "'rdma':{'a':{'hcaHandles':0,'hcaObjects':2}}")]
    [InlineData("'rdma':{'a':{'hcaHandles':1}}", "'rdma':{'a':null,'b':{}}", "'rdma':{'a':{'hcaHandles':1},'b':{}}")]
    [InlineData("'unified':{'a.b':'1','c.d':'2'}", "'unified':{'a.b':'','c.d':null}", "'unified':{'a.b':'','c.d':'2'}")]
    public void A_default_is_set_where_the_engine_set_nothing(string limits, string before, string after) => Check("default", limits, before, after);

    [Theory]
    [InlineData("'memory':{'swappiness':10}", "'memory':{'swappiness':0}", "'memory':{'swappiness':10}")]
    [InlineData("'cpu':{'cpus':'0-1'}", "'cpu':{'cpus':'3','x':1}", "'cpu':{'cpus':'0-1','x':1}")]
    [InlineData("'rdma':{'a':{'hcaHandles':1}}", "'rdma':{'a':{'hcaHandles':7,'hcaObjects':2}}", "'rdma':{'a':{'hcaHandles':1,'hcaObjects':2}}")]
    [InlineData("'unified':{'a.b':'1'}", "'unified':{'a.b':'9','c.d':'8'}", "'unified':{'a.b':'1','c.d':'8'}")]
    [InlineData("'unified':{'a.b':'1'}", "'unified':null", "'unified':{'a.b':'1'}")]
    public void A_forced_limit_replaces_the_engines(string limits, string before, string after) => Check("force", limits, before, after);

    [Theory]
    [InlineData("default", "{'major':8,'minor':1,'weight':50}", "{'major':8,'minor':1,'weight':50},{'major':8,'minor':0,'weight':100}")]
    [InlineData("default", "{'major':8,'minor':0,'weight':50}", "{'major':8,'minor':0,'weight':50}")]
    [InlineData("force", "{'major':8,'minor':0,'weight':100}", "{'major':8,'minor':0,'weight':100}")]
    [InlineData("default", "{'major':9,'minor':0,'weight':50}", "{'major':9,'minor':0,'weight':50},{'major':8,'minor':0,'weight':100}")]
    [InlineData("default", "{'major':8,'minor':0,'weight':50},{'major':8,'minor':0}", "{'major':8,'minor':0,'weight':50},{'major':8,'minor':0,'weight':100}")]
    [InlineData("default", "{'weight':50},{'major':8,'minor':0,'weight':0}", "{'weight':50},{'major':8,'minor':0,'weight':100}")]
    [InlineData("force", "{'major':8,'minor':0,'weight':50},{'major':1,'minor':1},{'major':8,'minor':0,'weight':60}", "{'major':8,'minor':0,'weight':100},{'major':1,'minor':1},{'major':8,'minor':0,'weight':100}")]
    [InlineData("force", "{'major':8,'minor':0,'leafWeight':50}", "{'major':8,'minor':0,'leafWeight':50,'weight':100}")]
    [InlineData("force", "", "{'major':8,'minor':0,'weight':100}")]
    public void A_list_is_merged_device_by_device(string how, string before, string after) =>
        Check(how, Weight, $"'blockIO':{{'weightDevice':[{before}]}}", $"'blockIO':{{'weightDevice':[{after}]}}");

    [Fact]
    public void A_missing_list_is_made() => Check("default", Weight, "'blockIO':{'weightDevice':null}", Weight);

    [Theory]
    [InlineData("'blockIO':{'weightDevice':{}}", "\"weightDevice\" must be a list of objects, not an object")]
    [InlineData("'blockIO':{'weightDevice':[1]}", "\"weightDevice\" must be a list of objects, not a number")]
    [InlineData("'blockIO':[]", "\"blockIO\" must be an object, not a list")]
    public void What_the_engine_wrote_wrong_is_an_error(string resources, string error)
    {
        var apply = () => RuleRun.OnLinux($"{{'type':'resources','default':{{{Weight}}}}}", $"{{'resources':{{{resources}}}}}");
        apply.Should().Throw<InterceptorException>().WithMessage($"*{error}");
    }

    [Theory]
    [InlineData("'rdma':{'a':{'hcaHandles':1}}", "'rdma':[]", "\"rdma\" must be an object, not a list")]
    [InlineData("'unified':{'a.b':'1'}", "'unified':'x'", "\"unified\" must be an object, not a string")]
    public void So_is_a_map_that_is_none(string limits, string resources, string error)
    {
        var apply = () => RuleRun.OnLinux($"{{'type':'resources','default':{{{limits}}}}}", $"{{'resources':{{{resources}}}}}");
        apply.Should().Throw<InterceptorException>().WithMessage($"*{error}");
    }

    private static void Check(string how, string limits, string before, string after) =>
        RuleRun.OnLinux($"{{'type':'resources','{how}':{{{limits}}}}}", $"{{'resources':{{{before}}}}}").Should().Be($"{{'resources':{{{after}}}}}");
}
