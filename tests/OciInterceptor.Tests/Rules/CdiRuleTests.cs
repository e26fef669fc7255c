using System.Text;
using OciInterceptor.Messages;
using OciInterceptor.Tests.Policy;
using OciInterceptor.Tests.Rules.Hooks;

namespace OciInterceptor.Tests.Rules;

public sealed class CdiRuleTests
{
    [Theory]
    [InlineData("", "a rule of type cdi needs devices, fromAnnotations or fromEnv")]
    [InlineData(""","devices":[]""", "a rule of type cdi needs devices, fromAnnotations or fromEnv")]
    [InlineData(""","devices":["gpu"]""", "invalid CDI device \"gpu\": want VENDOR/CLASS=NAME, such as vendor.com/gpu=0")]
    [InlineData(""","devices":["v.com/c=d","x","y"]""", "invalid CDI device \"x\": want VENDOR/CLASS=NAME, such as vendor.com/gpu=0")]
    [InlineData(""","fromEnv":"=" """, "invalid variable name \"=\": want a name without \"=\"")]
    [InlineData(""","devices":"v.com/c=d" """, "devices must be a list")]
    [InlineData(""","fromAnnotations":"yes" """, "fromAnnotations must be true or false")]
    [InlineData(""","fromEnv":"" """, "invalid variable name \"\": want a name without \"=\"")]
    [InlineData(""","fromEnv":"A=B" """, "invalid variable name \"A=B\": want a name without \"=\"")]
    [InlineData(""","fromEnv":"A","directories":["cdi"]""", "\"cdi\" must be an absolute path")]
    [InlineData(""","fromEnv":"A","directories":[]""", "directories must not be empty")]
    [InlineData(""","devices":["v.com/c=d"],"kind":"v.com/c" """, "\"kind\" is only valid with \"fromEnv\"")]
    [InlineData(""","fromEnv":"A","kind":"v.com" """, "invalid CDI kind \"v.com\": want VENDOR/CLASS, such as vendor.com/gpu")]
    [InlineData(""","fromEnv":"A","kind":"v.com/c=d" """, "invalid CDI kind \"v.com/c=d\": want VENDOR/CLASS, such as vendor.com/gpu")]
    [InlineData(""","fromEnv":"A","kind":"" """, "invalid CDI kind \"\": want VENDOR/CLASS, such as vendor.com/gpu")]
    public void A_wrong_option_is_refused_when_the_policy_is_read(string options, string error) =>
        RuleRun.ErrorOf($$"""{"type":"cdi"{{options}}}""").Should().Be(error);

    [Fact]
    public void Sources_that_the_rule_does_not_name_count_for_nothing()
    {
        const string document = """{"process":{"env":["CDI=v.com/c=d"]},"annotations":{"cdi.k8s.io/x":"v.com/c=d"}}""";
        RuleRun.On("""{"type":"cdi","fromEnv":"OTHER"}""", document).Should().Be(document);
    }

    [Theory]
    [InlineData("'CDI=v.com/c=d'", "D=1")]
    [InlineData("'CDI=v.com/c=d,v.com/c=e'", "D=1 E=1")]
    [InlineData("'CDI=v.com/c=e,v.com/c=d,v.com/c=e'", "E=1 D=1")]
    [InlineData("'CDI='", "")]
    [InlineData("'CDI'", "")]
    [InlineData("'CDIX=v.com/c=d','cdi=v.com/c=d'", "")]
    [InlineData("'CDI=v.com/c=d','CDI=v.com/c=d'", "the variable CDI is set more than once: programs differ in which value they take")]
    [InlineData("'CDI=v.com/c=d','CDI'", "the variable CDI is set more than once: programs differ in which value they take")]
    [InlineData("'CDI','CDI'", "the variable CDI is set more than once: programs differ in which value they take")]
    [InlineData("'CDI=v.com/c=d,'", "the variable CDI has an empty name among its CDI devices")]
    [InlineData("'CDI=v.com/c=d, v.com/c=e'", "D=1 E=1")]
    [InlineData("'CDI=v.com/c=d v.com/c=e'", "the variable CDI names an invalid CDI device \"v.com/c=d v.com/c=e\": want VENDOR/CLASS=NAME, such as vendor.com/gpu=0")]
    public void A_variable_names_devices_once_separated_by_commas(string env, string added) =>
        Check("'fromEnv':'CDI'", $"{{'process':{{'env':[{env}]}}}}", added);

