using OciInterceptor.Tests.Json;

namespace OciInterceptor.Tests.Rules;

public sealed class TmpfsSizeRuleTests
{
    [Theory]
    [InlineData("""{}""", "missing member \"sizes\"")]
    [InlineData("""{"sizes":{"/x":"1q"}}""", "a size must be a number of bytes, or a string such as \"64m\"")]
    [InlineData("""{"sizes":{"/x":-1}}""", "a size must be a number of bytes, or a string such as \"64m\"")]
    [InlineData("""{"sizes":{"/x":[]}}""", "a size must be a number of bytes, or a string such as \"64m\"")]
    [InlineData("""{"sizes":{"/x":"0"}}""", "a tmpfs size must be greater than 0: 0 means no limit")]
    [InlineData("""{"sizes":{"x":1}}""", "\"x\" must be an absolute path")]
    [InlineData("""{"sizes":{"/x":1,"/x/":2}}""", "/x/ is listed twice")]
    public void A_wrong_size_is_refused_when_the_policy_is_read(string options, string error)
    {
        var members = options == "{}" ? "" : "," + options[1..^1];
        RuleRun.ErrorOf($$"""{"type":"tmpfs-size"{{members}}}""").Should().Be(error);
    }

    [Theory]
    [InlineData("size=64m", "size=64m")]
    [InlineData("size=67108864", "size=67108864")]
    [InlineData("size=65536K", "size=65536K")]
    [InlineData("size=0x4000000", "size=67108864")]
    [InlineData("nr_blocks=16384", "size=67108864")]
    public void A_size_that_says_the_same_stays_as_it_is_spelled(string before, string after)
    {
        static string Document(string option) => $$"""{"mounts":[{"destination":"/dev/shm","type":"tmpfs","options":["{{option}}"]}]}""";

        RuleRun.On("""{"type":"tmpfs-size","sizes":{"/dev/shm":"64m"}}""", Document(before)).Should().Be(Document(after));
    }

    /// <summary>The kernel gets the entries joined by commas, and takes the last limit: a second one may stand in any entry.</summary>
    [Attack("Options behind a comma")]
    [Theory]
    [InlineData("size=64m|mode=1777,size=10g", "size=67108864|mode=1777")]
    [InlineData("size=64m|mode=1777,nr_blocks=0", "size=67108864|mode=1777")]
    [InlineData("mode=1777,size=10g,uid=5", "size=67108864|mode=1777,uid=5")]
    [InlineData("size=10g,size=20g", "size=67108864")]
    [InlineData("size=64m,size=10g|nosuid", "size=67108864|nosuid")]
    [InlineData("size=64m|size=10g", "size=67108864")]
    [InlineData("mpol=bind:0,1,size=10g", "size=67108864|mpol=bind:0,1")]
    [InlineData("size=64m|1,size=10g", "size=67108864|1")]
    [InlineData("size=64m|mode=1777", "size=64m|mode=1777")]
    [InlineData("mode=1777,size=64m", "mode=1777,size=64m")]
    [InlineData("noexec|mode=1777,uid=5", "noexec|mode=1777,uid=5|size=67108864")]
    [InlineData("size=64m|x\\\"y,size=10g\\\"", "size=67108864|x\\\"y")]
    [InlineData("size=64m|context=\\\"s0:c1,size=10g\\\"", "size=64m|context=\\\"s0:c1,size=10g\\\"")]
    public void The_last_limit_is_the_rules_however_they_are_joined(string before, string after)
    {
        static string Document(string options) => $$"""{"mounts":[{"destination":"/dev/shm","type":"tmpfs","options":["{{options.Replace("|", "\",\"", StringComparison.Ordinal)}}"]}]}""";

        RuleRun.On("""{"type":"tmpfs-size","sizes":{"/dev/shm":"64m"}}""", Document(before)).Should().Be(Document(after));
    }

