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
    public void An_option_replaces_what_contradicts_it(string before, string added, string after)
    {
        static string Quoted(string options) => string.Join(",", options.Split(' ').Select(option => $"\"{option}\""));
        static string Document(string options) => $$"""{"mounts":[{"destination":"/x","options":[{{Quoted(options)}}]}]}""";

        RuleRun.On($$"""{"type":"mount-options","destinations":["/x"],"add":[{{Quoted(added)}}]}""", Document(before)).Should().Be(Document(after));
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
    [InlineData(""" "add":["ro"] """, "missing member \"destinations\"")]
    [InlineData(""" "destinations":["/x"],"add":["ro,noexec"] """, "invalid mount option \"ro,noexec\": want a single option")]
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
}
