using OciInterceptor.Conditions;
using OciInterceptor.Messages;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Json;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Conditions;

public sealed class MountSourceConditionTests
{
    // /var/run leads to /run, a link of the user's leads to the socket, and a volume is backed by /run.
    private static readonly FakeHost _host = new()
    {
        Links = new()
        {
            ["/var/run"] = "/run",
            ["/var/run/docker.sock"] = "/run/docker.sock",
            ["/var/run/../run/docker.sock"] = "/run/docker.sock",
            ["/home/u/link"] = "/run/docker.sock",
            ["/home/u/up"] = "/",
            ["."] = "/run/containerd/task/c1",
            ["rootfs"] = "/run/containerd/task/c1/rootfs",
            ["../../run/."] = "/run",
            ["/var/run/*.sock"] = "/run/*.sock",
            ["/home/u/with:colon"] = "/run",
            ["/home/u/with,comma"] = "/run",
        },
        Backings = new()
        {
            ["/volumes/v/_data"] = ["/run"],
            ["/mnt/again"] = ["/run/docker.sock"],
            ["/dev/sdb1"] = ["/data"],
        },
        Unreachable = ["/home/u/loop"],
    };

    [Theory]
    [InlineData("/var/run/docker.sock")]
    [InlineData("/run/docker.sock")]
    [InlineData("/run/docker.sock/")]
    [InlineData("//run/./docker.sock")]
    [InlineData("/var/run/../run/docker.sock")]
    [InlineData("/home/u/link")]
    [InlineData("/home/u/up")]
    [InlineData("/run")]
    [InlineData("/run/")]
    [InlineData("/var/run")]
    [InlineData("/var")]
    [InlineData("/")]
    [InlineData("/volumes/v/_data")]
    [InlineData("/mnt/again")]
    public void Holds_for_every_way_to_the_path(string source)
    {
        WhyNot(source, "/var/run/docker.sock").Should().BeNull();
    }

    [Theory]
    [InlineData("/run/docker.sock.d")]
    [InlineData("/run/docker")]
    [InlineData("/ru")]
    [InlineData("/run/other.sock")]
    [InlineData("/home/u")]
    public void Does_not_hold_for_other_paths(string source) =>
        WhyNot(source, "/var/run/docker.sock").Should().Be("no mount exposes /var/run/docker.sock");

    [Theory]
    [InlineData("""["/run"]""", false, false)]
    [InlineData("""{"paths":["/run"]}""", false, false)]
    [InlineData("""{"paths":["/run"],"strict":false,"unknown":"refuse"}""", false, false)]
    [InlineData("""{"paths":["/run"],"strict":true}""", true, false)]
    [InlineData("""{"paths":["/run"],"unknown":"allow"}""", false, true)]
    public void A_policy_says_how_strict_it_is(string value, bool isStrict, bool areAllowed)
    {
        var host = new FakeHost { Doubts = new() { ["/vol/odd"] = "it is odd" }, Replaceable = new() { ["/vol/u/d"] = "/vol/u" } };
        var condition = ConditionText.Read($$"""{"mountSource":{{value}}}""", host);
        string Ask(string source)
        {
            try
            {
                return condition.WhyNot(new Subject("create", "c1", new RuntimeSpec(Sample.Object($$"""{"mounts":[{"type":"bind","source":"{{source}}"}]}""")), null, host)) ?? "holds";
            }
            catch (InterceptorException)
            {
                return "refused";
            }
        }

        Ask("/run").Should().Be("holds");
        Ask("/vol/a").Should().Be("no mount exposes /run");
        Ask("/vol/u/d").Should().Be(isStrict ? "refused" : "no mount exposes /run");
        Ask("/vol/odd").Should().Be(areAllowed ? "no mount exposes /run" : "refused");
    }

    [Theory]
    [InlineData("[]", "mountSource must not be empty")]
    [InlineData("{}", "mountSource must not be empty")]
    [InlineData("""{"strict":true}""", "missing member \"paths\"")]
    [InlineData("""{"paths":[]}""", "paths must not be empty")]
    [InlineData("""{"paths":["/x"],"strict":"yes"}""", "strict must be true or false")]
    [InlineData("""{"paths":["/x"],"unknown":"deny"}""", "unknown must be one of refuse, allow, not \"deny\"")]
    [InlineData("""{"paths":["/x"],"other":1}""", "unknown member \"other\"")]
    public void It_is_read_strictly(string value, string error) => ConditionText.ErrorOf($$"""{"mountSource":{{value}}}""").Should().Be(error);

    [Theory]
    [InlineData("/run/**/*.sock", "/run/x/y.sock")]
    [InlineData("/run/*.sock", "/run/docker.sock")]
    [InlineData("/run/*.sock", "/run")]
    public void Holds_for_a_source_that_matches(string pattern, string source) => WhyNot(source, pattern).Should().BeNull();

