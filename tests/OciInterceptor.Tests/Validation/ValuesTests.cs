using OciInterceptor.Json;
using OciInterceptor.Tests.Json;
using OciInterceptor.Validation;

namespace OciInterceptor.Tests.Validation;

/// <summary>Values that the runtime specification (1.3) or the kernel refuses, and those beside them that it takes; double quotes are written as single ones.</summary>
public sealed class ValuesTests
{
    [Theory]
    [InlineData("'namespaces':[{'type':'network'}],'netDevices':{'eth0':{'name':'a/b'}}", "invalid network interface name \"a/b\"*")]
    [InlineData("'namespaces':[{'type':'network'}],'netDevices':{'eth0':{'name':'abcdefghijklmnop'}}", "invalid network interface name \"abcdefghijklmnop\"*")]
    [InlineData("'namespaces':[{'type':'network'}],'netDevices':{'eth0':{'name':'net%s'}}", "invalid network interface name \"net%s\"*")]
    [InlineData("'namespaces':[{'type':'network'}],'netDevices':{'eth0':{'name':'net%d'},'eth1':{'name':'net%d'}}", null)]
    [InlineData("'namespaces':[{'type':'network'}],'netDevices':{'eth0':{'name':'abcdefghijklmno'},'eth1':{'name':''},'eth2':{}}", null)]
    [InlineData("'namespaces':[{'type':'network'}],'netDevices':{'eth0':{'name':'same'},'eth1':{'name':'same'}}", "two network devices would be named same in the container")]
    [InlineData("'namespaces':[{'type':'network'}],'netDevices':{'eth0':{'name':'eth1'},'eth1':{}}", "two network devices would be named eth1 in the container")]
    [InlineData("'namespaces':[{'type':'network'}],'netDevices':{'a b':{}}", "invalid network interface name \"a b\"")]
    [InlineData("'namespaces':[{'type':'network'}],'netDevices':{'net%d':{}}", "invalid network interface name \"net%d\"")]
    [InlineData("'netDevices':{'eth0':{}}", "network devices need a network namespace: runtimes refuse them without one")]
    [InlineData("'netDevices':{}", null)]
    public void Network_devices_have_names_that_the_kernel_takes(string linux, string? finding) => Is(linux, finding);

    /// <summary>As the checks of runc and crun have it: a parameter must belong to a namespace, and the container must have one of its own.</summary>
    [Theory]
    [InlineData("'sysctl':{'kernel.foo':'1'}", "the sysctl kernel.foo belongs to no namespace: runtimes refuse it")]
    [InlineData("'sysctl':{'vm/swappiness':'1'}", "the sysctl vm.swappiness belongs to no namespace: runtimes refuse it")]
    [InlineData("'sysctl':{'net.core.somaxconn':'1'}", "the sysctl net.core.somaxconn needs a network namespace: runtimes refuse it without one")]
    [InlineData("'sysctl':{'net/core/somaxconn':'1'}", "the sysctl net.core.somaxconn needs a network namespace: runtimes refuse it without one")]
    [InlineData("'sysctl':{'kernel.shmmax':'1'}", "the sysctl kernel.shmmax needs an ipc namespace: *")]
    [InlineData("'sysctl':{'kernel/sem':'1'}", "the sysctl kernel.sem needs an ipc namespace: *")]
    [InlineData("'sysctl':{'fs.mqueue.msg_max':'1'}", "the sysctl fs.mqueue.msg_max needs an ipc namespace: *")]
    [InlineData("'sysctl':{'user.max_user_namespaces':'1'}", "the sysctl user.max_user_namespaces needs a user namespace: *")]
    [InlineData("'sysctl':{'kernel.domainname':'d'}", "the sysctl kernel.domainname needs a uts namespace: *")]
    [InlineData("'namespaces':[{'type':'uts'}],'sysctl':{'kernel.hostname':'h'}", "runc refuses the sysctl kernel.hostname: use \"hostname\" instead")]
    [InlineData("'namespaces':[{'type':'network'},{'type':'ipc'},{'type':'uts'},{'type':'user','path':'/x'}],'sysctl':{'net.a':'1','net/b':'1','kernel.msgmax':'1','fs/mqueue/x':'1','kernel.domainname':'d','user.x':'1'}", null)]
    public void A_kernel_parameter_belongs_to_a_namespace_of_the_container(string linux, string? finding) => Is(linux, finding);

