using System.Text;
using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Json.Patching;
using OciInterceptor.Policy;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Features;
using OciInterceptor.Tests.Policy;
using OciInterceptor.Tests.Rules;
using OciInterceptor.Tests.Spec.Features;
using JsonNode = System.Text.Json.Nodes.JsonNode;
using ListNode = System.Text.Json.Nodes.JsonArray;

namespace OciInterceptor.Tests.Documentation;

/// <summary>Every policy of docs/recipes.md, on captured documents.</summary>
public sealed class RecipeTests
{
    private const string Privileged = "docker-20.10-privileged.json";
    private const string Gpu = "cdiVersion: 0.5.0\nkind: vendor.com/gpu\ndevices:\n- name: '0'\n  containerEdits:\n    env: [GPU=0]\n    deviceNodes: [{path: /dev/gpu0, hostPath: /dev/fuse}]\n";
    private const string DockersId = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const string DockersRecord = $"/var/lib/docker/containers/{DockersId}/";
    private const string Podman = "podman-4.3-run.json";

    private static readonly RuntimeAnswer _crun = new("/usr/bin/crun", FeaturesSample.Captured("crun-1.28-debian-14"), null);
    private static readonly RuntimeAnswer _oldRunc = FeaturesSample.Runc115;

    private static readonly RecipeCase[] _cases =
    [
        new("Devices for Swarm services", "{'process':{'env':['OI_DEVICE=zigbee']}}",
            "/linux/devices has {'path':'/dev/ttyUSB0','type':'c','major':188,'minor':0,'fileMode':432,'gid':20}",
            "/linux/resources/devices has {'allow':true,'type':'c','major':188,'minor':0,'access':'rw'}"),
        new("Devices for Swarm services", "{'process':{'env':['OI_DEVICE=other']}}", "unchanged"),
        new("Whatever serial adapters are plugged in", "{}", "unchanged"),
        new("Whatever serial adapters are plugged in", "{'process':{'env':['OI_DEVICE=serial']}}",
            "/linux/devices has {'path':'/dev/ttyUSB7','type':'c','major':188,'minor':7,'fileMode':432,'uid':0,'gid':20}",
            "/linux/resources/devices has {'allow':true,'type':'c','major':188,'access':'rw'}"),
        new("CDI devices for services and older Docker", "{}", "unchanged"),
        new("CDI devices for services and older Docker", "{'process':{'env':['CDI_DEVICES=vendor.com/gpu=0']}}",
            "/process/env has 'GPU=0'", "/linux/devices has {'path':'/dev/gpu0','type':'c','major':10,'minor':229,'fileMode':438}",
            "/linux/resources/devices has {'allow':true,'type':'c','major':10,'minor':229,'access':'rwm'}"),
        new("CDI devices for services and older Docker", "{'process':{'env':['CDI_DEVICES=vendor.com/gpu=1']}}",
            "refused: the CDI device vendor.com/gpu=1 is not defined in /etc/oci-interceptor/cdi"),
        new("Swarm's generic resources as CDI devices", "{}", "unchanged"),
        new("Swarm's generic resources as CDI devices", "{'process':{'env':['DOCKER_RESOURCE_GPU=GPU-8f7a']}}", "/process/env has 'GPU=8f7a'"),
        new("Swarm's generic resources as CDI devices", "{'process':{'env':['DOCKER_RESOURCE_GPU=vendor.com/gpu=0']}}",
            "refused: want one of the kind nvidia.com/gpu"),
        new("The GPU's driver where the host has one", "{}",
            "/mounts has {'destination':'/usr/local/nvidia','type':'bind','source':'/opt/nvidia','options':['rbind','ro','nosuid','rro']}"),
        new("A data directory for each team", "{}", "/process/env has 'OI_HOST=machine'", "/process/env has 'OI_CONTAINER=c1'"),
        new("A data directory for each team", "{'annotations':{'com.example/team':'team-red'}}",
            "/mounts has {'destination':'/data','type':'bind','source':'/srv/teams/team-red','options':['rbind','nosuid','nodev']}"),
        new("A data directory for each team", "{'annotations':{'com.example/team':'team-a/../../../etc'}}", "refused: annotation:com.example/team must be at most 128 letters"),
        new("A data directory for each team", "{'annotations':{'com.example/team':'red'}}", "refused: annotation:com.example/team does not match team-[a-z]*"),
        new("Hooks that know their container", "{}", "unchanged"),
        new("Hooks that know their container", "{'annotations':{'com.example/team':'red'}}",
            "/hooks/createRuntime has {'path':'/usr/local/libexec/register','args':['register','--id=c1','--team','red'],'env':['PATH=/usr/bin:/bin','OI_HOST=machine'],'timeout':5}"),
        new("Hooks that know their container", "{'annotations':{'com.example/team':'-v'}}", "refused: annotation:com.example/team does not match [a-z]*"),
        new("Hooks that know their container", "{'annotations':{'com.example/team':'a b'}}", "refused: annotation:com.example/team must be at most 128 letters"),
        new("An AppArmor profile for each tenant", "{}", "/process/apparmorProfile = 'tenant-red'") { Id = DockersId },
        new("An AppArmor profile for each tenant", "{'apparmorProfile':'docker-default'}", "/apparmorProfile = 'tenant-red'") { Id = DockersId, IsExec = true },
        new("An AppArmor profile for each tenant", "{}", "refused: in Docker's state"),
        new("Refusals that say what to do", "{'annotations':{'io.kubernetes.cri.image-name':'docker.io/evil:1','io.kubernetes.cri.sandbox-name':'web\\nforged','io.kubernetes.cri.sandbox-namespace':'shop','com.example/team':'red'}}",
            "refused: the image docker.io/evil:1 of shop/web\\u000aforged is from no registry of ours: ask team-red to mirror it"),
        new("Refusals that say what to do", "{'annotations':{'io.kubernetes.cri.image-name':'registry.example/a/b:1'}}", "unchanged"),
        new("Refusals that say what to do", "{'annotations':{'io.kubernetes.cri.image-name':'evil'}}", "refused: of (the container has no pod.namespace)/(the container has no pod.name) is from"),
        new("KVM in Concourse tasks", "{}", "unchanged"),
        new("KVM in Concourse tasks", "{}",
            "/linux/devices has {'type':'c','path':'/dev/kvm','major':10,'minor':232,'fileMode':432,'uid':0,'gid':104}",
            "/linux/resources/devices = [{'allow':true,'access':'rwm'}]",
            "/mounts/3/options = ['nosuid','noexec','nodev','rw']") { Document = Privileged },
        new("No new privileges for stacks", "{}", "/process/noNewPrivileges = true"),
        new("No new privileges for stacks", "{'process':{'env':['NEEDS_SUDO=yes']}}", "unchanged"),
        new("No new privileges for stacks", "{'args':['sh']}", "/noNewPrivileges = true") { IsExec = true },
        new("A corporate proxy and CA in every container", "{'process':{'env':['SSL_CERT_FILE=/mine','http_proxy=']}}",
            "/process/env has 'SSL_CERT_FILE=/run/corporate/ca-bundle.crt'", "/process/env lacks 'SSL_CERT_FILE=/mine'",
            "/process/env has 'http_proxy='", "/process/env has 'HTTPS_PROXY=http://proxy.corp.example:3128'",
            "/mounts/10/source = '/etc/ssl/certs/ca-certificates.crt'", "/mounts/10/options = ['bind','ro','nosuid','nodev','noexec']"),
        new("Ulimits for everybody", "{}",
            "/process/rlimits = [{'type':'RLIMIT_NOFILE','hard':65536,'soft':1024},{'type':'RLIMIT_CORE','hard':0,'soft':0}]"),
        new("Ulimits for everybody", "{}", "/process/rlimits/0 = {'type':'RLIMIT_NOFILE','hard':65536,'soft':65536}") { Document = Podman },
        new("More shared memory", "{}", "/mounts/6/options has 'size=268435456'", "/mounts/6/options lacks 'size=67108864'"),
        new("Shared memory for pods", "{'mounts':[{'destination':'/dev/shm','type':'bind','source':'/run/containerd/sandbox/shm','options':['rbind']}]}",
            "/mounts = [{'destination':'/dev/shm','type':'tmpfs','source':'shm','options':['nosuid','noexec','nodev','mode=1777','size=1073741824']}]"),
        new("Batch work below one limit", "{}", "unchanged"),
        new("Batch work below one limit", "{'process':{'env':['OI_TIER=batch']},'linux':{'cgroupsPath':'/docker/abc'}}", "/linux/cgroupsPath = '/batch/abc'"),
        new("A ceiling for capabilities", "{}", "unchanged"),
        new("A ceiling for capabilities", "{}", "/process/capabilities/bounding has 'CAP_CHOWN'", "/process/capabilities/bounding lacks 'CAP_SYS_ADMIN'") { Document = Privileged },
        new("A ceiling for capabilities", "{'capabilities':{'bounding':['CAP_SYS_ADMIN','CAP_KILL']}}", "/capabilities/bounding = ['CAP_KILL']") { IsExec = true },
        new("A smaller default set of capabilities", "{}", "unchanged"),
        new("A smaller default set of capabilities", "{}", "/process/capabilities/bounding has 'CAP_NET_ADMIN'", "/process/capabilities/effective lacks 'CAP_MKNOD'") { Id = DockersId, Document = Privileged },
        new("A smaller default set of capabilities", "{'capabilities':{'bounding':['CAP_MKNOD','CAP_KILL','CAP_NET_ADMIN']}}",
            "/capabilities/bounding has 'CAP_NET_ADMIN'", "/capabilities/bounding lacks 'CAP_MKNOD'") { Id = DockersId, IsExec = true },
        new("Nobody mounts the Docker socket", "{}", "unchanged"),
        new("Nobody mounts the Docker socket", "{'mounts':[{'destination':'/d','type':'bind','source':'/run/docker.sock'}]}", "refused: mounting the engine's socket is not allowed here"),
        new("Nobody mounts the Docker socket", "{'mounts':[{'destination':'/d','type':'bind','source':'/var/run/docker.sock'}]}", "refused: mounting the engine's socket is not allowed here"),
        new("Nobody mounts the Docker socket", "{'mounts':[{'destination':'/d','options':['rbind'],'source':'/'}]}", "refused: mounting the engine's socket is not allowed here"),
        new("FUSE and GPU devices by annotation", "{}", "unchanged"),
        new("FUSE and GPU devices by annotation", "{'annotations':{'com.example/fuse':'true'}}",
            "/linux/devices has {'path':'/dev/fuse','type':'c','major':10,'minor':229,'fileMode':438,'uid':0,'gid':0}",
            "/linux/resources/devices has {'allow':true,'type':'c','major':10,'minor':229,'access':'rwm'}"),
        // The machine of the tests has no GPU.
        new("FUSE and GPU devices by annotation", "{'annotations':{'com.example/gpu':'true'}}", "unchanged"),
        new("No programs in temporary directories", "{}",
            "/mounts has {'destination':'/tmp','type':'tmpfs','source':'tmpfs','options':['mode=1777','size=256m','noexec','nosuid','nodev']}",
            "/mounts/6/options has 'noexec'"),
        new("No programs in temporary directories", "{'mounts':[{'destination':'/tmp','type':'bind','source':'/srv/tmp','options':['rbind','exec']}]}",
            "/mounts has {'destination':'/tmp','type':'bind','source':'/srv/tmp','options':['rbind','noexec','nosuid','nodev']}"),
        new("Volumes carry no devices and no privileges", "{'mounts':[{'destination':'/dev','type':'tmpfs'},{'destination':'/v','type':'volume','source':'/srv/v','options':['rbind','exec']}]}",
            "/mounts = [{'destination':'/dev','type':'tmpfs'},{'destination':'/v','type':'volume','source':'/srv/v','options':['rbind','noexec','nosuid','nodev']}]"),
        new("Image builds inside a container", "{}", "unchanged"),
        new("Image builds inside a container", "{'annotations':{'com.example/builder':'true'}}",
            "/linux/maskedPaths = ['/sys/firmware']", "/linux/readonlyPaths = []"),
        new("A umask for shared volumes", "{}", "unchanged"),
        new("A umask for shared volumes", "{'mounts':[{'destination':'/shared','type':'bind','source':'/srv/shared'}]}", "/process/user/umask = 2"),
        new("A umask for shared volumes", "{'mounts':[{'destination':'/shared/a/b','type':'bind','source':'/srv/shared'}]}", "/process/user/umask = 2"),
        new("Sysctls per service", "{}", "unchanged"),
        new("Sysctls per service", "{'process':{'env':['OI_TUNING=many-connections']}}",
            "/linux/sysctl/net.core.somaxconn = '4096'", "/linux/sysctl/net.ipv4.tcp_fin_timeout = '15'"),
        new("Sysctls per service", "{'process':{'env':['OI_TUNING=many-connections']},'linux':{'namespaces':[{'type':'mount'}]}}",
            "refused: the container has no network namespace of its own"),
        new("Network files outside the quota", "{}", "/mounts/7/options has 'ro'", "/mounts/8/options has 'ro'", "/mounts/9/options has 'ro'"),
        new("Fork bombs stay in their container", "{}", "/linux/resources/pids/limit = 512"),
        new("Fork bombs stay in their container", "{}", "/linux/resources/pids/limit = 512") { Document = Podman },
        new("Fork bombs stay in their container", "{'linux':{'resources':{'pids':{'limit':100}}}}", "unchanged"),
        new("Nobody runs as root", "{}", "refused: containers must not run as root"),
        new("Nobody runs as root", "{'process':{'user':{'uid':1000}}}", "unchanged"),
        new("Nobody runs as root", "{'user':{'uid':0}}", "refused: containers must not run as root") { IsExec = true },
        new("The host's time zone", "{}", "/process/env has 'TZ=Europe/Vienna'", "/mounts/10/destination = '/etc/localtime'"),
        new("The host's time zone", "{'process':{'env':['TZ=UTC']},'mounts':[{'destination':'/etc/localtime','type':'bind','source':'/srv/tz'}]}", "unchanged"),
        new("No io_uring", "{}", "/linux/seccomp/syscalls has {'names':['io_uring_setup','io_uring_enter','io_uring_register'],'action':'SCMP_ACT_ERRNO','errnoRet':38}"),
        // By the default action, as the profile has it for what it does not list.
        new("No io_uring", "{}", "/linux/seccomp/defaultAction = 'SCMP_ACT_ERRNO'", "/linux/seccomp/defaultErrnoRet = 38") { Document = Privileged },
        new("Today's system calls under an older engine", "{}", "/linux/seccomp/defaultErrnoRet = 38",
            "/linux/seccomp/syscalls has {'names':['socketcall'],'action':'SCMP_ACT_ERRNO','errnoRet':1}",
            "/linux/seccomp/syscalls has {'names':['socket'],'action':'SCMP_ACT_ALLOW','args':[{'index':0,'value':38,'op':'SCMP_CMP_LT'}]}",
            "/linux/seccomp/syscalls has {'names':['socket'],'action':'SCMP_ACT_ALLOW','args':[{'index':0,'value':39,'op':'SCMP_CMP_EQ'}]}"),
        new("Nobody steers the runtime", "{}", "unchanged"),
        new("Nobody steers the runtime", "{'annotations':{'run.oci.handler':'krun','a':'b'}}", "/annotations = {'a':'b'}"),
        new("No rule that the runtime ignores", "{}", "/process/scheduler = {'policy':'SCHED_BATCH'}"),
        new("No kernel crypto sockets", "{}",
            "/linux/seccomp/syscalls has {'names':['socket'],'action':'SCMP_ACT_ERRNO','errnoRet':97,'args':[{'index':0,'value':4294967295,'valueTwo':38,'op':'SCMP_CMP_MASKED_EQ'},{'index':1,'value':0,'op':'SCMP_CMP_GE'}]}"),
        new("No sockets to virtual machines", "{}",
            "/linux/seccomp/syscalls has {'names':['socket'],'action':'SCMP_ACT_ERRNO','errnoRet':97,'args':[{'index':0,'value':4294967295,'valueTwo':40,'op':'SCMP_CMP_MASKED_EQ'},{'index':1,'value':0,'op':'SCMP_CMP_GE'}]}"),
        new("No user namespaces in containers", "{}", "/linux/seccomp/defaultAction = 'SCMP_ACT_ALLOW'",
            "/linux/seccomp/syscalls has {'names':['clone'],'action':'SCMP_ACT_ERRNO','errnoRet':1,'args':[{'index':0,'value':268435456,'valueTwo':268435456,'op':'SCMP_CMP_MASKED_EQ'}]}") { Document = Privileged },
        new("Containers that know where they are", "{'hostname':'h','process':{'env':['OI_TIER=batch']}}", "/process/env has 'OI_HOST=machine'", "/process/env has 'OI_HOSTNAME=h'",
            "/process/env has 'OI_NAME=web'", "/process/env has 'OI_IMAGE=busybox'", "/annotations/com.example.tier = 'batch'") { Id = DockersId },
        new("Containers that know where they are", "{'annotations':{'io.kubernetes.cri.sandbox-name':'web-1','io.kubernetes.cri.sandbox-namespace':'shop','io.kubernetes.cri.sandbox-uid':'u','io.kubernetes.cri.container-name':'app'}}",
            "/process/env has 'OI_NAME=shop/web-1/app'", "/process/env has 'OI_POD_UID=u'"),
        new("Containers that know where they are", "{'env':[]}", "/env = ['OI_NAME=web','OI_IMAGE=busybox']") { Id = DockersId, IsExec = true },
        new("Kernel interfaces that few programs need", "{}", "/linux/seccomp/syscalls has {'names':['add_key','keyctl','request_key'],'action':'SCMP_ACT_ERRNO','errnoRet':1}",
            "/linux/seccomp/syscalls has {'names':['io_uring_setup','io_uring_enter','io_uring_register'],'action':'SCMP_ACT_ERRNO','errnoRet':38}",
            "/linux/seccomp/syscalls has {'names':['perf_event_open'],'action':'SCMP_ACT_ERRNO','errnoRet':1}") { Document = Privileged },
        new("Kernel interfaces that few programs need", "{'process':{'capabilities':{'bounding':['CAP_PERFMON']}}}", "/linux/seccomp/syscalls lacks {'names':['perf_event_open'],'action':'SCMP_ACT_ERRNO','errnoRet':1}") { Document = Privileged },
        new("Debuggers by capability", "{}", "/linux/seccomp/flags = ['SECCOMP_FILTER_FLAG_LOG']",
            "/linux/seccomp/syscalls has {'names':['ptrace'],'action':'SCMP_ACT_KILL_PROCESS'}"),
        new("Debuggers by capability", "{'process':{'capabilities':{'bounding':['CAP_SYS_PTRACE']}}}",
            "/linux/seccomp/syscalls has {'names':['process_vm_readv'],'action':'SCMP_ACT_ALLOW'}", "/linux/seccomp/syscalls lacks {'names':['ptrace'],'action':'SCMP_ACT_KILL_PROCESS'}"),
        new("An agent that makes device nodes", "{}", "/linux/seccomp/listenerPath = '/run/seccomp-agent.sock'", "/linux/seccomp/listenerMetadata = 'policy=mknod'",
            "/linux/seccomp/syscalls has {'names':['mknod','mknodat'],'action':'SCMP_ACT_NOTIFY'}") { Id = DockersId },
        new("An agent that makes device nodes", "{}", "refused: in Docker's state"),
        new("Home directories under a container's user", "{'mounts':[{'destination':'/home/me','type':'bind','source':'/srv/home/me','options':['rbind']}]}", "unchanged") { Runtime = _oldRunc },
        new("Home directories under a container's user", "{'mounts':[{'destination':'/home/me','type':'bind','source':'/srv/home/me','options':['rbind']}]}",
            "/mounts/0/options has 'idmap'", "/mounts/0/uidMappings = [{'containerID':1000,'hostID':0,'size':1}]") { Runtime = _crun },
        new("Mounts that do not come back to the host", "{'mounts':[{'destination':'/v','type':'bind','source':'/srv/v','options':['rbind','rshared']},{'destination':'/n','type':'nfs4','source':'h:/x'},{'destination':'/mnt/a','type':'bind','source':'/net/a','options':['bind','rslave']},{'destination':'/d','type':'ext4','source':'/dev/sdb1'}]}",
            "/linux/rootfsPropagation = 'rslave'",
            "/mounts = [{'destination':'/v','type':'bind','source':'/srv/v','options':['rbind','rslave']},{'destination':'/d','type':'ext4','source':'/dev/sdb1','options':['noexec']}]"),
        new("Privileged pods of the platform alone", "{}", "unchanged") { Document = Privileged },
        new("Privileged pods of the platform alone", "{'annotations':{'io.kubernetes.cri.container-name':'a','io.kubernetes.cri.sandbox-name':'web-1','io.kubernetes.cri.sandbox-namespace':'shop'}}",
            "refused: the pod shop/web-1 may not be privileged") { Document = Privileged },
        new("Privileged pods of the platform alone", "{'annotations':{'io.kubernetes.cri.container-name':'a','io.kubernetes.cri.sandbox-name':'cilium-x','io.kubernetes.cri.sandbox-namespace':'kube-system'}}", "unchanged") { Document = Privileged },
        new("Privileged pods of the platform alone", "{'annotations':{'io.kubernetes.cri.container-name':'a','io.kubernetes.cri.sandbox-name':'web','io.kubernetes.cri.sandbox-namespace':'kube-system'}}",
            "refused: the pod kube-system/web may not be privileged") { Document = Privileged },
        new("One policy for old and new hosts", "{'process':{'env':['OI_TIER=batch']},'annotations':{'run.oci.handler':'krun'}}", "/linux/resources/unified = {'memory.oom.group':'1'}",
            "/process/execCPUAffinity = {'initial':'0-1'}", "/annotations = {'run.oci.handler':'krun'}") { Runtime = _oldRunc },
        new("One policy for old and new hosts", "{'process':{'env':['OI_TIER=batch']},'annotations':{'run.oci.handler':'krun'}}", "/process/scheduler = {'policy':'SCHED_BATCH'}", "/annotations = {}") { Runtime = _crun },
        new("A renamed annotation", "{'annotations':{'com.example/old-team':'red'}}", "/annotations = {'com.example/team':'red'}"),
        new("A renamed annotation", "{'annotations':{'com.example/team':'red'}}", "/annotations = {'com.example/team':'red'}"),
        new("A database's memory and cache", "{'annotations':{'io.kubernetes.cri.image-name':'registry.example/db:1'}}", "/linux/memoryPolicy = {'mode':'MPOL_BIND','nodes':'0','flags':['MPOL_F_STATIC_NODES']}",
            "/linux/intelRdt = {'closID':'db','schemata':['L3:0=f0','MB:0=60'],'enableMonitoring':true}"),
        new("A database's memory and cache", "{'annotations':{'io.kubernetes.cri.image-name':'registry.example/db:1'}}", "refused: does not support linux.intelRdt") { Runtime = _oldRunc },
        new("Devices from sound specs alone", "{}", "unchanged"),
        new("Devices from sound specs alone", "{'annotations':{'cdi.k8s.io/mine':'vendor.com/gpu=0'}}", "/process/env has 'GPU=0'"),
        new("Try a rule before it bites", "{}", "unchanged", "warned: no-privileged", "warned: hardening") { Document = Privileged },
        new("Try a rule before it bites", "{}", "unchanged", "warned: hardening"),
        new("hooks.d for Docker and containerd", "{}", "unchanged"),
        new("hooks.d for Docker and containerd", "{'process':{'args':['/sbin/init']}}",
            "/hooks/poststop = [{'path':'/usr/libexec/journal','env':['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']}]"),
        new("No program on the host that others can change", "{'hooks':{'poststop':[{'path':'/usr/bin/fine'}]}}", "unchanged"),
        new("No program on the host that others can change", "{'hooks':{'poststop':[{'path':'/usr/bin/changeable'}]}}",
            "refused: the poststop hook /usr/bin/changeable is refused: it is writable by group or others"),
        new("No restored containers", "{}", "unchanged"),
        new("No restored containers", "{}", "refused: a restored container brings its own processes") { Verb = "restore" },
    ];