    /// <summary>Swarm's DOCKER_RESOURCE_GPU has the devices' own names; with a kind nobody gets another vendor's.</summary>
    [Theory]
    [InlineData("'CDI=d'", "D=1")]
    [InlineData("'CDI=d,e'", "D=1 E=1")]
    [InlineData("'CDI=d,v.com/c=e'", "D=1 E=1")]
    [InlineData("'CDI='", "")]
    [InlineData("'CDI=d, e'", "D=1 E=1")]
    [InlineData("'CDI=d,'", "the variable CDI has an empty name among its CDI devices")]
    [InlineData("'CDI=d,,e'", "the variable CDI has an empty name among its CDI devices")]
    [InlineData("'CDI= '", "the variable CDI has an empty name among its CDI devices")]
    [InlineData("'CDI=w.com/c=d'", "the variable CDI names the CDI device \"w.com/c=d\": want one of the kind v.com/c")]
    [InlineData("'CDI=v.com/cc=d'", "the variable CDI names the CDI device \"v.com/cc=d\": want one of the kind v.com/c")]
    [InlineData("'CDI=v.com/c=d=e'", "the variable CDI names an invalid CDI device \"v.com/c=d=e\": want VENDOR/CLASS=NAME, such as vendor.com/gpu=0")]
    [InlineData("'CDI=../d'", "the variable CDI names an invalid CDI device \"v.com/c=../d\": want VENDOR/CLASS=NAME, such as vendor.com/gpu=0")]
    public void A_variable_names_devices_of_one_kind_by_their_own_names(string env, string added) =>
        Check("'fromEnv':'CDI','kind':'v.com/c'", $"{{'process':{{'env':[{env}]}}}}", added);

    [Theory]
    [InlineData("'cdi.k8s.io/x':'v.com/c=d'", "D=1")]
    [InlineData("'cdi.k8s.io/':'v.com/c=d'", "D=1")]
    [InlineData("'cdi.k8s.io/b':'v.com/c=e','cdi.k8s.io/a':'v.com/c=d'", "E=1 D=1")]
    [InlineData("'x.cdi.k8s.io/':'v.com/c=d','cdi.k8s.iox':'v.com/c=d','x':'cdi.k8s.io/'", "")]
    [InlineData("'CDI.K8S.IO/x':'v.com/c=d','cdi.k8s.io':'v.com/c=d'", "")]
    [InlineData("'cdi.k8s.io/x':''", "the annotation cdi.k8s.io/x names an invalid CDI device \"\": want VENDOR/CLASS=NAME, such as vendor.com/gpu=0")]
    public void Annotations_name_devices_in_their_order(string annotations, string added) =>
        Check("'fromAnnotations':true", $"{{'process':{{'env':[]}},'annotations':{{{annotations}}}}}", added);

    [Fact]
    public void Devices_of_the_policy_come_before_those_of_annotations_and_these_before_those_of_the_variable() =>
        Check("'devices':['v.com/c=e'],'fromEnv':'CDI','fromAnnotations':true", "{'process':{'env':['CDI=v.com/c=d,v.com/c=f']},'annotations':{'cdi.k8s.io/x':'v.com/c=f'}}", "E=1 F=1 D=1");

    [Theory]
    [InlineData("'mounts':[@/b/c@,@/a@,@/x/y/z@]", "{'destination':'/b'},{'destination':'/b/c/d'},{'destination':'/'},{'destination':'/e/f/'}", "/b / /a /e/f/ /b/c /b/c/d /x/y/z")]
    [InlineData("'mounts':[@/b@]", "{'destination':'/b/.','x':1},{'destination':'/c'},{'destination':'//b'}", "/c /b")]
    public void Mounts_replace_those_at_their_place_and_are_sorted_by_depth(string edits, string before, string after)
    {
        var parts = edits.Split('@');
        edits = string.Concat(parts.Select((part, i) => i % 2 == 0 ? part : $"{{'hostPath':'/h','containerPath':'{part}'}}"));
        var spec = new OciInterceptor.Spec.RuntimeSpec(Json.Sample.Object(RuleRun.On("""{"type":"cdi","devices":["v.com/c=d"]}""", $"{{'mounts':[{before}]}}".Replace('\'', '"'), HostWith(edits))));
        string.Join(' ', spec.Mounts.Select(mount => mount.Destination)).Should().Be(after);
    }