    [Theory]
    [InlineData("{'containerID':0,'hostID':0,'size':10},{'containerID':10,'hostID':10,'size':10}", null)]
    [InlineData("{'containerID':5,'hostID':0,'size':10},{'containerID':0,'hostID':10,'size':10}", "the ranges of containerID overlap")]
    [InlineData("{'containerID':0,'hostID':0,'size':10},{'containerID':10,'hostID':5,'size':10}", "the ranges of hostID overlap")]
    [InlineData("{'containerID':0,'hostID':4294967295,'size':1}", null)]
    [InlineData("{'containerID':0,'hostID':4294967295,'size':2}", "hostID and size go beyond the last ID, 4294967295")]
    [InlineData("{'containerID':4294967295,'hostID':0,'size':2}", "containerID and size go beyond the last ID, 4294967295")]
    public void Mapped_ids_exist_and_do_not_overlap(string mappings, string? finding) => Is($"'namespaces':[{{'type':'user'}}],'uidMappings':[{mappings}]", finding);

    [Theory]
    [InlineData("'intelRdt':{'closID':'/'}", null)]
    [InlineData("'intelRdt':{'closID':'guaranteed'}", null)]
    [InlineData("'intelRdt':{'closID':'../x'}", "\"closID\" must be the name of a directory of resctrl, or \"/\"")]
    [InlineData("'intelRdt':{'closID':'..'}", "\"closID\" must be *")]
    [InlineData("'intelRdt':{'closID':''}", "an empty \"closID\" has no effect: leave it out")]
    [InlineData("'intelRdt':{'closID':'a/b'}", "\"closID\" must be *")]
    [InlineData("'intelRdt':{'memBwSchema':'MB:0=20;1=70'}", null)]
    [InlineData("'intelRdt':{'memBwSchema':'XX:0=70'}", "\"memBwSchema\" must be one line that begins with MB: and has a value for each domain")]
    [InlineData("'intelRdt':{'memBwSchema':'MB:0=1\\nL3:0=f'}", "\"memBwSchema\" must be one line that begins with MB: and has a value for each domain")]
    [InlineData("'intelRdt':{'l3CacheSchema':'L3:0=7f0'}", null)]
    [InlineData("'intelRdt':{'l3CacheSchema':'L2:0=7f0'}", "\"l3CacheSchema\" should be one line that begins with L3:")]
    [InlineData("'intelRdt':{'schemata':['L3:0=f','MB:0=1']}", null)]
    [InlineData("'intelRdt':{'schemata':['L3:0=f\\nMB:0=1']}", "\"schemata\" must have one line of the schemata file in each item, such as L3:0=7f0;1=1f")]
    [InlineData("'intelRdt':{'schemata':['']}", "\"schemata\" must have *")]
    [InlineData("'intelRdt':{'schemata':['FOO']}", "\"schemata\" must have *")]
    [InlineData("'intelRdt':{'schemata':['L3']}", "\"schemata\" must have *")]
    [InlineData("'intelRdt':{'schemata':['L3:']}", "\"schemata\" must have *")]
    [InlineData("'intelRdt':{'schemata':[':0=f']}", "\"schemata\" must have *")]
    [InlineData("'intelRdt':{'schemata':[' :0=f']}", "\"schemata\" must have *")]
    [InlineData("'intelRdt':{'schemata':['L3:f']}", "\"schemata\" must have *")]
    [InlineData("'intelRdt':{'schemata':['L3:0=']}", "\"schemata\" must have *")]
    [InlineData("'intelRdt':{'schemata':['L3:x=f']}", "\"schemata\" must have *")]
    [InlineData("'intelRdt':{'schemata':['L3:=f']}", "\"schemata\" must have *")]
    [InlineData("'intelRdt':{'schemata':['L3: =f']}", "\"schemata\" must have *")]
    [InlineData("'intelRdt':{'schemata':['L3:0= ']}", "\"schemata\" must have *")]
    [InlineData("'intelRdt':{'schemata':['L3:0=f;;1=f']}", "\"schemata\" must have *")]
    [InlineData("'intelRdt':{'schemata':[' ']}", "\"schemata\" must have *")]
    [InlineData("'intelRdt':{'schemata':['    L3:0=fffff;1=7f0;','L2CODE:12=f']}", null)]
    [InlineData("'intelRdt':{'memBwSchema':'MB:'}", "\"memBwSchema\" must be *")]
    [InlineData("'intelRdt':{'memBwSchema':'MB:70'}", "\"memBwSchema\" must be *")]
    [InlineData("'intelRdt':{'l3CacheSchema':'L3:'}", "\"l3CacheSchema\" must be a line of the schemata file, such as L3:0=7f0;1=1f")]
    [InlineData("'intelRdt':{'l3CacheSchema':'L3CODE:0=f\\nL3DATA:0=f'}", "\"l3CacheSchema\" should be one line that begins with L3:")]
    [InlineData("'intelRdt':{'closID':'info'}", "\"closID\" must not be info, which the root of resctrl has itself")]
    [InlineData("'intelRdt':{'closID':'mon_groups'}", "\"closID\" must not be mon_groups, *")]
    [InlineData("'intelRdt':{'closID':'mon_data'}", "\"closID\" must not be mon_data, *")]
    [InlineData("'intelRdt':{'closID':'schemata'}", "\"closID\" must not be schemata, *")]
    [InlineData("'intelRdt':{'closID':'tasks'}", "\"closID\" must not be tasks, *")]
    [InlineData("'intelRdt':{'closID':'cpus_list'}", "\"closID\" must not be cpus_list, *")]
    [InlineData("'intelRdt':{'closID':'infos'}", null)]
    public void Resctrl_gets_directories_and_lines(string linux, string? finding) => Is(linux, finding);

