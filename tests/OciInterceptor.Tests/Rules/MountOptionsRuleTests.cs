namespace OciInterceptor.Tests.Rules;

public sealed class MountOptionsRuleTests
{
    [Theory]
    [InlineData("rw rrw", "ro", "ro")]
    [InlineData("rro", "ro", "rro ro")]
    [InlineData("ro rro", "rw", "rw")]
    [InlineData("bind ro", "rro", "bind ro rro")]
    [InlineData("bind rrw rw", "rro", "bind rro")]
    [InlineData("noexec rnoexec", "exec", "exec")]
    [InlineData("exec noexec", "noexec", "noexec")]
    [InlineData("relatime", "noatime", "noatime")]
    [InlineData("strictatime nodiratime", "rnoatime", "rnoatime nodiratime")]
    [InlineData("rbind rprivate", "rslave", "rbind rslave")]
    [InlineData("async", "sync", "sync")]
    [InlineData("size=1m size=2m", "size=3m", "size=3m")]
    [InlineData("size=1m size=3m", "size=3m", "size=3m")]
    [InlineData("hidepid=1", "hidepid=2", "hidepid=2")]
    [InlineData("rdev", "nodev", "nodev")]
    [InlineData("relatime", "x-some", "relatime x-some")]
    public void An_option_replaces_what_contradicts_it(string before, string added, string after) => CheckAdded(before, added, after);

    /// <summary>What is not a flag reaches the kernel as one text, joined by commas, of which it takes the last value of a name.</summary>
    [Attack("Options behind a comma")]
    [Theory]
    [InlineData("mode=0755 uid=0,mode=1777", "mode=0755", "mode=0755 uid=0")]
    [InlineData("uid=0,mode=1777,gid=5", "mode=0755", "mode=0755 uid=0,gid=5")]
    [InlineData("mode=1777,mode=0755", "mode=0755", "mode=0755 mode=0755")]
    [InlineData("size=64m nr_blocks=0", "size=64m", "size=64m")]
    [InlineData("size=64m uid=0,nr_blocks=0", "size=64m", "size=64m uid=0")]
    [InlineData("inode32", "inode64", "inode64")]
    [InlineData("size=1m,ro", "ro", "size=1m,ro ro")]
    [InlineData("noexec mode=1777,exec", "noexec", "noexec mode=1777")]
    [InlineData("mpol=bind:0,1 size=1m", "mpol=bind:2,3", "mpol=bind:2,3 size=1m")]
    public void An_option_replaces_what_contradicts_it_among_those_that_commas_join(string before, string added, string after) => CheckAdded(before, added, after);

    private static void CheckAdded(string before, string added, string after)
    {
        static string Quoted(string options) => string.Join(",", options.Split(' ').Select(option => $"\"{option}\""));
        static string Document(string options) => $$"""{"mounts":[{"destination":"/x","options":[{{Quoted(options)}}]}]}""";

        RuleRun.On($$"""{"type":"mount-options","destinations":["/x"],"add":[{{Quoted(added)}}]}""", Document(before)).Should().Be(Document(after));
    }

    [Attack("Options behind a comma")]
    [Theory]
    [InlineData("size", "uid=0,size=1g,gid=5", "[\"uid=0,gid=5\"]")]
    [InlineData("size", "size=1g,size=2g", "[]")]
    [InlineData("size", "size=1g,uid=0", "[\"uid=0\"]")]
    [InlineData("mode", "uid=0,mode", "[\"uid=0\"]")]
    [InlineData("context", "context=\\\"s0:c1,c2\\\"", "[]")]
    [InlineData("c2\\\"", "context=\\\"s0:c1,c2\\\",uid=0", "[\"context=\\\"s0:c1,c2\\\",uid=0\"]")]
    public void An_option_is_removed_from_among_those_that_commas_join(string removed, string before, string after)
    {
        RuleRun.On($$"""{"type":"mount-options","destinations":["/x"],"remove":["{{removed}}"]}""", $$"""{"mounts":[{"destination":"/x","options":["{{before}}"]}]}""")
            .Should().Be($$"""{"mounts":[{"destination":"/x","options":{{after}}}]}""");
    }

