using OciInterceptor.Messages;

namespace OciInterceptor.Tests.Rules.Limits;

public sealed class CgroupParentTests
{
    [Theory]
    [InlineData("/batch", "/docker/abc", "/batch/abc")]
    [InlineData("/batch/", "docker/abc", "/batch/abc")]
    [InlineData("/a/b", "/abc", "/a/b/abc")]
    [InlineData("/batch", "/batch/abc", "/batch/abc")]
    [InlineData("/batch", "/x/../../abc/.", "/batch/abc")]
    [InlineData("batch.slice", "system.slice:docker:abc", "batch.slice:docker:abc")]
    [InlineData("batch.slice", ":cri-containerd:abc", "batch.slice:cri-containerd:abc")]
    [InlineData("a-b.slice", "a-b.slice::abc", "a-b.slice::abc")]
    public void The_parent_changes_and_the_name_stays(string parent, string before, string after) => On(parent, $"'{before}'").Should().Be($"{{'cgroupsPath':'{after}'}}");

    [Theory]
    [InlineData("/batch", "''", "*the configuration does not name a cgroup, whose own name would be kept")]
    [InlineData("/batch", "null", "*the configuration does not name a cgroup, whose own name would be kept")]
    [InlineData("/batch", "'/..'", "*the configuration does not name a cgroup, whose own name would be kept")]
    [InlineData("batch.slice", "'/docker/abc'", "*the container's cgroup /docker/abc is one of the cgroupfs driver: its parent must be a path, not batch.slice")]
    [InlineData("/batch", "'system.slice:docker:abc'", "*the container's cgroup system.slice:docker:abc is one of the systemd driver: its parent must be a slice, not /batch")]
    public void A_cgroup_that_cannot_be_moved_refuses(string parent, string before, string message) =>
        FluentActions.Invoking(() => On(parent, before)).Should().Throw<InterceptorException>().WithMessage(message);

    [Theory]
    [InlineData("/")]
    [InlineData("/..")]
    [InlineData("")]
    [InlineData("batch")]
    [InlineData(".slice")]
    [InlineData("-a.slice")]
    [InlineData("a:b.slice")]
    [InlineData("a/b.slice")]
    [InlineData("a--b.slice")]
    [InlineData("a-.slice")]
    [InlineData("-.slice")]
    [InlineData("..slice")]
    [InlineData(".a.slice")]
    public void What_is_no_parent_is_an_error(string parent) =>
        RuleRun.ErrorOf($"{{'type':'resources','cgroupsPath':{{'parent':'{parent}'}}}}").Should().Be($"invalid parent \"{parent}\": want an absolute path below the root of the cgroups, or a slice such as batch.slice");

    /// <summary>The kernel refuses such a name of a cgroup.</summary>
    [Fact]
    public void A_path_is_one_line() => RuleRun.ErrorOf("{'type':'resources','cgroupsPath':{'parent':'/a\\nb'}}").Should().StartWith("invalid parent ");

    [Theory]
    [InlineData(249, true)]
    [InlineData(250, false)]
    public void A_slice_has_the_name_of_a_unit(int length, bool isOne) =>
        RuleRun.ErrorOf($"{{'type':'resources','cgroupsPath':{{'parent':'{new string('a', length)}.slice'}}}}").Length.Should().Be(isOne ? 0 : RuleRun.ErrorOf("{'type':'resources','cgroupsPath':{'parent':'x'}}").Length + length + 5);

    private static string On(string parent, string before) => RuleRun.OnLinux($"{{'type':'resources','cgroupsPath':{{'parent':'{parent}'}}}}", $"{{'cgroupsPath':{before}}}");
}