    [Theory]
    [InlineData("'mode':'MPOL_BIND','nodes':'0-1'", null)]
    [InlineData("'mode':'MPOL_BOGUS','nodes':'0'", "\"mode\" must be one of MPOL_DEFAULT, *")]
    [InlineData("'mode':'MPOL_BIND','nodes':'0','flags':['MPOL_F_NOPE']", "unknown flag \"MPOL_F_NOPE\"*")]
    [InlineData("'mode':'MPOL_BIND'", "MPOL_BIND needs nodes")]
    [InlineData("'mode':'MPOL_BIND','nodes':''", "MPOL_BIND needs nodes")]
    [InlineData("'mode':'MPOL_LOCAL','nodes':''", null)]
    [InlineData("'mode':'MPOL_LOCAL','nodes':'0'", "MPOL_LOCAL takes no nodes")]
    [InlineData("'mode':'MPOL_BIND','nodes':'1-0'", "nodes must be a list of memory nodes *")]
    [InlineData("'mode':'MPOL_PREFERRED'", null)]
    [InlineData("'mode':'MPOL_PREFERRED','flags':['MPOL_F_STATIC_NODES']", "MPOL_F_STATIC_NODES needs nodes")]
    [InlineData("'mode':'MPOL_BIND','nodes':'0','flags':['MPOL_F_STATIC_NODES','MPOL_F_RELATIVE_NODES']", "MPOL_F_STATIC_NODES and MPOL_F_RELATIVE_NODES cannot be combined")]
    [InlineData("'mode':'MPOL_INTERLEAVE','nodes':'0','flags':['MPOL_F_NUMA_BALANCING']", "MPOL_F_NUMA_BALANCING is only valid *")]
    public void A_memory_policy_is_one_that_the_kernel_takes(string policy, string? finding) => Is($"'memoryPolicy':{{{policy}}}", finding);

    [Theory]
    [InlineData("'namespaces':[{'type':'time','path':'/proc/1/ns/time'}],'timeOffsets':{'monotonic':{'secs':1}}", "cannot set offsets for a time namespace joined by path: it already has its own, and runtimes refuse others")]
    [InlineData("'namespaces':[{'type':'time','path':'/proc/1/ns/time'}],'timeOffsets':{}", null)]
    [InlineData("'namespaces':[{'type':'time','path':''}],'timeOffsets':{'monotonic':{'secs':1}}", null)]
    [InlineData("'personality':{'domain':'LINUX','flags':[]}", null)]
    [InlineData("'personality':{'domain':'LINUX','flags':['NOPE']}", "the specification defines no flags for \"personality\" yet: runtimes refuse any")]
    [InlineData("'namespaces':[{'type':'time'}],'timeOffsets':{'monotonic':{'secs':1},'boottime':{'secs':1}}", null)]
    [InlineData("'namespaces':[{'type':'time'}],'timeOffsets':{'realtime':{'secs':1}}", "a time namespace has no offset for the clock \"realtime\"*")]
    [InlineData("'namespaces':[{'type':'time'}],'timeOffsets':{'monotonic':{'nanosecs':1000000000}}", "\"nanosecs\" must be between 0 and 999999999")]
    [InlineData("'namespaces':[{'type':'time'}],'timeOffsets':{'monotonic':{'secs':9223372036854775807}}", "\"secs\" must be between -9223372036 and 4611686018")]
    [InlineData("'namespaces':[{'type':'time'}],'timeOffsets':{'boottime':{'secs':4611686019}}", "\"secs\" must be *")]
    [InlineData("'namespaces':[{'type':'time'}],'timeOffsets':{'boottime':{'secs':-9223372037}}", "\"secs\" must be *")]
    [InlineData("'namespaces':[{'type':'time'}],'timeOffsets':{'monotonic':{'secs':4611686018},'boottime':{'secs':-9223372036}}", null)]
    [InlineData("'rootfsPropagation':''", "an empty \"rootfsPropagation\" has no effect: leave it out")]
    public void A_personality_has_no_flags_and_a_time_namespace_two_clocks(string linux, string? finding) => Is(linux, finding);

