using System.Text.Json.Nodes;

namespace OciInterceptor.Tests.Rules.Cdi;

public sealed class CdiNodesTests
{
    [Theory]
    [InlineData("", "A")]
    [InlineData("A", "A")]
    [InlineData("{'allow':true,'type':'c','major':9,'minor':8,'access':'rw'}", "{'allow':true,'type':'c','major':9,'minor':8,'access':'rw'},A")]
    [InlineData("{'allow':true,'type':'b','major':9,'minor':8,'access':'rwm'}", "{'allow':true,'type':'b','major':9,'minor':8,'access':'rwm'},A")]
    [InlineData("A,{'allow':false,'type':'c','major':9,'minor':8,'access':'w'},{'x':1}", "{'allow':false,'type':'c','major':9,'minor':8,'access':'w'},{'x':1},A")]
    [InlineData("A,{'allow':false,'type':'b','access':'w'}", "A,{'allow':false,'type':'b','access':'w'}")]
    [InlineData("{'allow':true,'access':'rwm'}", "{'allow':true,'access':'rwm'},A")]
    public void A_rule_comes_behind_all_others_unless_it_is_there_and_holds(string before, string after)
    {
        static string Rules(string rules) => $"[{rules.Replace("A", "{'allow':true,'type':'c','major':9,'minor':8,'access':'rwm'}", StringComparison.Ordinal)}]".Replace('\'', '"');
        var host = CdiHost.With("'deviceNodes':[{'path':'/dev/a','type':'u','major':9,'minor':8}]");

        var document = RuleRun.On("""{"type":"cdi","devices":["v.com/c=d"]}""", $$$$"""{"linux":{"resources":{"devices":{{{{Rules(before)}}}}}}}""", host);

        var rules = JsonNode.Parse(document)!["linux"]!["resources"]!["devices"]!;
        JsonNode.DeepEquals(rules, JsonNode.Parse(Rules(after))).Should().BeTrue(rules.ToJsonString());
    }

    [Theory]
    [InlineData("'type':'p'")]
    [InlineData("'type':'c','major':9,'minor':8,'permissions':'none'")]
    public void A_node_that_needs_no_rule_gets_none(string node) =>
        RuleRun.On("""{"type":"cdi","devices":["v.com/c=d"]}""", "{}", CdiHost.With($"'deviceNodes':[{{'path':'/dev/a',{node}}}]")).Should().NotContain("resources");

    [Theory]
    [InlineData("{'path':'/dev/./a/','x':1},{'path':'/dev/b'},{'path':'/dev/a'}", "{'path':'/dev/b'}")]
    [InlineData("{'path':'/dev/A'},{}", "{'path':'/dev/A'},{}")]
    public void A_node_replaces_those_at_its_place(string before, string kept)
    {
        var host = CdiHost.With("'deviceNodes':[{'path':'/dev/a','type':'p'}]");
        RuleRun.On("""{"type":"cdi","devices":["v.com/c=d"]}""", $"{{'linux':{{'devices':[{before}]}}}}".Replace('\'', '"'), host).Replace('"', '\'')
            .Should().Be($"{{'linux':{{'devices':[{kept},{{'path':'/dev/a','type':'p','major':0,'minor':0}}]}}}}");
    }
}
