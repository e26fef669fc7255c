using OciInterceptor.Conditions;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Features;
using OciInterceptor.Tests.Json;
using OciInterceptor.Tests.Policy;
using OciInterceptor.Tests.Spec.Features;

namespace OciInterceptor.Tests.Conditions;

public sealed class RuntimeFeatureConditionTests
{
    [Theory]
    [InlineData("process.scheduler", "no yes yes")]
    [InlineData("process.execCPUAffinity", "no yes no")]
    [InlineData("linux.netDevices", "no no yes")]
    [InlineData("linux.memoryPolicy.modes.MPOL_BIND", "no no yes")]
    [InlineData("linux.intelRdt.enableMonitoring", "no no yes")]
    [InlineData("linux.namespaces.time", "no yes yes")]
    [InlineData("mountOptions.rro", "yes yes yes")]
    [InlineData("mountOptions.copy-symlink", "no no yes")]
    [InlineData("linux.seccomp.actions.SCMP_ACT_NOTIFY", "yes yes yes")]
    [InlineData("linux.cgroup.rdma", "no yes no")]
    [InlineData("hooks.createRuntime", "yes yes yes")]
    [InlineData("hooks.create*", "yes yes yes")]
    [InlineData("linux.capabilities.CAP_NEW", "no no no")]
    [InlineData("domainname", "no yes yes")]
    public void Holds_for_what_the_runtime_knows(string feature, string expected)
    {
        string[] files = ["runc-1.1.5-debian-12", "runc-1.3.6-debian-14", "crun-1.28-debian-14"];

        string.Join(' ', files.Select(file => WhyNot(feature, new RuntimeAnswer("/usr/bin/x", FeaturesSample.Captured(file), null)) is null ? "yes" : "no")).Should().Be(expected);
    }

    [Fact]
    public void Why_it_does_not_hold_is_told()
    {
        WhyNot("process.scheduler", FeaturesSample.Runc115).Should().Be("the runtime /usr/bin/runc (runc 1.1.5+ds1) does not have process.scheduler");
        WhyNot("process.scheduler", FeaturesSample.OldCrun).Should().Be("runtimeFeature is not known: /usr/bin/crun features failed: unknown command features");
        WhyNot("process.scheduler", RuntimeAnswer.None).Should().Be("runtimeFeature is not known: the call has no runtime");
    }

    [Theory]
    [InlineData("scheduler")]
    [InlineData("Linux.netDevices")]
    [InlineData("")]
    public void A_name_that_no_feature_has_is_an_error(string feature) =>
        this.Invoking(_ => WhyNot(feature, RuntimeAnswer.None)).Should().Throw<InterceptorException>().WithMessage($"*: invalid feature \"{feature}\": want one such as process.scheduler*");

    private static string? WhyNot(string feature, RuntimeAnswer runtime)
    {
        var host = new FakeHost { RuntimeOfCall = runtime };
        var rule = PolicyFileReader.ReadRule(Sample.Object($$$"""{"type":"umask","value":"0022","when":{"runtimeFeature":"{{{feature}}}"}}"""), "policy.json", host);
        var spec = new RuntimeSpec(Sample.Object("{}"));
        return rule.When!.WhyNot(new Subject("create", "c1", spec, null, host));
    }
}