    [Theory]
    [InlineData("'cpu':{'cpus':'0-3,7','mems':'0'}", null)]
    [InlineData("'cpu':{'cpus':'','mems':''}", null)]
    [InlineData("'cpu':{'cpus':'0-31:1/2,40','mems':'0-3, 7'}", null)]
    [InlineData("'cpu':{'cpus':'all'}", null)]
    [InlineData("'cpu':{'cpus':'0-31:3/2'}", "\"cpus\" must be a list *")]
    [InlineData("'cpu':{'cpus':'0-31:1/0'}", "\"cpus\" must be a list *")]
    [InlineData("'cpu':{'cpus':'0-31:1/2:3'}", "\"cpus\" must be a list *")]
    [InlineData("'cpu':{'cpus':'0-'}", "\"cpus\" must be a list *")]
    [InlineData("'cpu':{'mems':'a'}", "\"mems\" must be a list *")]
    [InlineData("'cpu':{'shares':0,'quota':0,'period':0,'burst':0,'realtimeRuntime':0,'realtimePeriod':0}", null)]
    [InlineData("'cpu':{'shares':2,'quota':1000,'period':1000,'burst':1000,'realtimeRuntime':5,'realtimePeriod':5}", null)]
    [InlineData("'cpu':{'shares':262144,'quota':-1,'period':1000000,'burst':7,'realtimeRuntime':-1,'realtimePeriod':5}", null)]
    [InlineData("'cpu':{'shares':1}", "\"shares\" must be between 2 and 262144")]
    [InlineData("'cpu':{'shares':262145}", "\"shares\" must be between 2 and 262144")]
    [InlineData("'cpu':{'quota':999}", "\"quota\" must be between 1000 and 17592186044415")]
    [InlineData("'cpu':{'quota':17592186044415}", null)]
    [InlineData("'cpu':{'quota':17592186044416}", "\"quota\" must be between 1000 and 17592186044415")]
    [InlineData("'cpu':{'quota':17592186043415,'burst':1000}", null)]
    [InlineData("'cpu':{'quota':17592186043415,'burst':1001}", "\"burst\" and \"quota\" together must be at most 17592186044415")]
    [InlineData("'cpu':{'quota':-1,'burst':18446744073709551}", null)]
    [InlineData("'cpu':{'quota':-1,'burst':18446744073709552}", "\"burst\" must be at most 18446744073709551")]
    [InlineData("'cpu':{'burst':18446744073709552}", "\"burst\" must be at most 18446744073709551")]
    [InlineData("'cpu':{'period':999}", "\"period\" must be between 1000 and 1000000")]
    [InlineData("'cpu':{'period':1000001}", "\"period\" must be between 1000 and 1000000")]
    [InlineData("'cpu':{'quota':1000,'burst':1001}", "\"burst\" must be at most \"quota\"")]
    [InlineData("'cpu':{'realtimeRuntime':6,'realtimePeriod':5}", "\"realtimeRuntime\" must be at most \"realtimePeriod\"")]
    [InlineData("'cpu':{'realtimeRuntime':6,'realtimePeriod':0}", null)]
    [InlineData("'blockIO':{'weight':0,'leafWeight':10,'weightDevice':[{'major':8,'minor':0,'weight':1000}]}", null)]
    [InlineData("'blockIO':{'weight':9}", "\"weight\" must be between 10 and 1000")]
    [InlineData("'blockIO':{'leafWeight':1001}", "\"leafWeight\" must be between 10 and 1000")]
    [InlineData("'blockIO':{'weightDevice':[{'major':8,'minor':0,'weight':1001}]}", "\"weight\" must be between 10 and 1000")]
    [InlineData("'blockIO':{'weightDevice':[{'major':8,'minor':0,'leafWeight':9}]}", "\"leafWeight\" must be between 10 and 1000")]
    [InlineData("'hugepageLimits':[{'pageSize':'64KB','limit':1},{'pageSize':'2MB','limit':1},{'pageSize':'1GB','limit':1},{'pageSize':'16GB','limit':1}]", null)]
    [InlineData("'hugepageLimits':[{'pageSize':'2megs','limit':1}]", "no kernel has huge pages of \"2megs\"*")]
    [InlineData("'hugepageLimits':[{'pageSize':'2M','limit':1}]", "no kernel has *")]
    [InlineData("'hugepageLimits':[{'pageSize':'2mb','limit':1}]", "no kernel has *")]
    [InlineData("'hugepageLimits':[{'pageSize':'3MB','limit':1}]", "no kernel has *")]
    [InlineData("'hugepageLimits':[{'pageSize':'1024MB','limit':1}]", "no kernel has *")]
    [InlineData("'hugepageLimits':[{'pageSize':'512MB','limit':1}]", null)]
    [InlineData("'hugepageLimits':[{'pageSize':'02MB','limit':1}]", "no kernel has *")]
    [InlineData("'hugepageLimits':[{'pageSize':'0MB','limit':1}]", "no kernel has *")]
    [InlineData("'hugepageLimits':[{'pageSize':'','limit':1}]", "no kernel has *")]
    [InlineData("'hugepageLimits':[{'pageSize':'MB','limit':1}]", "no kernel has *")]
    [InlineData("'unified':{'memory.max':'1'}", null)]
    [InlineData("'unified':{'../../memory.max':'1'}", "\"../../memory.max\" is not the name of a file of a control group")]
    [InlineData("'unified':{'..':'1'}", "\"..\" is not *")]
    [InlineData("'unified':{'':'1'}", "\"\" is not *")]
    [InlineData("'unified':{'memory.max\\n':'1'}", "\"memory.max\n\" is not *")]
    [InlineData("'unified':{'memory.max ':'1'}", "\"memory.max \" is not *")]
    [InlineData("'unified':{'memory.max\\u007f':'1'}", "\"memory.max\u007f\" is not *")]
    [InlineData("'unified':{'.max':'1'}", "\".max\" is not *")]
    [InlineData("'unified':{'memory':'1'}", "\"memory\" is not *")]
    [InlineData("'rdma':{'mlx':{'hcaHandles':1},'rxe':{'hcaObjects':2}}", null)]
    [InlineData("'rdma':{'mlx':{}}", "a device of \"rdma\" needs \"hcaHandles\" or \"hcaObjects\"")]
    [InlineData("'rdma':[{'device':'mlx'}]", "\"rdma\" must be an object*")]
    [InlineData("'pids':{'limit':-1}", null)]
    [InlineData("'pids':{'limit':1}", null)]
    [InlineData("'pids':{'limit':0}", "a \"limit\" of 0 means no limit to runc before 1.4, *")]
    [InlineData("'blockIO':{'weightDevice':[{'major':8,'minor':0,'weight':500}]}", null)]
    [InlineData("'blockIO':{'weightDevice':[{'major':8,'minor':0,'leafWeight':500}]}", null)]
    [InlineData("'blockIO':{'weightDevice':[{'major':8,'minor':0}]}", "a device of \"weightDevice\" needs \"weight\" or \"leafWeight\"")]
    public void Limits_are_spelled_as_the_kernel_reads_them(string resources, string? finding) => Is($"'resources':{{{resources}}}", finding);

