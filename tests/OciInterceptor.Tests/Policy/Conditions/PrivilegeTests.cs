using OciInterceptor.Json;
using OciInterceptor.Policy;
using OciInterceptor.Policy.Conditions;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Json;

namespace OciInterceptor.Tests.Policy.Conditions;

public sealed class PrivilegeTests
{
    private static readonly string _every = Names(41);

    [Theory]
    [InlineData("docker-20.10-privileged", true)]
    [InlineData("docker-20.10-run", false)]
    [InlineData("podman-4.3-run", false)]
    [InlineData("full-runtime-spec-1.3", false)]
    public void Knows_the_documents_of_engines(string document, bool isPrivileged)
    {
        var bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "TestData", document + ".json"));
        var spec = new RuntimeSpec((JsonObject)JsonText.Parse(bytes, document));

        Privilege.IsPrivileged(new Subject("create", "c1", spec, spec.Process, new FakeHost())).Should().Be(isPrivileged);
    }

    [Theory]
    [InlineData("""{"allow":true}""", true)]
    [InlineData("""{"allow":true,"type":"a","major":-1,"minor":-1,"access":"rwm"}""", true)]
    [InlineData("""{"allow":false}""", false)]
    [InlineData("{}", false)]
    [InlineData("""{"allow":true,"type":"c"}""", false)]
    [InlineData("""{"allow":true,"major":10}""", false)]
    [InlineData("""{"allow":true,"minor":10}""", false)]
    [InlineData("""{"allow":true,"type":"c"},{"allow":true}""", true)]
    public void Takes_a_rule_for_every_device(string rules, bool isPrivileged) =>
        IsPrivileged(Document(_every, rules)).Should().Be(isPrivileged);

    [Fact]
    public void Takes_every_capability_that_all_engines_know()
    {
        IsPrivileged(Document(Names(38))).Should().BeTrue();
        IsPrivileged(Document(Names(37))).Should().BeFalse();
        IsPrivileged(Document(Names(37) + ",\"CAP_0\",\"cap_1\"")).Should().BeFalse("a name said twice is one capability");
        IsPrivileged(Document("")).Should().BeFalse();
    }

    [Fact]
    public void An_execs_capabilities_tell_alone()
    {
        var process = new OciInterceptor.Spec.Process(Sample.Object($"{{\"capabilities\":{{\"bounding\":[{_every}]}}}}"));

        Privilege.IsPrivileged(new Subject("exec", "c1", null, process, new FakeHost())).Should().BeTrue();
    }

    private static string Document(string names, string rules = """{"allow":true}""") =>
        $$$$"""{"process":{"capabilities":{"bounding":[{{{{names}}}}]}},"linux":{"resources":{"devices":[{{{{rules}}}}]}}}""";

    private static string Names(int count) => string.Join(',', Enumerable.Range(0, count).Select(i => $"\"CAP_{i}\""));

    private static bool IsPrivileged(string document)
    {
        var spec = new RuntimeSpec(Sample.Object(document));
        return Privilege.IsPrivileged(new Subject("create", "c1", spec, spec.Process, new FakeHost()));
    }
}