    [Theory]
    [InlineData("", "'size=64'")]
    [InlineData("'nosuid'", "'nosuid','size=64'")]
    [InlineData("'size=1','nosuid'", "'size=64','nosuid'")]
    [InlineData("'a','size=1','b','nr_blocks=1','c','size=2'", "'a','size=64','b','c'")]
    [InlineData("'nr_blocks=1','size=64'", "'size=64'")]
    [InlineData("'size=64','size=64'", "'size=64'")]
    [InlineData("'size=064'", "'size=64'")]
    [InlineData("'size=0'", "'size=64'")]
    [InlineData("'size=63'", "'size=64'")]
    [InlineData("'size=64b'", "'size=64b'")]
    [InlineData("'size=10%'", "'size=64'")]
    [InlineData("'Size=1','nr_inodes=1','xsize=1'", "'Size=1','nr_inodes=1','xsize=1','size=64'")]
    [InlineData("'NR_BLOCKS=1','xnr_blocks=1'", "'NR_BLOCKS=1','xnr_blocks=1','size=64'")]
    [InlineData("'nr_blocks=64'", "'size=64'")]
    [InlineData("'size='", "'size=64'")]
    [InlineData("'size=64=1'", "'size=64'")]
    public void A_size_takes_the_place_of_the_first_and_the_others_go(string before, string after) => Check("tmpfs", "/s", before, after);

    [Theory]
    [InlineData("tmpfs", "/s/", true)]
    [InlineData("tmpfs", "/s/x", false)]
    [InlineData("ramfs", "/s", false)]
    [InlineData("Tmpfs", "/s", false)]
    public void Only_a_tmpfs_at_that_place_is_resized(string type, string destination, bool isResized) => Check(type, destination, "'a'", isResized ? "'a','size=64'" : "'a'");

    [Fact]
    public void A_bind_mount_is_none_whatever_its_type() => Check("tmpfs", "/s", "'rbind','size=1'", "'rbind','size=1'");

    [Fact]
    public void A_mount_without_options_gets_some() =>
        RuleRun.On("{'type':'tmpfs-size','sizes':{'/s':64}}", "{'mounts':[{'destination':'/s','type':'tmpfs'},{'type':'tmpfs'}]}")
            .Should().Be("{'mounts':[{'destination':'/s','type':'tmpfs','options':['size=64']},{'type':'tmpfs'}]}");

    private static void Check(string type, string destination, string before, string after) =>
        RuleRun.On("{'type':'tmpfs-size','sizes':{'/s':64,'/t':1}}", $"{{'mounts':[{{'destination':'{destination}','type':'{type}','options':[{before}]}}]}}")
            .Should().Be($"{{'mounts':[{{'destination':'{destination}','type':'{type}','options':[{after}]}}]}}");