    [Theory]
    [InlineData("'defaultAction':'SCMP_ACT_NOTIFY'", "SCMP_ACT_NOTIFY cannot be the default action*")]
    [InlineData("'defaultAction':'SCMP_ACT_ALLOW','architectures':['SCMP_ARCH_FOO']", "unknown architecture \"SCMP_ARCH_FOO\"*")]
    [InlineData("'defaultAction':'SCMP_ACT_ALLOW','flags':['SECCOMP_FILTER_FLAG_FOO']", "unknown flag \"SECCOMP_FILTER_FLAG_FOO\"*")]
    [InlineData("'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['read',''],'action':'SCMP_ACT_ERRNO'}]", "\"names\" must name a system call")]
    [InlineData("'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['read'],'action':'SCMP_ACT_ERRNO','args':[{'index':2,'value':1,'op':'SCMP_CMP_GE'},{'index':0,'value':1,'op':'SCMP_CMP_EQ'},{'index':2,'value':9,'op':'SCMP_CMP_LE'}]}]", "two conditions on argument 2: runtimes then match the entry if any one of its conditions holds")]
    [InlineData("'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['read'],'action':'SCMP_ACT_ERRNO','args':[{'index':2,'value':1,'op':'SCMP_CMP_GE'},{'index':0,'value':1,'op':'SCMP_CMP_EQ'}]}]", null)]
    [InlineData("'defaultAction':'SCMP_ACT_ALLOW','flags':['SECCOMP_FILTER_FLAG_LOG']", null)]
    [InlineData("'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['mount'],'action':'SCMP_ACT_NOTIFY'}]", "SCMP_ACT_NOTIFY needs \"listenerPath\"")]
    [InlineData("'defaultAction':'SCMP_ACT_ALLOW','listenerPath':'','syscalls':[{'names':['mount'],'action':'SCMP_ACT_NOTIFY'}]", "SCMP_ACT_NOTIFY needs \"listenerPath\"")]
    [InlineData("'defaultAction':'SCMP_ACT_ALLOW','listenerPath':'/s','syscalls':[{'names':['mount'],'action':'SCMP_ACT_NOTIFY'}]", null)]
    [InlineData("'defaultAction':'SCMP_ACT_KILL','defaultErrnoRet':1", "SCMP_ACT_KILL returns nothing, so it takes no \"defaultErrnoRet\"")]
    [InlineData("'defaultAction':'SCMP_ACT_ERRNO','defaultErrnoRet':1", null)]
    [InlineData("'defaultAction':'SCMP_ACT_TRACE','defaultErrnoRet':65535", null)]
    [InlineData("'defaultAction':'SCMP_ACT_TRACE','defaultErrnoRet':65536", "\"defaultErrnoRet\" must be at most 65535*")]
    [InlineData("'defaultAction':'SCMP_ACT_ERRNO','defaultErrnoRet':4095", null)]
    [InlineData("'defaultAction':'SCMP_ACT_ERRNO','defaultErrnoRet':65536", "\"defaultErrnoRet\" must be at most 4095*")]
    [InlineData("'defaultAction':'SCMP_ACT_ALLOW','listenerPath':'/s','syscalls':[{'names':['write'],'action':'SCMP_ACT_NOTIFY'}]", "SCMP_ACT_NOTIFY cannot be used for write*")]
    [InlineData("'defaultAction':'SCMP_ACT_ERRNO','syscalls':[{'names':['read'],'action':'SCMP_ACT_ALLOW','errnoRet':1}]", "SCMP_ACT_ALLOW returns nothing, so it takes no \"errnoRet\"")]
    public void A_filter_is_one_that_runtimes_load(string seccomp, string? finding) => Is($"'seccomp':{{{seccomp}}}", finding);