    [Theory]
    [InlineData("/run/*.sock", "/run/x/y.sock")]
    [InlineData("/srv/*", "/srv/a/b")]
    [InlineData("/srv/?/b", "/srv///b")]
    public void A_glob_stops_at_slashes(string pattern, string source) => WhyNot(source, pattern).Should().Be($"no mount exposes {pattern}");

    /// <summary>An engine keeps the layers of every container in its own directories: a glob for those is about what is mounted besides.</summary>
    [Theory]
    [InlineData("/var/lib/containerd/**", false)]
    [InlineData("/var/lib/containerd/snapshots/7/fs", true)]
    [InlineData("/var/lib/containerd/snapshots/7/fs/etc", true)]
    [InlineData("/var/lib/containerd/snapshots/8/fs", false)]
    public void A_glob_does_not_match_the_layers_of_the_root(string path, bool holds)
    {
        var host = new FakeHost
        {
            Links = new() { ["."] = "/run/c", ["rootfs"] = "/run/c/rootfs" },
            Backings = new() { ["/run/c/rootfs"] = ["/var/lib/containerd/snapshots/7/fs"] },
        };
        var subject = new Subject("create", "c1", new RuntimeSpec(Sample.Object("""{"root":{"path":"rootfs"}}""")), null, host);

        (ConditionText.Read($$"""{"mountSource":["{{path}}"]}""", host).WhyNot(subject) is null).Should().Be(holds);
    }

    [Fact]
    public void A_glob_matches_the_root_of_a_bundle_that_is_the_hosts_root()
    {
        var host = new FakeHost { Links = { ["."] = "/" } };
        var subject = new Subject("create", "c1", new RuntimeSpec(Sample.Object("""{"root":{"path":"/x/secret"}}""")), null, host);
        new MountSourceCondition(["/x/*"]).WhyNot(subject).Should().BeNull();
        new MountSourceCondition(["/y/*"]).WhyNot(subject).Should().Be("no mount exposes /y/*");
    }

    [Fact]
    public void Only_what_the_policy_names_may_lie_where_we_may_not_look()
    {
        var host = new FakeHost { Denied = ["/secret/x"] };
        string? Ask(string path, string source) => new MountSourceCondition([path]).WhyNot(new Subject("create", "c1",
            new RuntimeSpec(Sample.Object($$"""{"mounts":[{"type":"bind","source":"{{source}}"}]}""")), null, host));

        Ask("/secret/x", "/srv").Should().Be("no mount exposes /secret/x");
        Ask("/secret/x", "/secret").Should().BeNull();
        FluentActions.Invoking(() => Ask("/srv", "/secret/x")).Should().Throw<InterceptorException>().WithMessage("cannot follow /secret/x: permission denied");
    }

    [Theory]
    [InlineData("""{"type":"tmpfs","source":"/run"}""", false)]
    [InlineData("""{"type":"bind"}""", false)]
    [InlineData("""{"source":"/run","options":["ro"]}""", false)]
    [InlineData("""{"type":"tmpfs","source":"/run","options":["bind"]}""", true)]
    [InlineData("""{"source":"/run","options":["rbind","ro"]}""", true)]
    [InlineData("""{"type":"bind","source":"/run"}""", true)]
    public void Looks_at_bind_mounts_alone(string mount, bool holds) =>
        (new MountSourceCondition(["/run/docker.sock"]).WhyNot(Subject($"{{\"mounts\":[{mount}]}}")) is null).Should().Be(holds);

    [Theory]
    [InlineData("'lowerdir=/run'", true)]
    [InlineData("'lowerdir=/'", true)]
    [InlineData("'lowerdir=/srv:/var/run:/opt'", true)]
    [InlineData("'ro','lowerdir=/srv','upperdir=/run','workdir=/w'", true)]
    [InlineData("'lowerdir=/srv,upperdir=/u,workdir=/run'", true)]
    [InlineData("'lowerdir=/srv::/run'", true)]
    [InlineData("'lowerdir=:/run'", true)]
    [InlineData("'lowerdir+=/run'", true)]
    [InlineData("'datadir+=/run'", true)]
    [InlineData("'lowerdir=/home/u/with\\\\:colon'", true)]
    [InlineData("'lowerdir=/home/u/with\\\\,comma'", true)]
    [InlineData("'lowerdir=/volumes/v/_data'", true)]
    [InlineData("'lowerdir=/home/u/with\\\\','comma'", true)]
    [InlineData("'lowerdir=/srv:/opt','upperdir=/u','workdir=/w','redirect_dir=/run'", false)]
    [InlineData("'lowerdir=','upperdir','nosuid'", false)]
    public void Looks_at_the_directories_of_an_overlay(string options, bool holds) =>
        (new MountSourceCondition(["/run/docker.sock"]).WhyNot(Subject($$"""{"mounts":[{"type":"overlay","source":"overlay","options":[{{options.Replace('\'', '"')}}]}]}""")) is null)
            .Should().Be(holds);