    [Theory]
    [InlineData("ro", "rro rw")]
    [InlineData("rro", "ro rw")]
    [InlineData("size", "ro rro rw")]
    public void An_option_is_removed_by_its_whole_name(string removed, string left)
    {
        RuleRun.On($$"""{"type":"mount-options","destinations":["/x"],"remove":["{{removed}}"]}""", """{"mounts":[{"destination":"/x","options":["ro","size=1m","rro","rw"]}]}""")
            .Replace("size=1m", "", StringComparison.Ordinal).Should().ContainAll(left.Split(' ').Select(option => $"\"{option}\"")).And.NotContain($"\"{removed}\"");
    }

    [Theory]
    [InlineData(""" "add":["ro"] """, "want at least one of destinations, types, sources, bind, propagation")]
    [InlineData(""" "bind":true """, "a rule of type mount-options needs add, remove, or uidMappings and gidMappings")]
    [InlineData(""" "bind":true,"except":["dev/**"],"add":["ro"] """, "\"dev/**\" must be an absolute path, or a glob that begins with / or **")]
    [InlineData(""" "destinations":["/x"],"add":["ro,noexec"] """, "invalid mount option \"ro,noexec\": want a single option")]
    [InlineData(""" "destinations":["/x"],"add":["size=1m,size=2g"] """, "invalid mount option \"size=1m,size=2g\": want a single option")]
    [InlineData(""" "destinations":["/x"],"add":["mode=1777,size=1g"] """, "invalid mount option \"mode=1777,size=1g\": want a single option")]
    [InlineData(""" "destinations":["/x"],"add":[""] """, "invalid mount option \"\": want a single option")]
    [InlineData(""" "destinations":["/x"],"add":["ro","rw"] """, "ro and rw contradict each other")]
    [InlineData(""" "destinations":["/x"],"add":["ro","rw","rrw"] """, "ro and rw contradict each other")]
    [InlineData(""" "destinations":["/x"],"add":["exec","ro","rw"] """, "ro and rw contradict each other")]
    [InlineData(""" "destinations":["/x"],"add":["exec","ro"],"remove":["x","ro"] """, "ro cannot be both added and removed")]
    [InlineData(""" "destinations":["/x"],"add":["size=1","size=2"] """, "size=1 and size=2 contradict each other")]
    [InlineData(""" "destinations":["/x"],"add":["size=1"],"remove":["size"] """, "size=1 cannot be both added and removed")]
    public void A_wrong_option_is_refused_when_the_policy_is_read(string options, string error)
    {
        RuleRun.ErrorOf($$"""{"type":"mount-options",{{options}}}""").Should().Be(error);
    }

    [Fact]
    public void An_options_value_may_have_commas()
    {
        RuleRun.ErrorOf("""{"type":"mount-options","destinations":["/x"],"add":["context=\"system_u:object_r:x:s0:c1,c2\""]}""").Should().BeEmpty();
    }

    [Theory]
    [InlineData("/x", "/x/", true)]
    [InlineData("/x", "/x/y", false)]
    [InlineData("/*", "/x/y", false)]
    [InlineData("/**", "/x/y", true)]
    [InlineData("/x','/y", "/y", true)]
    [InlineData("/x','/y", "/z", false)]
    public void Mounts_are_chosen_by_their_clean_destinations(string patterns, string destination, bool isChosen) =>
        RuleRun.On($"{{'type':'mount-options','destinations':['{patterns}'],'add':['ro'],'remove':['a']}}", $"{{'mounts':[{{'destination':'{destination}','options':['a','rw','b']}},{{'options':['a']}}]}}")
            .Should().Be($"{{'mounts':[{{'destination':'{destination}','options':[{(isChosen ? "'ro','b'" : "'a','rw','b'")}]}},{{'options':['a']}}]}}");

