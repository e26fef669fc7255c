using OciInterceptor.Messages;
using OciInterceptor.Rules.Namespaces;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Json;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Rules.Namespaces;

public sealed class NamespaceFactsTests
{
    [Theory]
    [InlineData("pid")]
    [InlineData("network")]
    [InlineData("mount")]
    [InlineData("ipc")]
    [InlineData("uts")]
    [InlineData("cgroup")]
    [InlineData("time")]
    public void Every_namespace_can_be_added_and_any_but_that_of_mounts_removed(string type)
    {
        var added = RuleRun.OnLinux($"{{'type':'namespaces','add':[{{'type':'{type}'}}]}}", "{}");
        added.Should().Be($"{{'namespaces':[{{'type':'{type}'}}]}}");
        if (type != "mount")
        {
            RuleRun.OnLinux($"{{'type':'namespaces','remove':['{type}']}}", added).Should().Be("{'namespaces':[]}");
        }
    }

    /// <summary>Those of namespaces(7), by their names in the runtime-spec.</summary>
    [Fact]
    public void There_are_eight_types() => NamespaceFacts.Types.Words.Should().Equal("pid", "network", "mount", "ipc", "uts", "user", "cgroup", "time");

    [Theory]
    [InlineData("pid", "pid")]
    [InlineData("network", "net")]
    [InlineData("mount", "mnt")]
    [InlineData("ipc", "ipc")]
    [InlineData("uts", "uts")]
    [InlineData("user", "user")]
    [InlineData("cgroup", "cgroup")]
    [InlineData("time", "time")]
    public void A_namespace_is_the_hosts_if_it_is_ours(string type, string file)
    {
        var host = new FakeHost { Links = new() { ["/ours"] = $"/proc/self/ns/{file}" } };

        NamespaceFacts.IsHosts("/ours", type, host).Should().BeTrue();
        NamespaceFacts.IsHosts("/other", type, host).Should().BeFalse();
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("{'type':'uts'}", true)]
    [InlineData("{'type':'pid'}", false)]
    [InlineData("{'type':'pid','path':''}", false)]
    [InlineData("{'type':'pid','path':'/ours'}", true)]
    [InlineData("{'type':'uts'},{'type':'pid','path':'/other'}", false)]
    public void A_container_shares_what_it_has_not_or_joins_of_the_host(string namespaces, bool isShared)
    {
        var host = new FakeHost { Links = new() { ["/ours"] = "/proc/self/ns/pid" } };
        NamespaceFacts.IsShared(Spec(namespaces), "pid", host).Should().Be(isShared);
    }

    [Fact]
    public void A_container_without_any_shares_all()
    {
        NamespaceFacts.IsShared(new RuntimeSpec(Sample.Object("{}")), "pid", new FakeHost()).Should().BeTrue();
        NamespaceFacts.IsShared(new RuntimeSpec(Sample.Object("""{"linux":{"namespaces":null}}""")), "pid", new FakeHost()).Should().BeTrue();
    }

    [Fact]
    public void Of_several_of_a_type_none_can_be_told()
    {
        FluentActions.Invoking(() => NamespaceFacts.Find(Spec("{'type':'pid'},{'type':'uts'},{'type':'pid'}").Linux, "pid")).Should().Throw<InterceptorException>()
            .WithMessage("the container has several pid namespaces, and runtimes differ in which they use");
        NamespaceFacts.Find(Spec("{'type':'pid'},{'type':'uts','path':'/u'},{'type':'pid'}").Linux, "uts")!.Path.Should().Be("/u");
    }

    [Fact]
    public void A_path_that_is_not_absolute_cannot_be_compared() =>
        FluentActions.Invoking(() => NamespaceFacts.IsHosts("ns/pid", "pid", new FakeHost())).Should().Throw<InterceptorException>().WithMessage("the pid namespace's path ns/pid is not absolute");

    private static RuntimeSpec Spec(string namespaces) => new(Sample.Object($"{{'linux':{{'namespaces':[{namespaces}]}}}}".Replace('\'', '"')));
}