    [Theory]
    [InlineData("tmpfs", false)]
    [InlineData("bind", false)]
    [InlineData("overlay", true)]
    [InlineData("overlayfs", true)]
    public void Such_directories_are_an_overlays_alone(string type, bool holds) =>
        (new MountSourceCondition(["/run/docker.sock"]).WhyNot(Subject($$"""{"mounts":[{"type":"{{type}}","source":"/srv","options":["lowerdir=/"]}]}""")) is null).Should().Be(holds);

    [Theory]
    [InlineData("/", true)]
    [InlineData("/run", true)]
    [InlineData("/run/docker.sock", true)]
    [InlineData("/var/run", true)]
    [InlineData("/home/u/up", true)]
    [InlineData("../../run/.", true)]
    [InlineData("/volumes/v/_data", true)]
    [InlineData("/run/docker.sock/below", false)]
    [InlineData("/var/lib/docker/overlay2/1/merged", false)]
    [InlineData("rootfs", false)]
    public void The_root_file_system_gives_away_what_it_contains(string root, bool holds) =>
        RootHolds(root, "/var/run/docker.sock").Should().Be(holds);

    [Theory]
    [InlineData("/var/lib/docker/overlay2/1/merged", "/var/lib/docker", false)]
    [InlineData("/x/secret", "/x/*", true)]
    [InlineData("/x/../x//secret/", "/x/*", true)]
    [InlineData("/home/u/link", "/run/*.sock", true)]
    [InlineData("/x/secret", "/y/*", false)]
    public void A_root_matches_what_it_is_and_not_what_contains_it(string root, string path, bool holds) => RootHolds(root, path).Should().Be(holds);

    [Fact]
    public void A_glob_does_not_match_the_root_that_an_engine_made_in_the_bundle()
    {
        RootHolds("rootfs", "/run/containerd/**").Should().BeFalse();
        RootHolds("/run/containerd/task/c1/rootfs", "/run/containerd/**").Should().BeFalse();
        RootHolds("/run/containerd/other", "/run/containerd/**").Should().BeTrue();
    }

    [Theory]
    [InlineData("/run/*.sock", "/var/run/docker.sock")]
    [InlineData("/run/*.sock", "/home/u/link")]
    [InlineData("/run/*.sock", "//run/docker.sock")]
    [InlineData("/run/*.sock", "/srv/../run/docker.sock")]
    [InlineData("/run/*.sock", "/mnt/again")]
    [InlineData("/var/run/*.sock", "/run/docker.sock")]
    [InlineData("/var/run/*.sock", "/run")]
    public void A_glob_matches_a_source_by_any_of_its_names(string pattern, string source) => WhyNot(source, pattern).Should().BeNull();

    [Theory]
    [InlineData("ext4", "/dev/sda1", true)]
    [InlineData("xfs", "//dev/../dev/sda1", true)]
    [InlineData("unheard-of", "/dev/sda1", true)]
    [InlineData("ext4", "/dev/sda2", false)]
    [InlineData("tmpfs", "/dev/sda1", false)]
    [InlineData("proc", "/dev/sda1", false)]
    [InlineData("cgroup2", "/dev/sda1", false)]
    [InlineData("nfs", "/dev/sda1", false)]
    public void The_source_of_a_file_system_on_a_device_is_a_path_of_the_host(string type, string source, bool holds) =>
        (new MountSourceCondition(["/dev/sda1"]).WhyNot(Subject($$"""{"mounts":[{"type":"{{type}}","source":"{{source}}"}]}""")) is null).Should().Be(holds);

    [Fact]
    public void A_device_gives_away_the_places_where_it_is_mounted() =>
        new MountSourceCondition(["/data/secret"]).WhyNot(Subject("""{"mounts":[{"type":"ext4","source":"/dev/sdb1"}]}""")).Should().BeNull();

    [Fact]
    public void A_source_that_cannot_be_followed_is_an_error()
    {
        var look = () => WhyNot("/home/u/loop", "/run/docker.sock");

        look.Should().Throw<InterceptorException>().WithMessage("cannot follow /home/u/loop: too many levels of symbolic links");
    }

    private static bool RootHolds(string root, string path) =>
        new MountSourceCondition([path]).WhyNot(Subject($$$"""{"root":{"path":"{{{root}}}"}}""")) is null;

    private static string? WhyNot(string source, string path) =>
        new MountSourceCondition([path]).WhyNot(Subject($$"""{"mounts":[{"destination":"/x","type":"bind","source":"{{source}}"}]}"""));

    private static Subject Subject(string document) => new("create", "c1", new RuntimeSpec(Sample.Object(document)), null, _host);
}
