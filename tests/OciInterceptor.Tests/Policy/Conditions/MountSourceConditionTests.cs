using OciInterceptor.Policy;
using OciInterceptor.Policy.Conditions;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Json;

namespace OciInterceptor.Tests.Policy.Conditions;

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
            ["/home/u/with:colon"] = "/run",
            ["/home/u/with,comma"] = "/run",
        },
        Backings = new()
        {
            ["/volumes/v/_data"] = ["/run"],
            ["/mnt/again"] = ["/run/docker.sock"],
        },
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
        WhyNot(source, "/var/run/docker.sock").Should().Be("no mount gives /var/run/docker.sock away");

    [Theory]
    [InlineData("/run/**/*.sock", "/run/x/y.sock")]
    [InlineData("/run/*.sock", "/run/docker.sock")]
    [InlineData("/run/*.sock", "/run")]
    public void Holds_for_a_source_that_matches(string pattern, string source) => WhyNot(source, pattern).Should().BeNull();

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
    [InlineData("'lowerdir=/srv\\\\:/run'", false)]
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

    private static string? WhyNot(string source, string path) =>
        new MountSourceCondition([path]).WhyNot(Subject($$"""{"mounts":[{"destination":"/x","type":"bind","source":"{{source}}"}]}"""));

    private static Subject Subject(string document) => new("create", "c1", new RuntimeSpec(Sample.Object(document)), null, _host);
}
