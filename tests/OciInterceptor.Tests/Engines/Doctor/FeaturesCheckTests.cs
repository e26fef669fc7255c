using OciInterceptor.Engines.Doctor;

namespace OciInterceptor.Tests.Engines.Doctor;

public sealed class FeaturesCheckTests : IDisposable
{
    private const string Scheduler = "'name':'batch','type':'scheduler','value':{'policy':'SCHED_BATCH'}";
    private const string Features = "{\"ociVersionMax\":\"1.0.2-dev\",\"annotations\":{\"org.opencontainers.runc.version\":\"1.1.5\"}}";
    private const string Ignored = "docker: oi0: rule \"batch\": the runtime /usr/bin/runc (runc 1.1.5) does not support process.scheduler (it came with runc 1.2.0)";

    private readonly CheckRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData(Scheduler, Features, "! " + Ignored + ": update the runtime, or remove the rule")]
    [InlineData("'onUnsupported':'refuse'," + Scheduler, Features, "P " + Ignored + ": the containers that it would change are refused")]
    [InlineData("'onUnsupported':'refuse','onError':'skip'," + Scheduler, Features, "! " + Ignored + ": update the runtime, or remove the rule")]
    [InlineData("'onUnsupported':'refuse','mode':'warn'," + Scheduler, Features, "! " + Ignored + ": update the runtime, or remove the rule")]
    [InlineData("'onUnsupported':'pass'," + Scheduler, Features, "W docker: oi0: the runtime /usr/bin/runc (runc 1.1.5) knows what the rules write, as far as its features tell (specification 1.0.2-dev)")]
    [InlineData("'type':'no-new-privileges'", Features, "W docker: oi0: the runtime /usr/bin/runc (runc 1.1.5) knows what the rules write, as far as its features tell (specification 1.0.2-dev)")]
    [InlineData(Scheduler, null, "U docker: oi0: rule \"batch\": cannot tell whether the runtime /usr/bin/runc supports process.scheduler: /usr/bin/runc features failed")]
    [InlineData("'onUnsupported':'refuse'," + Scheduler, null, "U docker: oi0: rule \"batch\": cannot tell whether the runtime /usr/bin/runc supports process.scheduler: /usr/bin/runc features failed; until that is known, \"onUnsupported\": \"refuse\" refuses nothing")]
    [InlineData("'type':'no-new-privileges'", null, "W docker: oi0: /usr/bin/runc features failed; no rule depends on its features")]
    [InlineData("'type':'nonsense'", Features, "W docker: oi0: the runtime /usr/bin/runc (runc 1.1.5) knows what the rules write, as far as its features tell (specification 1.0.2-dev)")]
    public void What_the_rules_write_is_compared_with_what_the_runtime_knows(string rule, string? features, string expected)
    {
        _run.WithDocker("/usr/bin/oci-interceptor").WithPolicy($"{{'rules':[{{{rule}}}]}}").Machine.WithInterceptor();
        if (features is not null)
        {
            _run.Machine.Outputs["/usr/bin/runc features"] = features;
        }

        _run.Look(new FeaturesCheck()).Should().Equal(expected);
    }

    [Fact]
    public void A_registration_that_finds_no_runtime_is_told_of_elsewhere()
    {
        _run.WithDocker("/usr/bin/oci-interceptor").Machine.WithInterceptor().Runtimes["/usr/bin/oci-interceptor"] = "!no runtime";

        _run.Look(new FeaturesCheck()).Should().BeEmpty();
    }
}
