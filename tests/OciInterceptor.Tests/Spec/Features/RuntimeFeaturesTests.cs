using OciInterceptor.Json;
using OciInterceptor.Spec.Features;

namespace OciInterceptor.Tests.Spec.Features;

public sealed class RuntimeFeaturesTests
{
    [Theory]
    [InlineData("runc-1.1.5-debian-12", "runc 1.1.5+ds1", "1.0.2-dev", "")]
    [InlineData("runc-1.1.15-debian-13", "runc 1.1.15+ds1", "1.2.0", "")]
    [InlineData("runc-1.3.6-debian-14", "runc 1.3.6+ds1", "1.2.1", "bundle org.systemd.property. org.criu.config")]
    [InlineData("crun-1.21-debian-13", "crun 1.21", "1.1.0+dev", "module.wasm.image/variant io.kubernetes.cri.container-type run.oci.")]
    [InlineData("crun-1.28-debian-14", "crun 1.28", "1.1.0+dev", "module.wasm.image/variant io.kubernetes.cri.container-type run.oci. org.criu. krun.")]
    public void A_captured_document_is_read(string file, string name, string specification, string unsafeAnnotations)
    {
        var features = FeaturesSample.Captured(file);

        (features.Name, features.Specification).Should().Be((name, specification));
        string.Join(' ', features.UnsafeAnnotations).Should().Be(unsafeAnnotations);
    }

    // What these releases know, by their change logs: runc 1.1.15 names a specification that it does not implement, and crun knows more than its.
    [Theory]
    [InlineData("{'process':{'scheduler':{'policy':'SCHED_IDLE'}}}", "no no yes yes yes")]
    [InlineData("{'args':['sh'],'scheduler':{'policy':'SCHED_IDLE'}}", "no no yes yes yes")]
    [InlineData("{'process':{'ioPriority':{'class':'IOPRIO_CLASS_IDLE'}}}", "no no yes yes yes")]
    [InlineData("{'process':{'execCPUAffinity':{'initial':'0'}}}", "no no yes ? ?")]
    [InlineData("{'domainname':'d'}", "no no yes yes yes")]
    [InlineData("{'linux':{'personality':{'domain':'LINUX32'}}}", "no no yes ? ?")]
    [InlineData("{'linux':{'namespaces':[{'type':'time'}]}}", "no no yes yes yes")]
    [InlineData("{'linux':{'namespaces':[{'type':'cgroup'}]}}", "yes yes yes yes yes")]
    [InlineData("{'linux':{'netDevices':{'eth0':{}}}}", "no no no ? yes")]
    [InlineData("{'linux':{'memoryPolicy':{'mode':'MPOL_BIND'}}}", "no no no no yes")]
    [InlineData("{'linux':{'memoryPolicy':{'mode':'MPOL_X'}}}", "no,? no,? no,? no,? yes,no")]
    [InlineData("{'mounts':[{'destination':'/d','uidMappings':[{'size':1}]}]}", "no no yes yes yes")]
    [InlineData("{'mounts':[{'destination':'/d','type':'bind','options':['rro']}]}", "yes yes yes yes yes")]
    [InlineData("{'mounts':[{'destination':'/d','type':'tmpfs','options':['tmpcopyup']}]}", "yes yes yes yes yes")]
    [InlineData("{'mounts':[{'destination':'/d','type':'tmpfs','options':['copy-symlink']}]}", "no no no yes yes")]
    [InlineData("{'mounts':[{'destination':'/d','type':'bind','options':['ridmap']}]}", "no no yes yes yes")]
    [InlineData("{'mounts':[{'destination':'/d','type':'tmpfs','options':['nosymfollow']}]}", "yes yes yes no no")]
    [InlineData("{'mounts':[{'destination':'/d','type':'bind','options':['x-mine']}]}", "no no no no no")]
    [InlineData("{'process':{'capabilities':{'bounding':['CAP_BPF']}}}", "yes yes yes yes yes")]
    [InlineData("{'process':{'capabilities':{'bounding':['CAP_NEW']}}}", "no no no no no")]
    [InlineData("{'linux':{'intelRdt':{'enableMonitoring':true}}}", "?,no ?,no yes,no yes,no yes,yes")]
    [InlineData("{'linux':{'resources':{'cpu':{'burst':1}}}}", "no no yes yes yes")]
    [InlineData("{'linux':{'resources':{'rdma':{'m':{}}}}}", "? ? yes ? ?")]
    [InlineData("{'linux':{'seccomp':{'flags':['SECCOMP_FILTER_FLAG_LOG']}}}", "yes,no yes,no yes,yes yes,? yes,?")]
    [InlineData("{'linux':{'seccomp':{'defaultAction':'SCMP_ACT_NOTIFY','architectures':['SCMP_ARCH_RISCV64']}}}", "yes,yes,no yes,yes,yes yes,yes,yes yes,yes,? yes,yes,?")]
    [InlineData("{'linux':{'seccomp':{'syscalls':[{'action':'SCMP_ACT_NEW','args':[{'op':'SCMP_CMP_NEW'}]}]}}}", "yes,no,no yes,no,no yes,no,no yes,no,no yes,no,no")]
    [InlineData("{'hooks':{'prestart':[{}],'preStop':[{}]}}", "yes,no yes,no yes,no yes,no yes,no")]
    public void Each_release_knows_what_it_implements(string document, string expected)
    {
        string[] files = ["runc-1.1.5-debian-12", "runc-1.1.15-debian-13", "runc-1.3.6-debian-14", "crun-1.21-debian-13", "crun-1.28-debian-14"];

        string.Join(' ', files.Select(file => string.Join(',', Words(FeaturesSample.Captured(file), document)))).Should().Be(expected);
    }