    public static TheoryData<int, string> Cases
    {
        get
        {
            var cases = new TheoryData<int, string>();
            foreach (var (index, recipe) in _cases.Index())
            {
                cases.Add(index, recipe.Heading);
            }
            return cases;
        }
    }

    private static readonly Dictionary<string, string> _policies = new MarkdownPage("recipes.md").Sections
        .ToDictionary(section => section.Heading, section => MarkdownPage.Policies(section.Text).Single());

    [Fact]
    public void Every_recipe_says_once_who_controls_what() => new MarkdownPage("recipes.md").Sections
        .Where(section => section.Text.Split("\n\n**Who controls what.** ") is not [_, { Length: > 20 }]).Select(section => section.Heading)
        .Should().BeEmpty();

    [Fact]
    public void Every_recipe_is_tried() => _policies.Keys.Should().BeEquivalentTo(_cases.Select(recipe => recipe.Heading).Distinct());

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_recipe_does_what_its_heading_says(int index, string heading)
    {
        var recipe = _cases[index];
        var before = recipe.IsExec ? Quoted(recipe.Given) : RuleRun.On($$"""{"type":"merge-patch","document":{{Quoted(recipe.Given)}}}""", Captured(recipe.Document));

        var (after, verdict) = Apply(_policies[heading], before, recipe);

        recipe.Expected.Should().NotBeEmpty();
        foreach (var expected in recipe.Expected)
        {
            Check(Quoted(expected), before, after, verdict);
        }
        if (verdict.Refusal is null)
        {
            Apply(_policies[heading], after, recipe).Document.Should().Be(after, "twice is once");
        }
    }

