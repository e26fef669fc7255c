using OciInterceptor.Conditions;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Json;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Conditions;

public sealed class HostNamespacesConditionTests
{
    [Theory]
    [InlineData("""["pid"]""", """[{"type":"network"}]""", true)]
    [InlineData("""["pid"]""", """[{"type":"pid"}]""", false)]
    [InlineData("""["pid","network"]""", """[{"type":"pid"}]""", true)]
    [InlineData("""["pid","network"]""", """[{"type":"pid"},{"type":"network"}]""", false)]
    public void It_holds_where_a_container_shares_one(string value, string namespaces, bool holds) =>
        (WhyNot(value, $$$"""{"linux":{"namespaces":{{{namespaces}}}}}""") is null).Should().Be(holds);

    [Theory]
    [InlineData("""["pids"]""", "unknown namespace type \"pids\", did you mean \"pid\"*")]
    [InlineData("""["pid","net"]""", "unknown namespace type \"net\"*")]
    public void Its_types_are_known(string value, string error) => ConditionText.ErrorOf($$"""{"hostNamespaces":{{value}}}""").Should().Match(error);

    private static string? WhyNot(string value, string document)
    {
        var spec = new RuntimeSpec(Sample.Object(document));
        return ConditionText.Read($$"""{"hostNamespaces":{{value}}}""").WhyNot(new Subject("create", "c1", spec, spec.Process, new FakeHost()));
    }
}
