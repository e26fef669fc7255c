namespace OciInterceptor.Tests.Rules;

public sealed class UserRuleTests
{
    [Theory]
    [InlineData("", "a rule of type user needs uid, gid or additionalGids")]
    [InlineData(", 'uid': null", "uid must not be null: leave it out")]
    [InlineData(", 'uid': -1", "uid must be an ID from 0 to 4294967294")]
    [InlineData(", 'uid': 4294967295", "uid must be an ID from 0 to 4294967294")]
    [InlineData(", 'uid': 4294967296", "uid must be an ID from 0 to 4294967294")]
    [InlineData(", 'uid': 1e3", "uid must be an ID from 0 to 4294967294")]
    [InlineData(", 'additionalGids': [4294967295]", "additionalGids must be an ID from 0 to 4294967294")]
    [InlineData(", 'additionalGids': ['1']", "additionalGids must be an ID from 0 to 4294967294")]
    [InlineData(", 'gid': 4294967295", "gid must be an ID from 0 to 4294967294")]
    [InlineData(", 'uid': '0'", "uid must be an ID from 0 to 4294967294")]
    [InlineData(", 'additionalGids': [1, 1.5]", "additionalGids must be an ID from 0 to 4294967294")]
    [InlineData(", 'additionalGids': 1", "additionalGids must be a list")]
    [InlineData(", 'username': 'x'", "unknown member \"username\"")]
    public void Refuses_what_is_no_user(string members, string error) =>
        RuleRun.ErrorOf($"{{'type': 'user'{members}}}").Should().StartWith(error);

    [Fact]
    public void Leaves_what_it_does_not_name() =>
        RuleRun.OnExec("{'type': 'user', 'gid': 3}", "{'user':{'uid':1,'gid':2,'umask':18,'additionalGids':[9]}}")
            .Should().Be("{'user':{'uid':1,'gid':3,'umask':18,'additionalGids':[9]}}");

    [Fact]
    public void Writes_root_out_where_no_user_is_named() =>
        RuleRun.OnProcess("{'type': 'user', 'gid': 3}", "{}").Should().Be("{'user':{'uid':0,'gid':3}}");

    [Theory]
    [InlineData("'uid': 0", "{'user':{'uid':5,'gid':6}}", "{'user':{'uid':0,'gid':6}}")]
    [InlineData("'uid': 4294967294, 'gid': 4294967294", "{'user':{'uid':5,'gid':6}}", "{'user':{'uid':4294967294,'gid':4294967294}}")]
    [InlineData("'additionalGids': [1, 4294967294]", "{'user':{'uid':5,'gid':6,'additionalGids':[9]}}", "{'user':{'uid':5,'gid':6,'additionalGids':[1,4294967294]}}")]
    [InlineData("'additionalGids': []", "{'user':{'uid':5,'additionalGids':[9]}}", "{'user':{'uid':5,'additionalGids':[]}}")]
    [InlineData("'additionalGids': []", "{'user':{'uid':5,'additionalGids':null}}", "{'user':{'uid':5,'additionalGids':null}}")]
    [InlineData("'additionalGids': []", "{'user':{'uid':5,'additionalGids':[]}}", "{'user':{'uid':5,'additionalGids':[]}}")]
    [InlineData("'additionalGids': []", "{'user':{'uid':5}}", "{'user':{'uid':5}}")]
    [InlineData("'uid': 5", "{'user':{'uid':5,'additionalGids':[9]}}", "{'user':{'uid':5,'additionalGids':[9]}}")]
    public void Sets_what_it_names_in_a_container_and_in_an_exec(string members, string before, string after)
    {
        RuleRun.OnProcess($"{{'type': 'user', {members}}}", before).Should().Be(after);
        RuleRun.OnExec($"{{'type': 'user', {members}}}", before).Should().Be(after);
    }
}
