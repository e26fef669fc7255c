using OciInterceptor.Conditions;
using OciInterceptor.Messages;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Json;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Conditions;

/// <summary>Law 5 for the unknown: a mount that a condition cannot judge is refused by it.</summary>
public sealed class UnknownSourceTests
{
    private static readonly FakeHost _host = new()
    {
        MountPoints = new() { ["/vol/a/_data"] = "/vol/a/_data", ["/vol/b/_data"] = "/vol/b/_data", ["/vol/c/_data"] = "/vol/c/_data" },
        Backings = new() { ["/vol/a/_data"] = ["/proc"], ["/vol/b/_data"] = ["/vol/x"] },
        Doubts = new() { ["/vol/c/_data"] = "/vol/c/_data is odd" },
        Replaceable = new() { ["/vol/u/d"] = "/vol/u" },
        ProcessLinks = new() { ["/vol/self"] = "/proc/self" },
    };

    [Theory]
    [InlineData("proc", "/x", "/proc", true)]
    [InlineData("proc", "/proc", "/proc", false)]
    [InlineData("proc", "proc", "/proc", false)]
    [InlineData("proc", "/proc/../x", "/proc", true)]
    [InlineData("proc", "/proc2", "/proc", true)]
    [InlineData("proc", "/proc/x", "/proc", true)]
    [InlineData("sysfs", "/sys", "/sys", false)]
    [InlineData("sysfs", "/s", "/sys", true)]
    [InlineData("cgroup", "/sys/fs/cgroup", "/sys/fs/cgroup", false)]
    [InlineData("cgroup", "/sys/fs/cgroup/memory", "/sys/fs/cgroup", false)]
    [InlineData("cgroup", "/sys/fs/cgroups", "/sys/fs/cgroup", true)]
    [InlineData("cgroup2", "/sys/fs/cgroup", "/sys/fs/cgroup", false)]
    [InlineData("cgroup2", "/cg", "/sys/fs/cgroup", true)]
    [InlineData("mqueue", "/dev/mqueue", "/dev/mqueue", false)]
    [InlineData("mqueue", "/mq", "/dev/mqueue", true)]
    [InlineData("devtmpfs", "/dev", "/dev", true)]
    [InlineData("debugfs", "/sys/kernel/debug", "/sys/kernel/debug", true)]
    [InlineData("tracefs", "/t", "/sys/kernel/tracing", true)]
    [InlineData("securityfs", "/t", "/sys/**", true)]
    [InlineData("binfmt_misc", "/t", "/proc/**", true)]
    [InlineData("bpf", "/t", "/sys/fs/bpf", true)]
    [InlineData("devpts", "/t", "/dev/**", false)]
    [InlineData("tmpfs", "/t", "/", false)]
    public void A_file_system_of_the_kernel_is_the_hosts_but_where_every_container_has_one(string type, string destination, string path, bool holds) =>
        (new MountSourceCondition([path]).WhyNot(Subject($$"""{"type":"{{type}}","source":"{{type}}","destination":"{{destination}}"}""")) is null).Should().Be(holds);

    [Theory]
    [InlineData("""{"type":"proc","source":"proc","destination":"/proc"}""", false)]
    [InlineData("""{"type":"proc","source":"proc","destination":"/x"}""", true)]
    [InlineData("""{"type":"tmpfs","source":"tmpfs","destination":"/x"}""", false)]
    [InlineData("""{"type":"nfs","source":"server:/x","destination":"/x"}""", false)]
    [InlineData("""{"type":"ext4","source":"/dev/sdb1","destination":"/x"}""", true)]
    [InlineData("""{"type":"btrfs","source":"/vol/disk","destination":"/x","options":["ro,device=/dev/sdb1"]}""", true)]
    [InlineData("""{"type":"xfs","source":"/vol/disk","destination":"/x","options":["logdev=/vol/log"]}""", false)]
    [InlineData("""{"type":"ecryptfs","source":"/etc","destination":"/x"}""", true)]
    [InlineData("""{"type":"overlay","source":"o","destination":"/x","options":["lowerdir=/vol/x:/etc"]}""", true)]
    [InlineData("""{"type":"overlay","source":"o","destination":"/x","options":["lowerdir=/vol/x:/vol/y"]}""", false)]
    [InlineData("""{"type":"bind","source":"/vol/a/_data","destination":"/x","options":["bind"]}""", true)]
    [InlineData("""{"type":"bind","source":"/vol/b/_data","destination":"/x","options":["rbind"]}""", false)]
    [InlineData("""{"type":"bind","source":"/vol/a","destination":"/x","options":["bind"]}""", false)]
    [InlineData("""{"type":"bind","source":"/vol/a","destination":"/x","options":["rbind"]}""", true)]
    [InlineData("""{"type":"bind","source":"/vol/a","destination":"/x"}""", true)]
    public void Only_what_is_behind_an_allowed_path_alone_is_within(string mount, bool holds) =>
        (Outside().WhyNot(Subject(mount)) is null).Should().Be(holds);