    [Theory]
    [InlineData("'options':null", "'options':['ro']")]
    [InlineData("'options':[]", "'options':['ro']")]
    [InlineData("'x':1", "'x':1,'options':['ro']")]
    public void A_mount_without_options_gets_some(string before, string after) =>
        RuleRun.On("{'type':'mount-options','destinations':['/x'],'add':['ro']}", $"{{'mounts':[{{'destination':'/x',{before}}}]}}").Should().Be($"{{'mounts':[{{'destination':'/x',{after}}}]}}");

    [Fact]
    public void Removing_leaves_a_mount_without_options_as_it_is() =>
        RuleRun.On("{'type':'mount-options','destinations':['/x'],'remove':['ro']}", "{'mounts':[{'destination':'/x'},{'destination':'/x','options':null}]}")
            .Should().Be("{'mounts':[{'destination':'/x'},{'destination':'/x','options':null}]}");

    private const string Mapping = "[{'containerID':0,'hostID':1000,'size':1}]";

    [Theory]
    [InlineData("{'destination':'/x','type':'bind','source':'/a','options':['rbind']}", "{'destination':'/x','type':'bind','source':'/a','options':['rbind','idmap'],'uidMappings':MAP,'gidMappings':MAP}")]
    [InlineData("{'destination':'/x','source':'/a','options':['rbind','ridmap'],'uidMappings':[],'gidMappings':MAP}", "{'destination':'/x','source':'/a','options':['rbind','ridmap'],'uidMappings':MAP,'gidMappings':MAP}")]
    [InlineData("{'destination':'/x','source':'/a','options':['rbind','idmap'],'uidMappings':MAP,'gidMappings':MAP}", "{'destination':'/x','source':'/a','options':['rbind','idmap'],'uidMappings':MAP,'gidMappings':MAP}")]
    [InlineData("{'destination':'/x','source':'/a','options':['rbind','idmap'],'uidMappings':[{'size':1,'hostID':1000,'containerID':0,'x':1}],'gidMappings':[]}", "{'destination':'/x','source':'/a','options':['rbind','idmap'],'uidMappings':[{'size':1,'hostID':1000,'containerID':0,'x':1}],'gidMappings':MAP}")]
    [InlineData("{'destination':'/x','source':'/a','options':['rbind','idmap'],'uidMappings':[{'containerID':0,'hostID':1000,'size':2}],'gidMappings':[{'containerID':0,'hostID':1001,'size':1}]}", "{'destination':'/x','source':'/a','options':['rbind','idmap'],'uidMappings':MAP,'gidMappings':MAP}")]
    [InlineData("{'destination':'/x','source':'/a','options':['rbind','idmap'],'uidMappings':[{'containerID':1,'hostID':1000,'size':1}],'gidMappings':MAP}", "{'destination':'/x','source':'/a','options':['rbind','idmap'],'uidMappings':MAP,'gidMappings':MAP}")]
    [InlineData("{'destination':'/x','type':'tmpfs'}", "{'destination':'/x','type':'tmpfs'}")]
    [InlineData("{'destination':'/y','type':'bind','source':'/a'}", "{'destination':'/y','type':'bind','source':'/a'}")]
    public void A_bind_mount_shows_other_ids(string before, string after)
    {
        static string Document(string mount) => $"{{'mounts':[{mount.Replace("MAP", Mapping, StringComparison.Ordinal)}]}}";

        RuleRun.On($"{{'type':'mount-options','destinations':['/x'],'uidMappings':{Mapping},'gidMappings':{Mapping}}}", Document(before)).Should().Be(Document(after));
    }

    [Fact]
    public void Ids_of_users_and_groups_are_mapped_together() =>
        RuleRun.ErrorOf($"{{'type':'mount-options','bind':true,'uidMappings':{Mapping}}}").Should().Be("uidMappings and gidMappings must be given together");
}
