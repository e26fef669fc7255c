using OciInterceptor.Spec;
using OciInterceptor.Tests.Json;
using OciInterceptor.Validation;

namespace OciInterceptor.Tests.Validation;

/// <summary>The words that the specification has; what else it demands, <see cref="DocumentCheckTests"/> show.</summary>
public sealed class SeccompCheckTests
{
    [Theory]
    [InlineData("KILL")]
    [InlineData("KILL_PROCESS")]
    [InlineData("KILL_THREAD")]
    [InlineData("TRAP")]
    [InlineData("ERRNO")]
    [InlineData("TRACE")]
    [InlineData("ALLOW")]
    [InlineData("LOG")]
    [InlineData("NOTIFY")]
    public void An_action_is_one_of_nine(string action)
    {
        Check($$"""{"defaultAction":"SCMP_ACT_{{action}}","syscalls":[{"names":["read"],"action":"SCMP_ACT_{{action}}"}]}""").Should().NotContain(finding => finding.Contains("must be one of", StringComparison.Ordinal));
        Check($$"""{"defaultAction":"{{action}}"}""").Should().ContainSingle().Which.Should().StartWith("\"defaultAction\" must be one of SCMP_ACT_ALLOW, ");
        Check($$"""{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["read"],"action":"{{action}}"}]}""").Should().ContainSingle().Which.Should().StartWith("\"action\" must be one of SCMP_ACT_ALLOW, ");
    }

    [Theory]
    [InlineData("NE")]
    [InlineData("LT")]
    [InlineData("LE")]
    [InlineData("EQ")]
    [InlineData("GE")]
    [InlineData("GT")]
    [InlineData("MASKED_EQ")]
    public void A_comparison_is_one_of_seven(string op)
    {
        Check(WithArgument($$"""{"index":0,"value":1,"op":"SCMP_CMP_{{op}}"}""")).Should().BeEmpty();
        Check(WithArgument($$"""{"index":0,"value":1,"op":"{{op}}"}""")).Should().ContainSingle().Which.Should().StartWith("\"op\" must be one of SCMP_CMP_NE, ");
    }

    [Theory]
    [InlineData("""{"defaultAction":"SCMP_ACT_ALLOW","defaultErrnoRet":"1"}""")]
    [InlineData("""{"defaultAction":"SCMP_ACT_ALLOW","architectures":1}""")]
    [InlineData("""{"defaultAction":"SCMP_ACT_ALLOW","architectures":["X86"]}""")]
    [InlineData("""{"defaultAction":"SCMP_ACT_ALLOW","flags":1}""")]
    [InlineData("""{"defaultAction":"SCMP_ACT_ALLOW","listenerPath":1}""")]
    [InlineData("""{"defaultAction":"SCMP_ACT_ALLOW","listenerMetadata":1}""")]
    [InlineData("""{"defaultAction":"SCMP_ACT_ALLOW","syscalls":1}""")]
    [InlineData("""{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":[],"action":"SCMP_ACT_LOG"}]}""")]
    [InlineData("""{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["read"],"action":"SCMP_ACT_LOG","errnoRet":"1"}]}""")]
    [InlineData("""{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["read"],"action":"SCMP_ACT_LOG","args":1}]}""")]
    public void A_value_that_is_wrong_is_one_finding(string seccomp) => Check(seccomp).Should().ContainSingle();

    [Theory]
    [InlineData("-1", false)]
    [InlineData("0", true)]
    [InlineData("5", true)]
    [InlineData("6", false)]
    public void A_call_has_six_arguments(string index, bool isOne) =>
        Check(WithArgument($$"""{"index":{{index}},"value":1,"op":"SCMP_CMP_EQ"}""")).Any().Should().Be(!isOne);

    [Theory]
    [InlineData("\"value\":\"1\"")]
    [InlineData("\"value\":1,\"valueTwo\":\"1\"")]
    public void What_an_argument_is_compared_with_is_a_number(string value) =>
        Check(WithArgument($$"""{"index":0,{{value}},"op":"SCMP_CMP_EQ"}""")).Should().ContainSingle();

    private static string WithArgument(string argument) =>
        $$"""{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["read"],"action":"SCMP_ACT_ERRNO","args":[{{argument}}]}]}""";

    private static IEnumerable<string> Check(string seccomp)
    {
        var findings = new Findings();
        new SeccompCheck(findings.In(Reference.Linux("Seccomp"))).Check(new RuntimeSpec(Sample.Object($$$"""{"linux":{"seccomp":{{{seccomp}}}}}""")).Linux!.Seccomp!);
        return findings.All.Select(finding => finding.Message);
    }
}