    private static (string Document, Verdict Verdict) Apply(string policyText, string document, RecipeCase recipe)
    {
        var host = new FakeHost
        {
            RuntimeFile = recipe.Runtime.Runtime,
            RuntimeOfCall = recipe.Runtime,
            Devices = new(new FakeHost().Devices) { ["/dev/nvidiactl"] = new HostDevice("c", 195, 255, 0x1B6, 0, 0), ["/dev/ttyUSB7"] = new HostDevice("c", 188, 7, 0x1B0, 0, 20) },
            Links = { ["/var/run/docker.sock"] = "/run/docker.sock" },
            RefusedPrograms = { ["/usr/bin/changeable"] = "it is writable by group or others" },
            Files =
            {
                [DockersRecord + "config.v2.json"] = Encoding.UTF8.GetBytes($"{{\"ID\":\"{DockersId}\",\"Name\":\"/web\",\"Config\":{{\"Image\":\"busybox\",\"Labels\":{{\"com.example.tenant\":\"red\",\"com.example.nodes\":\"agent\"}}}}}}"),
                [DockersRecord + "hostconfig.json"] = """{"CapAdd":["CAP_NET_ADMIN"],"CapDrop":null,"Privileged":false}"""u8.ToArray(),
                ["/etc/oci-interceptor/cdi/swarm.json"] = """{"cdiVersion":"0.5.0","kind":"nvidia.com/gpu","devices":[{"name":"GPU-8f7a","containerEdits":{"env":["GPU=8f7a"]}}]}"""u8.ToArray(),
                ["/etc/oci-interceptor/cdi/gpu.yaml"] = Encoding.UTF8.GetBytes(Gpu),
                ["/etc/containers/oci/hooks.d/journal.json"] =
                    """{"version":"1.0.0","hook":{"path":"/usr/libexec/journal"},"when":{"commands":["/init$"]},"stages":["poststop"]}"""u8.ToArray(),
            },
        };
        var file = PolicyFileReader.Read("recipes.md", Encoding.UTF8.GetBytes(policyText), host);
        var profiles = file.Profiles.SelectMany(name => PolicyFileReader.Read(name, BuiltInProfiles.Find(name)!, host).Rules);
        var policy = new EffectivePolicy(file.Settings, [.. file.Rules, .. profiles]);
        var bytes = Encoding.UTF8.GetBytes(document);
        var before = (JsonObject)JsonText.Parse(bytes, "config.json");
        var verdict = recipe.IsExec ? policy.Apply(new OciInterceptor.Spec.Process(before), recipe.Id, host) : policy.Apply(new RuntimeSpec(before), recipe.Verb, recipe.Id, host);
        return (Encoding.UTF8.GetString(DocumentPatch.Between(before, verdict.Document).Splice(bytes)), verdict);
    }

