using OciInterceptor.Conditions;
using OciInterceptor.Messages;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Json;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Conditions;

public sealed class MountSourceOutsideConditionTests
{
    private static readonly FakeHost _host = new() { Doubts = new() { ["/vol/odd"] = "it is odd" } };

    [Theory]
    [InlineData("""["/vol/**"]""", "/vol/a", "every mounted host path matches one of the globs")]
    [InlineData("""["/srv/*","/vol/*"]""", "/vol/a", "every mounted host path matches one of the globs")]
    [InlineData("""["/vol/*"]""", "/vol/a/b", null)]
    [InlineData("""{"paths":["/vol/**"]}""", "/vol/a", "every mounted host path matches one of the globs")]
    [InlineData("""{"paths":["/vol/**"]}""", "/srv/a", null)]
    [InlineData("""{"paths":["/vol/**"],"unknown":"allow"}""", "/vol/odd", "every mounted host path matches one of the globs")]
    [InlineData("""{"paths":["/vol/**"],"unknown":"allow"}""", "/srv/a", null)]
    public void It_holds_for_what_no_glob_matches(string value, string source, string? whyNot) => WhyNot(value, source).Should().Be(whyNot);

    [Theory]
    [InlineData("/vol/a/data", true)]
    [InlineData("/vol/bind/data", true)]
    [InlineData("/vol/link", true)]
    [InlineData("/vol/a/data/x", false)]
    [InlineData("/vol/into", false)]
    [InlineData("/vol/evil/data", false)]
    [InlineData("/srv/b", false)]
    public void What_is_mounted_at_an_allowed_path_may_be_what_no_source_may(string source, bool isAllowed)
    {
        var host = new FakeHost
        {
            Links = new() { ["/vol/link"] = "/vol/a/data", ["/vol/into"] = "/vol/a/data/x" },
            MountPoints = new() { ["/vol/bind/data"] = "/vol/bind/data", ["/vol/evil/data"] = "/vol/evil/data" },
            Backings = new() { ["/vol/bind/data"] = ["/vol/a/data/x", "/srv/b"], ["/vol/evil/data"] = ["/vol/a/data/x", "/etc"] },
        };

        WhyNot("""{"paths":["/vol/*/data","/vol/link","/vol/into"],"behind":["/vol/**","/srv/*"]}""", source, host)
            .Should().Be(isAllowed ? "every mounted host path matches one of the globs" : null);
    }

    [Theory]
    [InlineData("""["/vol/**"]""")]
    [InlineData("""{"paths":["/vol/**"]}""")]
    [InlineData("""{"paths":["/vol/**"],"unknown":"refuse"}""")]
    public void What_cannot_be_judged_is_refused_unless_the_policy_says_otherwise(string value) =>
        FluentActions.Invoking(() => WhyNot(value, "/vol/odd")).Should().Throw<InterceptorException>().WithMessage("cannot judge the mount source \"/vol/odd\": it is odd; *");

    [Theory]
    [InlineData("[]", "mountSourceOutside must not be empty")]
    [InlineData("{}", "mountSourceOutside must not be empty")]
    [InlineData("""{"unknown":"allow"}""", "missing member \"paths\"")]
    [InlineData("""{"paths":[]}""", "paths must not be empty")]
    [InlineData("""{"behind":["/x"]}""", "missing member \"paths\"")]
    [InlineData("""{"paths":["/x"],"behind":[]}""", "behind must not be empty")]
    [InlineData("""{"paths":["/x"],"behind":["x"]}""", "\"x\" must be an absolute path, or a glob that begins with / or **")]
    [InlineData("""{"paths":["/x"],"unknown":"deny"}""", "unknown must be one of refuse, allow, not \"deny\"")]
    [InlineData("""{"paths":["/x"],"strict":true}""", "unknown member \"strict\"")]
    public void It_is_read_strictly(string value, string error) => ConditionText.ErrorOf($$"""{"mountSourceOutside":{{value}}}""").Should().Be(error);

    private static string? WhyNot(string value, string source, FakeHost? host = null) => ConditionText.Read($$"""{"mountSourceOutside":{{value}}}""", host ?? _host)
        .WhyNot(new Subject("create", "c1", new RuntimeSpec(Sample.Object($$"""{"mounts":[{"type":"bind","source":"{{source}}","options":["bind"]}]}""")), null, host ?? _host));
}
