using OciInterceptor.Messages;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Rules.Mounts;

public sealed class MountSelectorTests
{
    private static readonly FakeHost _host = new()
    {
        Links = { ["/srv/link"] = "/srv/data", ["/var/run/engine.sock"] = "/run/engine.sock", ["/loop"] = "/loop" },
        Backings = { ["/volumes/v"] = ["/srv/data/deep"] },
        Doubts = { ["/merged"] = "/merged is on a file system of the type fuse.mergerfs, which may show anything" },
        Unreachable = { "/circle" },
    };

    [Theory]
    [InlineData("'sources':['/srv/data']", "{'destination':'/x','type':'bind','source':'/srv/data','options':['bind']}")]
    [InlineData("'sources':['/srv/data']", "{'destination':'/x','type':'bind','source':'/srv/link','options':['bind']}")]
    [InlineData("'sources':['/srv/data']", "{'destination':'/x','type':'none','source':'/srv/./data/','options':['rbind']}")]
    [InlineData("'sources':['/srv/data']", "{'destination':'/x','source':'/srv','options':['rbind']}")]
    [InlineData("'sources':['/srv/data']", "{'destination':'/x','source':'/','options':['bind']}")]
    [InlineData("'sources':['/srv/data/**']", "{'destination':'/x','source':'/volumes/v','options':['bind']}")]
    [InlineData("'sources':['/var/run/engine.sock']", "{'destination':'/x','source':'/run/engine.sock','options':['bind']}")]
    [InlineData("'sources':['/proc']", "{'destination':'/x','type':'proc','source':'anything'}")]
    [InlineData("'sources':['/srv/data/l']", "{'destination':'/x','type':'overlay','options':['lowerdir=/a:/srv/data/l']}")]
    [InlineData("'sources':['host:/x']", "{'destination':'/x','type':'nfs4','source':'host:/x'}")]
    [InlineData("'sources':['/srv/data','host:/**']", "{'destination':'/x','type':'nfs4','source':'host:/x/y'}")]
    [InlineData("'sources':['//server/share']", "{'destination':'/x','type':'cifs','source':'//server/share'}")]
    [InlineData("'sources':['//server/*']", "{'destination':'/x','type':'cifs','source':'//server/share'}")]
    [InlineData("'sources':['tmpfs']", "{'destination':'/x','type':'tmpfs','source':'tmpfs'}")]
    [InlineData("'sources':['overlay']", "{'destination':'/x','type':'overlay','source':'overlay','options':['lowerdir=/a']}")]
    [InlineData("'sources':['UUID=*']", "{'destination':'/x','type':'ext4','source':'UUID=1-2'}")]
    [InlineData("'sources':['x','/srv/data']", "{'destination':'/x','source':'/srv','options':['rbind']}")]
    [InlineData("'bind':true,'sources':['x','/srv/data']", "{'destination':'/x','source':'/srv','options':['rbind']}")]
    [InlineData("'bind':false,'sources':['x']", "{'destination':'/x','type':'tmpfs','source':'x'}")]
    [InlineData("'types':['bind']", "{'destination':'/x','type':'tmpfs','source':'/a','options':['rbind']}")]
    [InlineData("'types':['nfs*']", "{'destination':'/x','type':'nfs4','source':'s:/a'}")]
    [InlineData("'types':['']", "{'destination':'/x','source':'a'}")]
    [InlineData("'bind':false", "{'destination':'/x','type':'tmpfs'}")]
    [InlineData("'propagation':['private','rslave']", "{'destination':'/x','type':'tmpfs','options':['rw','rslave']}")]
    [InlineData("'destinations':['/x/**'],'except':['/x/y']", "{'destination':'/x/z','type':'tmpfs'}")]
    public void A_mount_is_chosen(string members, string mount) => On(members, mount).Should().Be("");

