using System.Text;
using OciInterceptor.Conditions;
using OciInterceptor.Messages;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Json;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Conditions;

public sealed class FactsTests
{
    private const string Id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const string File = $"/var/lib/docker/containers/{Id}/config.v2.json";
    private const string State = "{\"ID\":\"" + Id + "\",\"Name\":\"/web\",\"Config\":{\"Image\":\"nginx:1.25\",\"Labels\":{\"team\":\"red\",\"empty\":\"\"}}}";

    [Theory]
    [InlineData("container.id", "", "{}", "c1")]
    [InlineData("container.hostname", "", "{'hostname':'web-1'}", "web-1")]
    [InlineData("container.hostname", "", "{}", null)]
    [InlineData("host.name", "", "{}", "machine")]
    [InlineData("annotation", "a", "{'annotations':{'a':'b'}}", "b")]
    [InlineData("annotation", "A", "{'annotations':{'a':'b'}}", null)]
    [InlineData("annotation", "a", "{'annotations':null}", null)]
    [InlineData("env", "A", "{'process':{'env':['AB=2','A=1=2']}}", "1=2")]
    [InlineData("env", "A", "{'process':{'env':['A']}}", null)]
    [InlineData("env", "A", "{}", null)]
    [InlineData("pod.name", "", "{'annotations':{'io.kubernetes.cri.sandbox-name':'p'}}", "p")]
    [InlineData("pod.name", "", "{'annotations':{'io.kubernetes.cri-o.KubeName':'p','io.kubernetes.pod.name':'p'}}", "p")]
    [InlineData("pod.namespace", "", "{'annotations':{'io.kubernetes.cri.sandbox-namespace':'n'}}", "n")]
    [InlineData("pod.namespace", "", "{'annotations':{'io.kubernetes.cri-o.Namespace':'n'}}", "n")]
    [InlineData("pod.uid", "", "{'annotations':{'io.kubernetes.pod.uid':'u'}}", "u")]
    [InlineData("container.name", "", "{'annotations':{'io.kubernetes.container.name':'c'}}", "c")]
    [InlineData("container.image", "", "{'annotations':{'io.kubernetes.cri.image-name':'i'}}", "i")]
    [InlineData("container.image", "", "{'annotations':{'io.kubernetes.cri-o.ImageName':'i'}}", "i")]
    public void A_fact_is_what_the_document_and_the_machine_say(string name, string which, string document, string? value) =>
        Ask(name, which, document, "c1").Should().Be(value);

    [Theory]
    [InlineData("docker.name", "", "web")]
    [InlineData("docker.image", "", "nginx:1.25")]
    [InlineData("docker.label", "team", "red")]
    [InlineData("docker.label", "empty", "")]
    [InlineData("docker.label", "Team", null)]
    [InlineData("container.image", "", "nginx:1.25")]
    public void Docker_facts_are_what_dockerd_recorded_and_no_annotation(string name, string which, string? value) =>
        Ask(name, which, "{'annotations':{'io.kubernetes.cri.image-name':'other'}}", Id, (File, State)).Should().Be(value);

    /// <summary>Whoever starts a container of Docker's chooses its annotations.</summary>
    [Theory]
    [InlineData("{\"ID\":\"" + Id + "\"}")]
    [InlineData("{\"ID\":\"" + Id + "\",\"Config\":{\"Image\":null}}")]
    public void Of_a_container_of_Dockers_no_annotation_tells_the_image(string state) =>
        Ask("container.image", "", "{'annotations':{'io.kubernetes.cri.image-name':'other'}}", Id, (File, state)).Should().BeNull();

    [Fact]
    public void Docker_may_have_another_directory() =>
        Ask("docker.name", "", "{}", Id, ("/etc/docker/daemon.json", """{"data-root":"/srv/docker"}"""), ($"/srv/docker/containers/{Id}/config.v2.json", State)).Should().Be("web");

    /// <summary>dockerd starts with such a file, so its containers do.</summary>
    [Theory]
    [InlineData("", "/var/lib/docker")]
    [InlineData(" \n", "/var/lib/docker")]
    [InlineData("null", "/var/lib/docker")]
    [InlineData("\uFEFF", "/var/lib/docker")]
    [InlineData("\uFEFF{'data-root':'/srv/docker'}", "/srv/docker")]
    public void What_dockerd_starts_with_tells_where_its_records_are(string daemon, string root) =>
        Ask("docker.name", "", "{}", Id, ("/etc/docker/daemon.json", daemon.Replace('\'', '"')), ($"{root}/containers/{Id}/config.v2.json", State)).Should().Be("web");

    [Theory]
    [InlineData("docker.name", "c1", "*cannot find the container \"c1\" in Docker's state: want /var/lib/docker/containers/c1/config.v2.json")]
    [InlineData("docker.name", "", "*cannot find the container in Docker's state: its ID is unknown")]
    [InlineData("docker.label", "0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef", "*in Docker's state*")]
    [InlineData("docker.image", "../../../../../../../../../../../../../../../../../../../../etc/xx", "*in Docker's state*")]
    [InlineData("docker.image", "f123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "*does not describe the container f1*")]
    public void What_is_not_dockers_has_no_docker_facts(string name, string id, string message) =>
        FluentActions.Invoking(() => Ask(name, "", "{}", id, (File, State), (File.Replace(Id, "f" + Id[1..], StringComparison.Ordinal), State)))
            .Should().Throw<InterceptorException>().WithMessage(message);

    /// <summary>An author who may write one annotation must not win over the engine, which writes another one.</summary>
    [Theory]
    [InlineData("pod.namespace", "{'annotations':{'io.kubernetes.cri.sandbox-namespace':'mine','io.kubernetes.pod.namespace':'kube-system'}}", "the annotation io.kubernetes.pod.namespace and another annotation with the same meaning have different values")]
    [InlineData("pod.name", "{'annotations':{'io.kubernetes.cri.sandbox-name':'a','io.kubernetes.cri-o.KubeName':'b'}}", "the annotation io.kubernetes.cri-o.KubeName and another annotation with the same meaning have different values")]
    [InlineData("env", "{'process':{'env':['A=1','A=2']}}", "the variable A is set more than once: programs differ in which value they take")]
    public void A_fact_of_two_values_is_refused(string name, string document, string message) =>
        FluentActions.Invoking(() => Ask(name, "A", document, "c1")).Should().Throw<InterceptorException>().WithMessage(message);

    [Fact]
    public void Every_fact_has_its_own_name() => Facts.All.Select(fact => fact.Name).Should().OnlyHaveUniqueItems();

    private static string? Ask(string name, string which, string document, string id, params (string Path, string Content)[] files)
    {
        var host = new FakeHost { Files = files.ToDictionary(file => file.Path, file => Encoding.UTF8.GetBytes(file.Content)) };
        var spec = new RuntimeSpec(Sample.Object(document.Replace('\'', '"')));
        return Facts.Find(name)!.Value(new Subject("create", id, spec, spec.Process, host), which);
    }
}
