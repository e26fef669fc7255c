using OciInterceptor.Host;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Json;

namespace OciInterceptor.Tests.Host;

public sealed class MountFactsTests
{
    [Theory]
    [InlineData("""{"type":"bind"}""", true)]
    [InlineData("""{"options":["bind"]}""", true)]
    [InlineData("""{"options":["ro","rbind"]}""", true)]
    [InlineData("""{"type":"none","options":["rbind"]}""", true)]
    [InlineData("""{"type":"Bind"}""", false)]
    [InlineData("""{"type":"rbind"}""", false)]
    [InlineData("""{"options":["bind=x","nobind"]}""", false)]
    [InlineData("""{"type":"tmpfs","options":[]}""", false)]
    [InlineData("""{"type":"tmpfs","options":null}""", false)]
    [InlineData("{}", false)]
    public void A_bind_mount_is_one_by_its_type_or_an_option(string mount, bool isBind)
    {
        MountFacts.IsBind(new Mount(Sample.Object(mount))).Should().Be(isBind);
        MountFacts.HasBinds(Spec("{}," + mount)).Should().Be(isBind);
    }

    [Theory]
    [InlineData("tmpfs")]
    [InlineData("ramfs")]
    [InlineData("devpts")]
    [InlineData("hugetlbfs")]
    [InlineData("nfs")]
    [InlineData("nfs4")]
    [InlineData("cifs")]
    [InlineData("smb3")]
    [InlineData("ceph")]
    [InlineData("9p")]
    [InlineData("virtiofs")]
    [InlineData("")]
    public void Of_a_file_system_without_a_device_the_source_is_a_word(string type)
    {
        Sources($$"""{"type":"{{type}}","source":"/x"}""").Should().BeEmpty();
        Sources($$"""{"type":"{{type}}","source":"/x","options":["bind"]}""").Should().Equal("/x");
    }

    [Theory]
    [InlineData("""{"type":"ext4","source":"/dev/sda1"}""", "/dev/sda1")]
    [InlineData("""{"type":"EXT4","source":"x"}""", "x")]
    [InlineData("""{"type":"Proc","source":"/x"}""", "/x")]
    [InlineData("""{"type":"bind","source":"rel"}""", "rel")]
    [InlineData("""{"type":"bind","source":""}""", "")]
    [InlineData("""{"type":"ext4"}""", "")]
    [InlineData("""{"source":"/x"}""", "")]
    [InlineData("""{"type":"overlay","source":"/x","options":["lowerdir=/a:/b","upperdir=/u","ro"]}""", "/a /b /u")]
    [InlineData("""{"type":"overlay","source":"/x","options":["bind","lowerdir=/a"]}""", "/x")]
    [InlineData("""{"type":"overlay","source":"/x"}""", "")]
    public void A_mount_has_the_hosts_paths_that_it_shows(string mount, string sources) =>
        Sources(mount).Should().Equal(sources.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [Theory]
    [InlineData("\"bind\"", false)]
    [InlineData("\"rbind\"", true)]
    [InlineData("\"bind\",\"rbind\"", true)]
    [InlineData("\"ro\"", true)]
    [InlineData("", true)]
    public void A_bind_mount_shows_what_is_mounted_below_unless_it_is_bind_alone(string options, bool isRecursive) =>
        MountFacts.HostSources(Spec($$"""{"type":"bind","source":"/x","options":[{{options}}]}""")).Should().ContainSingle().Which.IsRecursive.Should().Be(isRecursive);

    [Fact]
    public void Destinations_are_clean_and_those_that_are_missing_left_out() =>
        MountFacts.Destinations(Spec("""{"destination":"/a//b/"},{"type":"tmpfs"},{"destination":""}""")).Should().Equal("/a/b", "/");

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"mounts":null}""")]
    [InlineData("""{"mounts":[]}""")]
    public void A_container_without_mounts_has_none(string document)
    {
        var spec = new RuntimeSpec(Sample.Object(document));
        MountFacts.HasBinds(spec).Should().BeFalse();
        MountFacts.HostSources(spec).Should().BeEmpty();
        MountFacts.Destinations(spec).Should().BeEmpty();
    }

    [Fact]
    public void A_mount_of_an_unknown_type_is_in_doubt_even_without_a_source() =>
        MountFacts.HostSources(Spec("""{"type":"newfs"}""")).Should().ContainSingle().Which.Should().Match<HostSource>(source => source.Path == "" && source.Doubt!.Contains("newfs"));

    [Fact]
    public void An_exec_has_no_mounts()
    {
        MountFacts.HasBinds(null).Should().BeFalse();
        MountFacts.HostSources((RuntimeSpec?)null).Should().BeEmpty();
        MountFacts.Destinations(null).Should().BeEmpty();
    }

    private static RuntimeSpec Spec(string mounts) => new(Sample.Object($$"""{"mounts":[{{mounts}}]}"""));

    private static IEnumerable<string> Sources(string mount) => MountFacts.HostSources(Spec(mount)).Select(source => source.Path);
}