    [Theory]
    [InlineData("{'destination':'/dev/shm','type':'bind','source':'/run/pod/shm','options':['rbind','rw']}", "{'destination':'/dev/shm','type':'tmpfs','source':'shm','options':['nosuid','noexec','nodev','mode=1777','size=1048576']}")]
    [InlineData("{'destination':'/dev/shm','type':'bind','source':'/run/pod/shm','options':['rbind','ro']}", "{'destination':'/dev/shm','type':'tmpfs','source':'shm','options':['ro','nosuid','noexec','nodev','mode=1777','size=1048576']}")]
    [InlineData("{'destination':'/dev/shm','type':'bind','source':'/run/pod/shm','options':['rw','rro','rbind']}", "{'destination':'/dev/shm','type':'tmpfs','source':'shm','options':['ro','nosuid','noexec','nodev','mode=1777','size=1048576']}")]
    [InlineData("{'destination':'/dev/shm','type':'bind','source':'/run/pod/shm','options':['bind','ro','rw']}", "{'destination':'/dev/shm','type':'tmpfs','source':'shm','options':['nosuid','noexec','nodev','mode=1777','size=1048576']}")]
    [InlineData("{'destination':'/dev/shm','type':'bind','source':'/run/pod/shm','options':['rro','rbind','rw']}", "{'destination':'/dev/shm','type':'tmpfs','source':'shm','options':['ro','nosuid','noexec','nodev','mode=1777','size=1048576']}")]
    [InlineData("{'destination':'/dev/shm','type':'bind','source':'/run/pod/shm','options':['rbind','ro','rrw']}", "{'destination':'/dev/shm','type':'tmpfs','source':'shm','options':['nosuid','noexec','nodev','mode=1777','size=1048576']}")]
    [InlineData("{'destination':'/dev/shm','type':'bind','source':'/run/pod/shm','options':['rrw','rbind','ro']}", "{'destination':'/dev/shm','type':'tmpfs','source':'shm','options':['nosuid','noexec','nodev','mode=1777','size=1048576']}")]
    [InlineData("{'destination':'/dev/shm','type':'bind','source':'/run/pod/shm','options':['rrw','rbind','rro']}", "{'destination':'/dev/shm','type':'tmpfs','source':'shm','options':['ro','nosuid','noexec','nodev','mode=1777','size=1048576']}")]
    [InlineData("{'destination':'/dev/shm','type':'bind','source':'/run/pod/shm','options':['rro','rbind','rrw']}", "{'destination':'/dev/shm','type':'tmpfs','source':'shm','options':['nosuid','noexec','nodev','mode=1777','size=1048576']}")]
    [InlineData("{'destination':'/dev/shm/','type':'none','options':['bind']}", "{'destination':'/dev/shm/','type':'tmpfs','options':['nosuid','noexec','nodev','mode=1777','size=1048576'],'source':'shm'}")]
    [InlineData("{'destination':'/dev/shm','type':'tmpfs','options':['size=1m']}", "{'destination':'/dev/shm','type':'tmpfs','options':['size=1m']}")]
    [InlineData("{'destination':'/tmp','type':'bind','source':'/a','options':['bind']}", "{'destination':'/tmp','type':'bind','source':'/a','options':['bind']}")]
    public void A_bind_mount_of_shared_memory_is_replaced_if_that_is_asked_for(string before, string after) =>
        RuleRun.On("{'type':'tmpfs-size','sizes':{'/dev/shm':'1m','/tmp':'1m'},'replaceBind':true}", $"{{'mounts':[{before}]}}").Should().Be($"{{'mounts':[{after}]}}");

    [Theory]
    [InlineData("/dev/shm", "{'destination':'/dev/shm','type':'bind','source':'/run/pod/shm','options':['rbind']}", true)]
    [InlineData("/dev/shm", "{'destination':'/dev/shm','type':'tmpfs','options':['size=1m']}", false)]
    [InlineData("/tmp", "{'destination':'/dev/shm','type':'bind','source':'/run/pod/shm','options':['rbind']}", false)]
    public void A_bind_mount_of_shared_memory_that_stays_is_said(string destination, string mount, bool isSaid)
    {
        var rule = $"{{'type':'tmpfs-size','sizes':{{'{destination}':'1m'}}}}";

        RuleRun.On(rule, $"{{'mounts':[{mount}]}}").Should().Be($"{{'mounts':[{mount}]}}");
        var remark = RuleRun.Read(rule).NoteOn(Sample.Object($"{{'mounts':[{mount}]}}".Replace('\'', '"')));
        (remark is not null).Should().Be(isSaid);
        RuleRun.Read("{'type':'tmpfs-size','sizes':{'/dev/shm':'1m'},'replaceBind':true}").NoteOn(Sample.Object($"{{'mounts':[{mount}]}}".Replace('\'', '"'))).Should().BeNull();
        (remark ?? "/dev/shm is a bind mount: ").Should().StartWith("/dev/shm is a bind mount: ");
    }

    [Fact]
    public void Only_shared_memory_is_replaced() =>
        RuleRun.ErrorOf("{'type':'tmpfs-size','sizes':{'/tmp':'1m'},'replaceBind':true}").Should().Be("replaceBind needs a size for /dev/shm");
}