    private static void Check(string expected, string before, string after, Verdict verdict)
    {
        if (expected.StartsWith("refused: ", StringComparison.Ordinal))
        {
            verdict.Refusal!.Message.Should().Contain(expected["refused: ".Length..].Replace('"', '\''));
            return;
        }
        verdict.Refusal.Should().BeNull();
        if (expected.StartsWith("warned: ", StringComparison.Ordinal))
        {
            verdict.Decisions.Where(decision => decision.Outcome == Outcome.Warned).Select(decision => decision.Rule.Name)
                .Should().Contain(expected["warned: ".Length..]);
            return;
        }
        if (expected == "unchanged")
        {
            after.Should().Be(before);
            return;
        }
        var words = expected.Split(' ', 3);
        var found = words[0].Split('/').Skip(1).Aggregate(JsonNode.Parse(after), (node, step) => node is ListNode list ? list[int.Parse(step)] : node?[step]);
        var wanted = JsonNode.Parse(words[2]);
        bool IsWanted(JsonNode? node) => JsonNode.DeepEquals(node, wanted);
        (words[1] switch
        {
            "=" => IsWanted(found),
            "has" => found!.AsArray().Any(IsWanted),
            "lacks" => !found!.AsArray().Any(IsWanted),
            _ => throw new FormatException(expected),
        }).Should().BeTrue($"{expected}, but there is {found?.ToJsonString()}");
    }

    private static string Captured(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "TestData", name));

    private static string Quoted(string text) => text.Replace('\'', '"');
}