    [Theory]
    [InlineData("", "'options':['bind','idmap']", "\"idmap\" needs uidMappings and gidMappings, or a user namespace whose mappings it takes")]
    [InlineData("", "'options':['rbind','ridmap']", "\"ridmap\" needs *")]
    [InlineData("'namespaces':[{'type':'user','path':'/proc/1/ns/user'}]", "'options':['bind','idmap']", null)]
    [InlineData("", "'options':['bind','idmap'],'uidMappings':[{'containerID':0,'hostID':1,'size':1}],'gidMappings':[{'containerID':0,'hostID':1,'size':1}]", null)]
    public void A_mapped_mount_has_mappings(string linux, string mount, string? finding) =>
        Has($"'mounts':[{{'destination':'/m','type':'bind','source':'/tmp',{mount}}}],'linux':{{{linux}}}", finding);

    [Theory]
    [InlineData("'type':'tmpfs','options':['idmap']", "runtimes map the IDs of bind mounts alone: runc refuses others")]
    [InlineData("'type':'proc','options':['nosuid','ridmap']", "runtimes map the IDs of bind mounts alone: *")]
    [InlineData("'type':'tmpfs','uidMappings':[{'containerID':0,'hostID':1,'size':1}],'gidMappings':[{'containerID':0,'hostID':1,'size':1}]", "runtimes map the IDs of bind mounts alone: *")]
    [InlineData("'type':'none','options':['rbind','idmap']", null)]
    [InlineData("'type':'tmpfs','options':['nosuid']", null)]
    public void Only_bind_mounts_are_mapped(string mount, string? finding) =>
        Has($"'mounts':[{{'destination':'/m','source':'/tmp',{mount}}}],'linux':{{'namespaces':[{{'type':'user','path':'/n'}}]}}", finding);

    [Theory]
    [InlineData("'env':['=x']", "invalid variable: want NAME=value")]
    [InlineData("'env':['A']", "invalid variable: *")]
    [InlineData("'env':['']", "invalid variable: *")]
    [InlineData("'env':['A=1','A=2']", "the variable A is set twice: *")]
    [InlineData("'env':['A=','B==']", null)]
    public void A_hook_has_variables_as_the_process_has(string members, string? finding)
    {
        Has($"'hooks':{{'poststop':[{{'path':'/h'}},{{'path':'/h',{members}}}]}}", finding);
        Has($"'process':{{'cwd':'/','args':['x'],{members}}}", finding);
    }