    [Attack("Sources that cannot be judged")]
    [Theory]
    [InlineData("""{"type":"fuse.sshfs","source":"/vol/x","destination":"/x"}""", "unknown file system type fuse.sshfs: it may expose other files of the host")]
    [InlineData("""{"type":"odd","source":"odd","destination":"/x"}""", "unknown file system type odd: it may expose other files of the host")]
    [InlineData("""{"type":"overlay","source":"o","destination":"/x","options":["lowerdir=vol:tmp"]}""", "the layer vol of an overlay is a relative path")]
    [InlineData("""{"type":"overlay","source":"o","destination":"/x","options":["lowerdir=/vol/a\\:b"]}""", "the layer *has a backslash*")]
    [InlineData("""{"type":"bind","source":"/vol/c/_data","destination":"/x","options":["bind"]}""", "/vol/c/_data is odd")]
    [InlineData("""{"type":"bind","source":"/vol/c","destination":"/x","options":["rbind"]}""", "/vol/c/_data is odd")]
    [InlineData("""{"type":"bind","source":"/vol/self","destination":"/x","options":["rbind"]}""", "/proc/self is a different file in each process")]
    public void A_source_that_cannot_be_judged_is_refused_unless_the_policy_allows_it(string mount, string doubt)
    {
        var host = new FakeHost
        {
            MountPoints = _host.MountPoints,
            Doubts = _host.Doubts,
            ProcessLinks = _host.ProcessLinks,
            Links = new() { ["odd"] = "/vol/odd", ["vol"] = "/vol/vol", ["tmp"] = "/vol/tmp" },
        };
        var subject = Subject(mount, host);
        var denied = () => new MountSourceCondition(["/run"]).WhyNot(subject);
        var outside = () => Outside("/vol/**", "vol", "tmp", "odd").WhyNot(subject);

        denied.Should().Throw<InterceptorException>().WithMessage($"cannot judge the mount source *: {doubt}; to allow such sources, set \"unknown\": \"allow\"");
        outside.Should().Throw<InterceptorException>().WithMessage($"cannot judge the mount source *: {doubt}; *");
        (new MountSourceCondition(["/run"]) { Unknown = new(AreAllowed: true) }).WhyNot(subject).Should().Be("no mount exposes /run");
        (Outside("/vol/**", "vol", "tmp", "odd") with { Unknown = new(AreAllowed: true) }).WhyNot(subject).Should().Be("every mounted host path matches one of the globs");
    }

    [Fact]
    public void What_is_surely_exposed_comes_before_what_cannot_be_judged() =>
        new MountSourceCondition(["/run"]).WhyNot(Subject("""{"type":"odd","source":"/vol","destination":"/x"},{"type":"bind","source":"/run","destination":"/y"}"""))
            .Should().BeNull();

    [Attack("Races for a source")]
    [Fact]
    public void A_source_that_others_can_replace_is_refused_by_a_list_of_allowed_paths_and_by_a_strict_one()
    {
        var subject = Subject("""{"type":"bind","source":"/vol/u/d","destination":"/x","options":["rbind"]}""");
        var outside = () => Outside().WhyNot(subject);
        var strict = () => (new MountSourceCondition(["/run"]) { IsStrict = true }).WhyNot(subject);

        outside.Should().Throw<InterceptorException>().WithMessage("cannot judge the mount source \"/vol/u/d\": users other than root can change what is in /vol/u; *");
        strict.Should().Throw<InterceptorException>().WithMessage("*users other than root can change what is in /vol/u*");
        new MountSourceCondition(["/run"]).WhyNot(subject).Should().Be("no mount exposes /run");
    }

    private static MountSourceOutsideCondition Outside(params string[] globs) => new([.. (globs.Length == 0 ? ["/vol/**"] : globs).Select(glob => new OciInterceptor.Schema.Glob(glob, IsForPaths: true))], []);

    private static Subject Subject(string mounts, FakeHost? host = null) => new("create", "c1", new RuntimeSpec(Sample.Object($$"""{"mounts":[{{mounts}}]}""")), null, host ?? _host);
}