    [Theory]
    [InlineData("'sources':['/srv/data']", "{'destination':'/x','source':'/srv/data/below','options':['bind']}")]
    [InlineData("'sources':['/srv/data']", "{'destination':'/x','type':'tmpfs','source':'/srv/data'}")]
    [InlineData("'sources':['/proc']", "{'destination':'/proc','type':'proc','source':'proc'}")]
    [InlineData("'sources':['host:/*']", "{'destination':'/x','type':'nfs4','source':'host:/x/y'}")]
    [InlineData("'sources':['host:/x']", "{'destination':'/x','type':'nfs4','source':'other:/x'}")]
    [InlineData("'sources':['x']", "{'destination':'/x','type':'bind','source':'x','options':['bind']}")]
    [InlineData("'sources':['x']", "{'destination':'/x','type':'tmpfs'}")]
    [InlineData("'sources':['x']", "{'destination':'/x','source':'/circle','options':['bind']}")]
    [InlineData("'sources':['*']", "{'destination':'/x','type':'tmpfs'}")]
    [InlineData("'sources':['**']", "{'destination':'/x','type':'tmpfs','source':'tmpfs'}")]
    [InlineData("'sources':['//server/share']", "{'destination':'/x','type':'cifs','source':'//server/other'}")]
    [InlineData("'types':['tmpfs']", "{'destination':'/x','type':'tmpfs','source':'/a','options':['rbind']}")]
    [InlineData("'types':['Tmpfs']", "{'destination':'/x','type':'tmpfs'}")]
    [InlineData("'bind':true", "{'destination':'/x','type':'tmpfs'}")]
    [InlineData("'bind':false", "{'destination':'/x','type':'bind','source':'/a'}")]
    [InlineData("'propagation':['rprivate']", "{'destination':'/x','type':'tmpfs','options':['private']}")]
    [InlineData("'propagation':['rprivate']", "{'destination':'/x','type':'tmpfs'}")]
    [InlineData("'bind':false,'except':['/x']", "{'destination':'//x/.','type':'tmpfs'}")]
    [InlineData("'types':['tmpfs'],'destinations':['/y']", "{'destination':'/x','type':'tmpfs'}")]
    [InlineData("'bind':false", "{'type':'tmpfs'}")]
    public void A_mount_is_not_chosen(string members, string mount) => On(members, mount).Should().Be(mount);

    /// <summary>Whether it is one of the named sources cannot be told, so it is neither taken nor left.</summary>
    [Theory]
    [InlineData("{'destination':'/x','source':'/merged','options':['bind']}", "*cannot judge the mount source \"/merged\": /merged is on a file system of the type fuse.mergerfs, which may show anything")]
    [InlineData("{'destination':'/x','type':'fuse.bindfs','source':'/a'}", "*cannot judge the mount source \"/a\": unknown file system type fuse.bindfs: it may expose other files of the host")]
    [InlineData("{'destination':'/x','source':'/circle','options':['bind']}", "*cannot follow /circle: too many levels of symbolic links")]
    public void A_source_that_cannot_be_judged_refuses(string mount, string message)
    {
        var apply = () => On("'sources':['/srv/data']", mount);

        apply.Should().Throw<InterceptorException>().WithMessage(message);
    }

    [Fact]
    public void Sources_are_asked_only_of_mounts_that_the_rest_chooses() =>
        On("'sources':['/srv/data'],'destinations':['/y']", "{'destination':'/x','source':'/circle','options':['bind']}").Should().NotBeEmpty();

    [Theory]
    [InlineData("{}", "want at least one of destinations, types, sources, bind, propagation")]
    [InlineData("{'except':['/x']}", "want at least one of destinations, types, sources, bind, propagation")]
    [InlineData("{'types':[]}", "types must not be empty")]
    [InlineData("{'sources':[]}", "sources must not be empty")]
    [InlineData("{'sources':['']}", "a source must not be empty")]
    [InlineData("{'sources':['tmpfs','srv/data']}", "\"srv/data\" must be an absolute path, or a glob that begins with / or **")]
    [InlineData("{'bind':true,'sources':['host:/x']}", "no bind mount can have the source \"host:/x\": want an absolute path, or a glob that begins with / or **")]
    [InlineData("{'propagation':['rshred']}", "propagation must be one of private, rprivate, shared, rshared, slave, rslave, unbindable, runbindable, not \"rshred\", did you mean \"rshared\"?")]
    [InlineData("{'destinations':['/x','rel']}", "\"rel\" must be an absolute path, or a glob that begins with / or **")]
    [InlineData("{'bind':true,'except':['rel']}", "\"rel\" must be an absolute path, or a glob that begins with / or **")]
    [InlineData("'rel'", "\"rel\" must be an absolute path, or a glob that begins with / or **")]
    [InlineData("'*'", "\"*\" must be an absolute path, or a glob that begins with / or **")]
    [InlineData("'**/x'", "")]
    [InlineData("{'bind':false,'types':['bind']}", "no mount can have such a type with \"bind\": false")]
    [InlineData("{'bind':true,'types':['tmpfs']}", "no mount can have such a type with \"bind\": true")]
    [InlineData("{'bind':true,'types':['tmpfs','b*']}", "")]
    [InlineData("{'bind':false,'types':['tmpfs','bind']}", "")]
    [InlineData("{'bind':'yes'}", "bind must be true or false")]
    [InlineData("{'type':'tmpfs'}", "unknown member \"type\", did you mean \"types\"?")]
    [InlineData("1", "want a glob for destinations, or an object that chooses mounts")]
    public void A_choice_that_means_nothing_is_an_error(string chosen, string error) =>
        RuleRun.ErrorOf($"{{'type':'mounts','remove':[{chosen}]}}").Should().Be(error);

    private static string On(string members, string mount) =>
        RuleRun.On($"{{'type':'mounts','remove':[{{{members}}}]}}", $"{{'mounts':[{mount}]}}", _host)["{'mounts':[".Length..^2];
}