    [Fact]
    public void A_device_that_several_sources_name_comes_once()
    {
        var host = HostWith("'hooks':[{'hookName':'poststart','path':'/h','env':['A=1']}]");
        RuleRun.On("""{"type":"cdi","devices":["v.com/c=d","v.com/c=d"],"fromEnv":"CDI","fromAnnotations":true}""",
            """{"process":{"env":["CDI=v.com/c=d"]},"annotations":{"cdi.k8s.io/x":"v.com/c=d"}}""", host)
            .Should().EndWith(""","hooks":{"poststart":[{"path":"/h","env":["A=1"]}]}}""");
    }

    /// <summary>One program may do several things: it is the same hook only with the same arguments, and at the same stage.</summary>
    [Theory]
    [InlineData("'prestart':[{'path':'/h','args':['h','b'],'env':['A=1']}]", "'prestart':[{'path':'/h','args':['h','b'],'env':['A=1']}]")]
    [InlineData("'prestart':[{'path':'/h','args':['h','a'],'env':['A=1']}]", "'prestart':[{'path':'/h','args':['h','a'],'env':['A=1']},{'path':'/h','args':['h','b'],'env':['A=1']}]")]
    [InlineData("'prestart':[{'path':'/h','args':['h','b'],'env':['A=2']}]", "'prestart':[{'path':'/h','args':['h','b'],'env':['A=2']},{'path':'/h','args':['h','b'],'env':['A=1']}]")]
    [InlineData("'poststart':[{'path':'/h','args':['h','b'],'env':['A=1']}]", "'poststart':[{'path':'/h','args':['h','b'],'env':['A=1']}],'prestart':[{'path':'/h','args':['h','b'],'env':['A=1']}]")]
    public void A_hook_that_is_there_is_not_added_and_another_of_its_program_is(string before, string after)
    {
        var host = HostWith("'hooks':[{'hookName':'prestart','path':'/h','args':['h','b'],'env':['A=1']}]");
        RuleRun.On("""{"type":"cdi","devices":["v.com/c=d"]}""", $"{{'hooks':{{{before}}}}}".Replace('\'', '"'), host).Should().Be($"{{'hooks':{{{after}}}}}".Replace('\'', '"'));
    }

    [Fact]
    public void A_name_without_end_is_none_and_is_shown_in_part()
    {
        static string Document(string name) => $$$"""{"process":{"env":["CDI={{{name}}}"]}}""";
        var name = "v.com/c=" + new string('x', 504);
        FluentActions.Invoking(() => RuleRun.On("""{"type":"cdi","fromEnv":"CDI"}""", Document(name))).Should().Throw<InterceptorException>()
            .WithInnerException<InterceptorException>().WithMessage($"the CDI device {name} is not defined in /etc/cdi or /var/run/cdi");
        FluentActions.Invoking(() => RuleRun.On("""{"type":"cdi","fromEnv":"CDI"}""", Document(name + "x"))).Should().Throw<InterceptorException>()
            .WithInnerException<InterceptorException>().WithMessage($"the variable CDI names an invalid CDI device \"{name}…\": want VENDOR/CLASS=NAME, such as vendor.com/gpu=0");
    }

    [Theory]
    [MemberData(nameof(CheckedStages.Rows), MemberType = typeof(CheckedStages))]
    public void What_a_hook_of_the_host_runs_is_checked(string stage, string path, string? cause)
    {
        var host = HostWith($"'hooks':[{{'hookName':'{stage}','path':'{path}'}}]");
        host.RefusedPrograms["/bad"] = "it is a symbolic link";
        Refusal("""{"type":"cdi","devices":["v.com/c=d"]}""", host).Should().Be(cause);
    }

