using OciInterceptor.Conditions;
using OciInterceptor.Host;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Json;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Conditions;

public sealed class RuntimeConditionTests
{
    [Theory]
    [InlineData("crun", true)]
    [InlineData("cru?", true)]
    [InlineData("/usr/bin/crun", true)]
    [InlineData("/usr/**", true)]
    [InlineData("/usr/*", false)]
    [InlineData("bin/crun", false)]
    [InlineData("runc", false)]
    public void Holds_for_the_path_or_the_file_name(string pattern, bool holds) =>
        (WhyNot(pattern, "/usr/bin/crun") is null).Should().Be(holds);

    [Fact]
    public void Why_it_does_not_hold_is_told() => WhyNot("runc", "/usr/bin/crun").Should().Be("runtime is /usr/bin/crun, crun, not runc");

    [Fact]
    public void Without_a_runtime_it_cannot_be_answered() =>
        this.Invoking(_ => WhyNot("runc", null)).Should().Throw<InterceptorException>().WithMessage("cannot tell the runtime: the call has none");

    [Fact]
    public void An_empty_pattern_is_an_error() =>
        this.Invoking(_ => WhyNot("", "/usr/bin/crun")).Should().Throw<InterceptorException>().WithMessage("*: a runtime's path is never empty");

    [Fact]
    public void The_runtime_is_what_the_machine_finds() => ((IHost)new LinuxHost { FindRuntime = () => "/x/runc" }).RuntimeFile.Should().Be("/x/runc");

    private static string? WhyNot(string pattern, string? runtime)
    {
        var host = new FakeHost { RuntimeFile = runtime };
        var rule = PolicyFileReader.ReadRule(Sample.Object($$$"""{"type":"umask","value":"0022","when":{"runtime":"{{{pattern}}}"}}"""), "policy.json", host);
        var spec = new RuntimeSpec(Sample.Object("{}"));
        return rule.When!.WhyNot(new Subject("create", "c1", spec, null, host));
    }
}