    [Theory]
    [InlineData("'windows':null,'vm':null", "")]
    [InlineData("'windows':{'layerFolders':['l']},'vm':{'kernel':{'path':'/k'}},'solaris':{},'zos':{},'freebsd':{}", "")]
    [InlineData("'windows':{}", "missing member \"layerFolders\"")]
    [InlineData("'windows':{'layerFolders':[]}", "\"layerFolders\" must have at least one item")]
    [InlineData("'windows':{'layerFolders':[1]}", "\"layerFolders\" must be a list of strings")]
    [InlineData("'windows':{'layerFolders':['l'],'devices':[{'id':'x'}],'servicing':1,'resources':{'cpu':{'count':-1}},'network':{'DNSSearchList':'x'}}",
        "missing member \"idType\" | \"servicing\" must be true or false | \"count\" must be a whole number of at least 0 | \"DNSSearchList\" must be a list")]
    [InlineData("'vm':{'kernel':{'path':'k','initrd':'i'},'hypervisor':{'path':'h'},'image':{'path':'i','format':'raw'}}", "\"path\" must be an absolute path | \"initrd\" must be an absolute path | \"path\" must be an absolute path | \"path\" must be an absolute path")]
    [InlineData("'vm':{}", "missing member \"kernel\"")]
    [InlineData("'vm':{'kernel':{},'image':{'path':'/i','format':'raws'},'hypervisor':{'path':1},'hwConfig':{'vcpus':1.5,'iomems':[1]}}",
        "missing member \"path\" | \"format\" must be one of raw, qcow2, vdi, vmdk, vhd, not \"raws\", did you mean \"raw\"? | \"path\" must be a string | \"vcpus\" must be a whole number of at least 0 | \"iomems\" must be an object")]
    [InlineData("'zos':{'namespaces':[{'type':'pid'},{'type':'user'},{'path':'/x'}]}", "\"type\" must be one of pid, mount, uts, ipc, not \"user\" | missing member \"type\"")]
    [InlineData("'solaris':{'milestone':1,'anet':[{'linkname':false}]}", "\"milestone\" must be a string | \"linkname\" must be a string")]
    [InlineData("'freebsd':{'jail':{'vnet':'disable','ip4':'disable','host':1,'allow':{'suser':'x','mount':['tmpfs',1]},'enforceStatfs':'2'},'devices':[{'path':'pf','mode':448}]}",
        "\"vnet\" must be one of new, inherit, not \"disable\" | \"host\" must be one of new, inherit | \"suser\" must be true or false | \"mount\" must be a list of strings | \"enforceStatfs\" must be a whole number of at least 0 | \"mode\" must be a string")]
    [InlineData("'freebsd':{'jail':{'vnet':'new','vnet':'inherit'}}", "the member \"vnet\" is ambiguous: runtimes differ in how they read repeated names and other letter case")]
    [InlineData("'windows':1", "\"windows\" must be an object")]
    [InlineData("'vm':[]", "\"vm\" must be an object")]
    [InlineData("'zos':'x'", "\"zos\" must be an object")]
    public void Sections_of_other_systems_are_objects(string members, string finding) => Findings(members).Should().Be(finding);

    [Theory]
    [InlineData("'namespaces':[{'type':'user'}]", "a new user namespace needs uidMappings and gidMappings: runc refuses it without them")]
    [InlineData("'namespaces':[{'type':'user','path':'/proc/1/ns/user'}]", null)]
    [InlineData("'namespaces':[{'type':'user'}],'uidMappings':[{'containerID':0,'hostID':0,'size':1}]", null)]
    [InlineData("'namespaces':[{'type':'user'}],'gidMappings':[{'containerID':0,'hostID':0,'size':1}]", null)]
    public void A_user_namespace_is_mapped_or_joined(string linux, string? finding) => Is(linux, finding);

    [Theory]
    [InlineData("hostname", 64, null)]
    [InlineData("hostname", 65, "\"hostname\" must be at most 64 bytes")]
    [InlineData("domainname", 64, null)]
    [InlineData("domainname", 65, "\"domainname\" must be at most 64 bytes")]
    public void A_name_is_one_that_the_kernel_takes(string name, int length, string? finding)
    {
        Has($"'{name}':'{new string('n', length)}','linux':{{'namespaces':[{{'type':'uts'}}]}}", finding);
        Has($"'{name}':'{new string('ü', length - 32)}','linux':{{'namespaces':[{{'type':'uts'}}]}}", finding);
    }

