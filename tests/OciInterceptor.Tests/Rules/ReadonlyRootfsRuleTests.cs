namespace OciInterceptor.Tests.Rules;

public sealed class ReadonlyRootfsRuleTests
{
    [Fact]
    public void It_takes_no_options()
    {
        RuleRun.ErrorOf("""{"type":"readonly-rootfs","value":false}""").Should().StartWith("unknown member \"value\"");
    }
}