    [Theory]
    [InlineData("{'ociVersionMax':'1.0.2'}", "{'process':{'scheduler':{}}}", "")]
    [InlineData("{'ociVersionMax':'1.0.2'}", "{'process':{'scheduler':{'policy':'x'}}}", "no: it came with version 1.1.0 of the specification, and the runtime's is 1.0.2")]
    [InlineData("{'ociVersionMax':'1.1.0'}", "{'process':{'scheduler':{'policy':'x'}}}", "?")]
    [InlineData("{'ociVersionMax':'new'}", "{'process':{'scheduler':{'policy':'x'}}}", "?")]
    [InlineData("{'ociVersionMax':'1.3.0','linux':{'netDevices':{'enabled':false}}}", "{'linux':{'netDevices':{'e':{}}}}", "no: linux.netDevices.enabled is false in its features")]
    [InlineData("{'ociVersionMax':'1.3.0','linux':{'netDevices':{'enabled':null}}}", "{'linux':{'netDevices':{'e':{}}}}", "?")]
    [InlineData("{'ociVersionMax':'1.3.0','hooks':[]}", "{'hooks':{'prestart':[{}]}}", "no: it is not in hooks of its features")]
    [InlineData("{'ociVersionMax':'1.3.0','hooks':null}", "{'hooks':{'prestart':[{}]}}", "?")]
    [InlineData("{'ociVersionMax':'1.3.0','hooks':'prestart'}", "{'hooks':{'prestart':[{}]}}", "?")]
    [InlineData("{'ociVersionMax':'1.2.0','annotations':{'org.opencontainers.runc.version':'1.1.9'}}", "{'process':{'scheduler':{'policy':'x'}}}", "no: it came with runc 1.2.0")]
    [InlineData("{'ociVersionMax':'1.2.0','annotations':{'org.opencontainers.runc.version':'1.2.0-rc.1'}}", "{'process':{'scheduler':{'policy':'x'}}}", "yes")]
    [InlineData("{'ociVersionMax':'1.2.0','annotations':{'org.opencontainers.runc.version':'unknown'}}", "{'process':{'scheduler':{'policy':'x'}}}", "?")]
    [InlineData("{'ociVersionMax':'1.2.0','annotations':{'org.opencontainers.runc.version':'1.2.9'}}", "{'args':['sh'],'scheduler':{'policy':'x'}}", "no: it came with runc 1.3.0")]
    public void The_reason_is_told(string features, string document, string expected)
    {
        var answers = Claims.Between(JsonObject.Empty, Json(document)).Select(claim => (FeaturesSample.Of(features).Knows(claim, out var cause), cause))
            .Select(answer => answer.Item1 == false ? $"no: {answer.cause}" : Word(answer.Item1));

        string.Join('|', answers).Should().Be(expected);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{'ociVersionMax':''}")]
    [InlineData("{'ociVersionMax':1}")]
    [InlineData("'runc'")]
    public void Other_json_is_not_a_features_document(string json) => FeaturesSample.Of(json).Should().BeNull();

    private static IEnumerable<string> Words(RuntimeFeatures features, string document) =>
        Claims.Between(JsonObject.Empty, Json(document)).Select(claim => Word(features.Knows(claim, out _)));

    private static string Word(bool? knows) => knows switch { true => "yes", false => "no", _ => "?" };

    private static JsonObject Json(string text) => (JsonObject)JsonText.Parse(System.Text.Encoding.UTF8.GetBytes(text.Replace('\'', '"')), "config.json");
}