    [Theory]
    [InlineData(255, null)]
    [InlineData(256, "\"closID\" must be the name of a directory of resctrl, or \"/\"")]
    public void A_class_of_resctrl_is_a_name_of_a_file(int length, string? finding) => Is($"'intelRdt':{{'closID':'{new string('c', length)}'}}", finding);

    [Fact]
    public void A_root_has_a_path() => Check("{'ociVersion':'1.3.0','root':{'path':''}}").Should().Be("\"path\" must not be empty");

    [Theory]
    [InlineData("1.3.0")]
    [InlineData("0.5.0-dev")]
    [InlineData("1.0.0-rc.1+build.007")]
    [InlineData("1.0.0+a-b")]
    [InlineData("1.0.0--")]
    public void A_version_is_semantic(string version) => Check($"{{'ociVersion':'{version}','root':{{'path':'r'}}}}").Should().BeEmpty();

    [Theory]
    [InlineData("1.3")]
    [InlineData("v1.3.0")]
    [InlineData("1.3.0-")]
    [InlineData("1.3.0+")]
    [InlineData("1.3.0-a..b")]
    [InlineData("1.3.0-01")]
    [InlineData("1.3.0+a+b")]
    [InlineData("1.3.0-a_b")]
    [InlineData("01.3.0")]
    [InlineData("1.3.0.0")]
    [InlineData("")]
    public void Any_other_version_is_an_error(string version) => Check($"{{'ociVersion':'{version}','root':{{'path':'r'}}}}").Should().StartWith("invalid version ");

    [Theory]
    [InlineData("'execCPUAffinity':{'initial':'0-3','final':'7'}", null)]
    [InlineData("'execCPUAffinity':{'initial':'','final':'3-1'}", "\"final\" must be a list of CPUs such as \"0-3,7\"")]
    [InlineData("'execCPUAffinity':{'initial':'all'}", "\"initial\" must be a list of CPUs *")]
    [InlineData("'user':{'uid':4294967294,'gid':4294967294}", null)]
    [InlineData("'user':{'uid':4294967295,'gid':0}", "\"uid\" must be between 0 and 4294967294")]
    [InlineData("'user':{'uid':0,'gid':4294967295}", "\"gid\" must be between 0 and 4294967294")]
    [InlineData("'scheduler':{'policy':'SCHED_OTHER','flags':['SCHED_FLAG_KEEP_POLICY']}", null)]
    [InlineData("'scheduler':{'policy':'SCHED_OTHER','flags':['SCHED_FLAG_KEEP']}", "unknown flag \"SCHED_FLAG_KEEP\"*")]
    [InlineData("'scheduler':{'policy':'SCHED_FIFO','priority':0}", "SCHED_FIFO needs a priority from 1 to 99")]
    [InlineData("'scheduler':{'policy':'SCHED_FIFO'}", "SCHED_FIFO needs a priority from 1 to 99")]
    [InlineData("'scheduler':{'policy':'SCHED_OTHER','priority':5}", "priority is only valid with SCHED_FIFO and SCHED_RR")]
    [InlineData("'scheduler':{'policy':'SCHED_OTHER','runtime':0,'deadline':0,'period':0,'priority':0}", null)]
    [InlineData("'scheduler':{'policy':'SCHED_OTHER','period':1}", "runtime, deadline and period are only valid with SCHED_DEADLINE")]
    [InlineData("'scheduler':{'policy':'SCHED_DEADLINE','runtime':10,'deadline':5,'period':1}", "SCHED_DEADLINE needs runtime, deadline and period, each at most the next")]
    [InlineData("'scheduler':{'policy':'SCHED_DEADLINE','runtime':1,'deadline':5,'period':10}", null)]
    [InlineData("'rlimits':[{'type':'RLIMIT_FILES','soft':1,'hard':1}]", "\"type\" must be one of RLIMIT_AS, *")]
    public void A_process_is_scheduled_and_limited_in_known_words(string process, string? finding) => Has($"'process':{{'cwd':'/','args':['x'],{process}}}", finding);

    private static void Is(string linux, string? finding) => Has($"'linux':{{{linux}}}", finding);

    private static void Has(string members, string? finding)
    {
        if (finding is null)
        {
            Findings(members).Should().BeEmpty();
        }
        else
        {
            Findings(members).Should().Match(finding).And.NotContain(" | ");
        }
    }

    private static string Findings(string members) => Check($"{{'ociVersion':'1.3.0','root':{{'path':'rootfs'}},{members}}}");

    private static string Check(string document) =>
        string.Join(" | ", CheckedDocument.Findings(Sample.Object(document.Replace('\'', '"'))).Select(finding => finding.Message));
}
