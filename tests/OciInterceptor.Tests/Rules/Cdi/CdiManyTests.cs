using System.Text;
using OciInterceptor.Messages;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Rules.Cdi;

/// <summary>What takes many documents or names; in a class of its own, because that takes seconds.</summary>
public sealed class CdiManyTests
{
    /// <summary>Law 7: idempotent; whatever a device brings, and whatever is there.</summary>
    [Fact]
    public void Twice_is_once()
    {
        var random = new Random(3);
        string Pick(params string[] items) => string.Join(',', items.Where(_ => random.Next(2) == 0).OrderBy(_ => random.Next()));
        for (var i = 0; i < 3_000; i++)
        {
            var path = new[] { "/dev/a", "/dev/b", "/x/y" }[random.Next(3)];
            string Edits() => string.Join(',',
                $"'env':[{Pick("'A=1'", "'B=2'", "'A=3'")}]",
                $"'deviceNodes':[{Pick("{'path':'/dev/a','type':'c','major':1,'minor':3}", "{'path':'/dev/b','hostPath':'/dev/kvm','permissions':'r'}", "{'path':'/dev/a','type':'c','major':1,'minor':3,'permissions':'rw'}", "{'path':'/f','type':'p'}")}]",
                $"'mounts':[{Pick("{'hostPath':'/s','containerPath':'/x/y'}", "{'hostPath':'/s','containerPath':'/x','options':['bind']}", "{'hostPath':'/t','containerPath':'/x/y/z'}")}]",
                $"'hooks':[{Pick("{'hookName':'prestart','path':'/h'}", "{'hookName':'prestart','path':'/h'}", "{'hookName':'poststop','path':'/i','timeout':1}")}]",
                $"'additionalGids':[{Pick("1", "2", "0")}]");
            var host = HostWith(Edits() + ",'intelRdt':{'closID':'x'}", "1.1.0", Edits());
            var document = $$$"""
                {"process":{"user":{"uid":{{{random.Next(2)}}},"gid":5,"additionalGids":[{{{Pick("2", "3")}}}]},"env":[{{{Pick("'A=0'", "'A'", "'A=9'", "'C=1'")}}}]},
                "mounts":[{{{Pick("{'destination':'/x/y'}", "{'destination':'/x//y'}", "{'destination':'/x'}", "{'destination':'/'}", "{}")}}}],
                "hooks":{"prestart":[{{{Pick("{'path':'/h'}", "{'path':'/j'}")}}}]},
                "linux":{"devices":[{{{Pick($"{{'path':'{path}','type':'c','major':9,'minor':9}}", $"{{'path':'{path}'}}", "{'path':'/dev/c'}")}}}],
                "resources":{"devices":[{{{Pick("{'allow':false,'access':'rwm'}", "{'allow':true,'type':'c','major':1,'minor':3,'access':'rwm'}", "{'allow':false,'type':'c','major':1,'minor':3,'access':'w'}", "{'allow':true,'access':'rwm'}")}}}] } } }
                """.Replace('\'', '"');
            const string rule = """{"type":"cdi","devices":["v.com/c=e","v.com/c=d"]}""";
            var once = RuleRun.On(rule, document, host);
            RuleRun.On(rule, once, host).Should().Be(once, document);
        }
    }

    // With a look through all of them for each it would take longer than anybody waits.
    [Fact]
    public void Very_many_names_are_looked_at_once_each()
    {
        var names = string.Join(',', Enumerable.Range(0, 300_000).Select(i => $"v.com/c=a{i}"));
        FluentActions.Invoking(() => RuleRun.On("""{"type":"cdi","fromEnv":"CDI"}""", $$$"""{"process":{"env":["CDI={{{names}}}"]}}""")).Should().Throw<InterceptorException>()
            .WithInnerException<InterceptorException>().WithMessage("the CDI device v.com/c=a0 is not defined in /etc/cdi or /var/run/cdi");
    }

    private static FakeHost HostWith(string edits, string version = "1.1.0", string common = "") => new()
    {
        Files = new()
        {
            ["/etc/cdi/v.json"] = Encoding.UTF8.GetBytes(
                $$$"""{'cdiVersion':'{{{version}}}','kind':'v.com/c','containerEdits':{{{{common}}}},'devices':[{'name':'d','containerEdits':{{{{edits}}}}},{'name':'e','containerEdits':{'env':['E=1']}}]}""".Replace('\'', '"')),
        },
    };
}
