using OciInterceptor.Conditions;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Json;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Conditions;

public sealed class CapabilitiesConditionTests
{
    [Theory]
    [InlineData("""["KILL"]""", """{"bounding":["CAP_KILL"]}""", true)]
    [InlineData("""["KILL"]""", """{"permitted":["CAP_KILL"]}""", true)]
    [InlineData("""["KILL"]""", """{"ambient":["CAP_KILL"]}""", true)]
    [InlineData("""["KILL"]""", """{"bounding":["CAP_CHOWN"],"permitted":[]}""", false)]
    [InlineData("""["KILL","CHOWN"]""", """{"bounding":["CAP_SYS_TIME","CAP_CHOWN"]}""", true)]
    [InlineData("""["KILL"]""", """{}""", false)]
    public void It_holds_where_a_process_has_or_can_get_one(string value, string sets, bool holds) =>
        (WhyNot(value, $$$"""{"process":{"capabilities":{{{sets}}}}}""") is null).Should().Be(holds);

    [Theory]
    [InlineData("""["KIL"]""", "unknown capability \"KIL\", did you mean \"CAP_KILL\"?")]
    [InlineData("""["CAP_KILL","kill"]""", "")]
    [InlineData("[]", "capabilities must not be empty")]
    public void Its_names_are_known(string value, string error) => ConditionText.ErrorOf($$"""{"capabilities":{{value}}}""").Should().Be(error);

    private static string? WhyNot(string value, string document)
    {
        var spec = new RuntimeSpec(Sample.Object(document));
        return ConditionText.Read($$"""{"capabilities":{{value}}}""").WhyNot(new Subject("create", "c1", spec, spec.Process, new FakeHost()));
    }
}