    [Theory]
    [InlineData("", "/usr/bin /usr/sbin /usr/lib /usr/libexec /usr/local/bin /usr/local/sbin /usr/local/libexec /bin /sbin /opt /nix/store")]
    [InlineData(""","trustedDirectories":["/vendor"]""", "/vendor")]
    [InlineData(""","trustedDirectories":["/vendor/","//opt/./hooks/../x"]""", "/vendor /opt/x")]
    public void Hooks_may_lie_in_the_usual_directories_or_in_others(string members, string expected)
    {
        var host = HostWith("'hooks':[{'hookName':'prestart','path':'/bad'}]");
        host.RefusedPrograms["/bad"] = "not below {0}";
        Refusal($$"""{"type":"cdi","devices":["v.com/c=d"]{{members}}}""", host).Should().Be($"the prestart hook /bad is refused: not below {expected}");
    }

    [Fact]
    public void Monitoring_of_older_versions_comes_as_it_is_written()
    {
        var host = HostWith("'intelRdt':{'closID':'a','memBwSchema':'MB:0=1','enableCMT':true,'enableMBM':false}", "0.7.0");
        RuleRun.On("""{"type":"cdi","devices":["v.com/c=d"]}""", "{}", host)
            .Should().Be("""{"linux":{"intelRdt":{"closID":"a","memBwSchema":"MB:0=1","enableCMT":true}}}""");
    }

    [Theory]
    [InlineData("""{"type":"cdi","devices":["v.com/c=d"]}""")]
    [InlineData("""{"type":"cdi","devices":["v.com/c=d"],"fromAnnotations":false}""")]
    [InlineData("""{"type":"cdi","fromEnv":"CDI"}""", "fromEnv")]
    [InlineData("""{"type":"cdi","fromAnnotations":true}""", "fromAnnotations")]
    [InlineData("""{"type":"cdi","fromEnv":"CDI","fromAnnotations":true}""", "fromAnnotations", "fromEnv")]
    public void Only_a_rule_with_a_source_of_the_authors_speaks_for_the_author(string rule, params string[] members) =>
        RuleRun.Read(rule).MembersForAuthors.Should().Equal(members);

    // What is added behind the environment, or why not.
    private static void Check(string members, string document, string expected)
    {
        var host = new FakeHost
        {
            Files = new()
            {
                ["/etc/cdi/v.json"] = Encoding.UTF8.GetBytes(
                    """{"cdiVersion":"1.0.0","kind":"v.com/c","devices":[{"name":"d","containerEdits":{"env":["D=1"]}},{"name":"e","containerEdits":{"env":["E=1"]}},{"name":"f","containerEdits":{"env":["F=1"]}}]}"""),
            },
        };
        var before = document.Replace('\'', '"');
        string found;
        try
        {
            var after = new OciInterceptor.Spec.RuntimeSpec(Json.Sample.Object(RuleRun.On($"{{'type':'cdi',{members}}}".Replace('\'', '"'), before, host)));
            found = string.Join(' ', after.Process!.Env.Skip(new OciInterceptor.Spec.RuntimeSpec(Json.Sample.Object(before)).Process!.Env.Length));
        }
        catch (InterceptorException e)
        {
            found = e.InnerException!.Message;
        }
        found.Should().Be(expected);
    }

    private static FakeHost HostWith(string edits, string version = "1.1.0", string common = "") => new()
    {
        Files = new()
        {
            ["/etc/cdi/v.json"] = Encoding.UTF8.GetBytes(
                $$$"""{'cdiVersion':'{{{version}}}','kind':'v.com/c','containerEdits':{{{{common}}}},'devices':[{'name':'d','containerEdits':{{{{edits}}}}},{'name':'e','containerEdits':{'env':['E=1']}}]}""".Replace('\'', '"')),
        },
    };

    // Null when the rule is applied.
    private static string? Refusal(string rule, FakeHost host)
    {
        try
        {
            RuleRun.On(rule, "{}", host);
            return null;
        }
        catch (InterceptorException e)
        {
            return e.InnerException!.Message;
        }
    }
}
