using System.Text;
using OciInterceptor.Conditions;
using OciInterceptor.Evidence;
using OciInterceptor.Json;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Json;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Evidence;

/// <summary>What the audit trail says about a container besides its ID.</summary>
public sealed class AuditedContainerTests
{
    private const string Id = "8d0c3b7a6f5e4d3c2b1a09f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c5b4";
    private const string Record = $"/var/lib/docker/containers/{Id}/config.v2.json";

    [Theory]
    [InlineData("{}", "web:1")]
    [InlineData("{'annotations':{'io.kubernetes.cri.image-name':'other'}}", "web:1")]
    public void Of_a_container_of_Dockers_the_image_is_the_recorded_one(string document, string image) =>
        Of(document, "{'Image':'web:1'}").Image.Should().Be(image);

    [Fact]
    public void An_exec_has_the_image_and_the_labels_of_its_container()
    {
        var container = Of(null, "{'Image':'web:1','Labels':{'team':'red'}}");
        (container.Image, Text(container.Labels), container.Namespace).Should().Be(("web:1", """{"team":"red"}""", null));
    }

    [Theory]
    [InlineData("{'annotations':{'io.kubernetes.cri.image-name':'web:2','io.kubernetes.cri.sandbox-namespace':'shop'}}", "web:2", "shop")]
    [InlineData("{'annotations':{'io.kubernetes.cri.image-name':'web:2','io.kubernetes.cri-o.ImageName':'web:3'}}", null, null)]
    [InlineData("{'annotations':{'io.kubernetes.pod.namespace':'a','io.kubernetes.cri.sandbox-namespace':'b'}}", null, null)]
    [InlineData("{'annotations':1}", null, null)]
    [InlineData("{}", null, null)]
    public void Elsewhere_annotations_say_it_unless_they_contradict_each_other(string document, string? image, string? name)
    {
        var container = Of(document, null);
        (container.Image, container.Namespace, container.Labels.Members.Length).Should().Be((image, name, 0));
    }

    [Fact]
    public void A_record_that_cannot_be_read_is_left_out()
    {
        var container = Of("{'annotations':{'io.kubernetes.cri.sandbox-namespace':'shop'}}", "]");
        (container.Image, container.Namespace, container.Labels.Members.Length).Should().Be((null, "shop", 0));
    }

    [Attack("Secrets in the audit trail")]
    [Theory]
    [InlineData("{'api-token':'abc'}")]
    [InlineData("{'proxy':'http://user:abc@host'}")]
    [InlineData("{'a':'--password abc'}")]
    public void Secrets_in_labels_are_replaced(string labels) => Text(Of("{}", $"{{'Labels':{labels}}}").Labels).Should().NotContain("abc").And.Contain("sha256:");

    [Attack("Flushing the audit trail")]
    [Fact]
    public void Labels_without_room_are_counted()
    {
        var labels = string.Join(',', Enumerable.Range(0, 100).Select(i => $"'label-{i:000}':'{new string('x', 100)}'"));

        var container = Of("{}", $"{{'Labels':{{'long':'{new string('y', AuditedContainer.MaxLabels)}',{labels},'n':1}}}}");

        Text(container.Labels).Length.Should().BeInRange(AuditedContainer.MaxLabels - 200, AuditedContainer.MaxLabels);
        container.Labels.Members[0].Name.AsText().Should().Be("label-000");
        (container.Labels.Members.Length + container.LabelsLeftOut).Should().Be(102);
    }

    /// <summary>An image's author writes as many labels as an image has room for; the line is written nevertheless.</summary>
    [Fact]
    public void A_record_that_is_too_large_is_left_out_and_one_with_many_labels_costs_little()
    {
        Of("{}", $"{{'Image':'web:1','Labels':{{'a':'{new string('y', DockerState.EvidenceLimit)}'}}}}").Image.Should().BeNull();

        var labels = string.Join(',', Enumerable.Range(0, 20_000).Select(static i => $"'{i}':''"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var container = Of("{}", $"{{'Image':'web:1','Labels':{{{labels}}}}}");

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(16 << 20);
        container.Image.Should().Be("web:1");
        (container.Labels.Members.Length + container.LabelsLeftOut).Should().Be(20_000);
    }

    private static string Text(JsonObject json) => Encoding.UTF8.GetString(JsonBuilder.Line(json).Span);

    private static AuditedContainer Of(string? document, string? docker)
    {
        var host = new FakeHost();
        if (docker is not null)
        {
            host.Files[Record] = Encoding.UTF8.GetBytes((docker.StartsWith('{') ? $"{{'ID':'{Id}','Config':{docker}}}" : docker).Replace('\'', '"'));
        }
        var spec = document is null ? null : new RuntimeSpec(Sample.Object(document.Replace('\'', '"')));
        return AuditedContainer.Of(new Subject("create", docker is null ? "c1" : Id, spec, null, host));
    }
}
