namespace OciInterceptor.Tests.Rules;

public sealed class ReadonlyRootfsRuleTests
{
    [Fact]
    public void It_takes_no_options()
    {
        OneRule.Error("""{"type":"readonly-rootfs","value":false}""").Should().StartWith("\"value\" is not known here");
    }
}
