using System.Text;
using OciInterceptor.Conditions;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Json;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Conditions;

public sealed class ConditionTests
{
    private const string Document = """
        { "process": { "args": ["/bin/sh", "-c"], "env": ["A=1", "B=", "B=", "C=2", "X"], "user": { "uid": 1000, "gid": 100 } }, "hostname": "web-1",
          "annotations": { "com.example/kvm": "true", "empty": "" },
          "mounts": [ { "destination": "/proc", "type": "proc" }, { "destination": "/data//x/.", "type": "none", "source": "/srv/data", "options": ["rbind"] } ] }
        """;

    [Theory]
    [InlineData("""{"annotations":{"com.example/kvm":"true"}}""")]
    [InlineData("""{"annotations":{"com.example/kvm":["no","t*"]}}""")]
    [InlineData("""{"annotations":{"com.example/kvm":"*","empty":""}}""")]
    [InlineData("""{"env":{"A":"1"}}""")]
    [InlineData("""{"env":{"B":"*"}}""")]
    [InlineData("""{"command":"/bin/sh"}""")]
    [InlineData("""{"command":["*bash","*/sh"]}""")]
    [InlineData("""{"hostname":"web-?"}""")]
    [InlineData("""{"containerId":"c*"}""")]
    [InlineData("""{"mountSource":["/srv/data"]}""")]
    [InlineData("""{"mountSource":["/x","/srv/*"]}""")]
    [InlineData("""{"mountDestination":"/data/x"}""")]
    [InlineData("""{"mountDestination":"/data/*"}""")]
    [InlineData("""{"privileged":false}""")]
    [InlineData("""{"hasBindMounts":true}""")]
    [InlineData("""{"noPivot":false}""")]
    [InlineData("""{"user":"1000"}""")]
    [InlineData("""{"user":["0","1000:*"]}""")]
    [InlineData("""{"verb":["run","create"]}""")]
    [InlineData("""{"hostPath":["/dev/kvm"]}""")]
    [InlineData("""{"hostPath":["/dev/none","/srv"]}""")]
    [InlineData("""{"cgroupVersion":2}""")]
    [InlineData("""{"kernel":{"from":"6.1"}}""")]
    [InlineData("""{"kernel":{"below":"6.2"}}""")]
    [InlineData("""{"kernel":{"from":"6","below":"7"}}""")]
    [InlineData("""{"kernel":{"from":"5.10.3","below":"6.1.1"}}""")]
    [InlineData("""{"not":{"hostname":"db"}}""")]
    [InlineData("""{"not":{"hostname":"web-1","verb":"exec"}}""")]
    [InlineData("""{"not":{"not":{"hostname":"web-1"}}}""")]
    [InlineData("""{"any":[{"hostname":"db"},{"verb":"create","user":"1000"}]}""")]
    [InlineData("""{"hostname":"web-1","verb":"create","not":{"privileged":true},"any":[{"user":"1000"}]}""")]
    public void Holds(string when) => WhyNot(when, Container(Document)).Should().BeNull();

    [Theory]
    [InlineData("""{"annotations":{"com.example/kvm":"false"}}""", "annotation com.example/kvm has another value")]
    [InlineData("""{"annotations":{"com.example/tun":"*"}}""", "annotation com.example/tun is not set")]
    [InlineData("""{"annotations":{"com.example/kvm":"true","empty":"?*"}}""", "annotation empty has another value")]
    [InlineData("""{"env":{"C":"1"}}""", "variable C has another value")]
    [InlineData("""{"env":{"X":"*"}}""", "variable X is not set")]
    [InlineData("""{"env":{"a":"*"}}""", "variable a is not set")]
    [InlineData("""{"command":["sh","-c"]}""", "command is /bin/sh, not sh or -c")]
    [InlineData("""{"hostname":"web"}""", "hostname is web-1, not web")]
    [InlineData("""{"containerId":"d*"}""", "containerId is c1, not d*")]
    [InlineData("""{"mountSource":["/srv/database","/etc"]}""", "no mount exposes /srv/database or /etc")]
    [InlineData("""{"mountDestination":"/data"}""", "mountDestination is /proc, /data/x, not /data")]
    [InlineData("""{"mountDestination":"/d*"}""", "mountDestination is /proc, /data/x, not /d*")]
    [InlineData("""{"privileged":true}""", "privileged is false")]
    [InlineData("""{"hasBindMounts":false}""", "hasBindMounts is true")]
    [InlineData("""{"noPivot":true}""", "noPivot is false")]
    [InlineData("""{"user":"0*"}""", "user is 1000, 1000:100, not 0*")]
    [InlineData("""{"verb":"exec"}""", "verb is create, not exec")]
    [InlineData("""{"hostPath":["/dev/none","/dev/x"]}""", "the host has no /dev/none or /dev/x")]
    [InlineData("""{"cgroupVersion":1}""", "cgroupVersion is 2, not 1")]
    [InlineData("""{"kernel":{"from":"6.2"}}""", "the kernel is 6.1, not from 6.2")]
    [InlineData("""{"kernel":{"from":"7"}}""", "the kernel is 6.1, not from 7.0")]
    [InlineData("""{"kernel":{"below":"6.1"}}""", "the kernel is 6.1, not below 6.1")]
    [InlineData("""{"kernel":{"from":"5.4","below":"5.10"}}""", "the kernel is 6.1, not from 5.4 and below 5.10")]
    [InlineData("""{"not":{"hostname":"web-1"}}""", "the conditions under \"not\" hold")]
    [InlineData("""{"any":[{"hostname":"db"},{"verb":"exec","user":"9"}]}""", "none of: hostname is web-1, not db; user is 1000, 1000:100, not 9")]
    [InlineData("""{"verb":"create","hostname":"db"}""", "hostname is web-1, not db")]
    public void Does_not_hold_and_says_why(string when, string why) => WhyNot(when, Container(Document)).Should().Be(why);

    [Theory]
    [InlineData("""{"annotations":{"a":"*"}}""", "annotation a is not set")]
    [InlineData("""{"env":{"A":"*"}}""", "variable A is not set")]
    [InlineData("""{"command":"*"}""", "command is not set, not *")]
    [InlineData("""{"hostname":"*"}""", "hostname is not set, not *")]
    [InlineData("""{"mountDestination":"**"}""", "mountDestination is not set, not **")]
    [InlineData("""{"mountSource":["/"]}""", "no mount exposes /")]
    [InlineData("""{"hasBindMounts":true}""", "hasBindMounts is false")]
    [InlineData("""{"privileged":true}""", "privileged is false")]
    public void Does_not_hold_of_what_a_document_does_not_say(string when, string why)
    {
        foreach (var document in new[] { "{}", """{"process":null,"mounts":null,"annotations":null,"hostname":null}""", """{"process":{"args":[],"env":[]},"mounts":[],"annotations":{}}""" })
        {
            WhyNot(when, Container(document)).Should().Be(why, document);
        }
    }

    [Fact]
    public void An_option_is_asked_of_the_call()
    {
        var subject = Container("{}") with { NoPivot = true };

        WhyNot("""{"noPivot":true}""", subject).Should().BeNull();
        WhyNot("""{"noPivot":false}""", subject).Should().Be("noPivot is true");
    }

    [Fact]
    public void A_process_without_a_user_is_roots() => WhyNot("""{"user":"0:0"}""", Container("{}")).Should().BeNull();

    [Theory]
    [InlineData("""{"command":"/bin/id"}""", null)]
    [InlineData("""{"verb":"exec"}""", null)]
    [InlineData("""{"annotations":{"a":"*"}}""", "annotation a is not set")]
    [InlineData("""{"mountSource":["/"]}""", "no mount exposes /")]
    [InlineData("""{"hostname":"*"}""", "hostname is not set, not *")]
    public void Of_an_exec_only_the_process_is_known(string when, string? why)
    {
        var process = new OciInterceptor.Spec.Process(Sample.Object("""{"args":["/bin/id"]}"""));

        WhyNot(when, new Subject("exec", "c1", null, process, new FakeHost())).Should().Be(why);
    }

    // runc and crun give the process the last; an entry without "=" unsets it for crun.
    [Theory]
    [InlineData("""["A=1","A=2"]""", "1", false)]
    [InlineData("""["A=1","A=2"]""", "2", false)]
    [InlineData("""["A=1","A"]""", "1", false)]
    [InlineData("""["A","A=1"]""", "*", false)]
    [InlineData("""["A=1","A=2"]""", "?", true)]
    [InlineData("""["A=1","A=2"]""", "3", true)]
    [InlineData("""["A","A"]""", "*", true)]
    [InlineData("""["A=1","A"]""", "3", true)]
    [InlineData("""["A","A=1","A"]""", "3", true)]
    [InlineData("""["A=1","A=1","A=2"]""", "1", false)]
    public void A_variable_that_is_there_twice_must_match_each_time_or_never(string env, string pattern, bool isClear)
    {
        var ask = () => WhyNot($$$"""{"env":{"A":"{{{pattern}}}"}}""", Container($$$"""{"process":{"env":{{{env}}}}}"""));

        if (isClear)
        {
            ask().Should().Be(pattern == "?" ? null : env.Contains('=', StringComparison.Ordinal) ? "variable A has another value" : "variable A is not set");
        }
        else
        {
            ask.Should().Throw<InterceptorException>().WithMessage("the variable A is set more than once, and the condition holds for some of its values only");
        }
    }

    [Theory]
    [InlineData("{}", "1:1: want at least one condition")]
    [InlineData("""{"hostname":null}""", "1:13: hostname must not be null: leave it out")]
    [InlineData("""{"hostname":[]}""", "1:13: hostname must not be empty")]
    [InlineData("""{"annotations":{}}""", "1:16: annotations must not be empty")]
    [InlineData("""{"mountSource":[]}""", "1:16: mountSource must not be empty")]
    [InlineData("""{"privileged":null}""", "1:15: privileged must not be null: leave it out")]
    [InlineData("""{"any":[]}""", "1:8: any must not be empty")]
    [InlineData("""{"any":[{}]}""", "1:9: want at least one condition")]
    [InlineData("""{"not":{}}""", "1:8: not must not be empty")]
    [InlineData("""{"not":{"not":{"hostname":1}}}""", "1:27: want a pattern or a list of patterns")]
    [InlineData("""{"hostname":["a",1]}""", "1:18: a pattern must be a string")]
    [InlineData("""{"env":{"A":null}}""", "1:13: want a pattern or a list of patterns")]
    [InlineData("""{"env":{"A":[]}}""", "1:13: want a pattern or a list of patterns")]
    [InlineData("""{"env":"A"}""", "1:8: env must be an object")]
    [InlineData("""{"mountSource":"/x"}""", "1:16: mountSource must be a list")]
    [InlineData("""{"privileged":"true"}""", "1:15: privileged must be true or false")]
    [InlineData("""{"anotations":{"a":"b"}}""", "1:2: unknown member \"anotations\", did you mean \"annotations\"?")]
    [InlineData("""{"not":{"verbs":"run"}}""", "1:9: unknown member \"verbs\", did you mean \"verb\"?")]
    [InlineData("""{"hostPath":"/x"}""", "1:13: hostPath must be a list")]
    [InlineData("""{"hostPath":["/x","y"]}""", "1:19: \"y\" must be an absolute path")]
    [InlineData("""{"hostPath":["/dev/nvidia*"]}""", "1:14: \"/dev/nvidia*\" must be a path: hostPath takes no globs")]
    [InlineData("""{"cgroupVersion":3}""", "1:18: cgroupVersion must be 1 or 2")]
    [InlineData("""{"cgroupVersion":"2"}""", "1:18: cgroupVersion must be 1 or 2")]
    [InlineData("""{"cgroupVersion":2.5}""", "1:18: cgroupVersion must be 1 or 2")]
    [InlineData("""{"kernel":{}}""", "1:11: kernel must not be empty")]
    [InlineData("""{"kernel":"6.1"}""", "1:11: kernel must be an object")]
    [InlineData("""{"kernel":{"from":""}}""", "1:19: from must be a version such as \"5.12\", not \"\"")]
    [InlineData("""{"kernel":{"from":"v6"}}""", "1:19: from must be a version such as \"5.12\", not \"v6\"")]
    [InlineData("""{"kernel":{"from":"7","below":"7.0"}}""", "1:31: \"below\" must be a later version than \"from\"")]
    [InlineData("""{"kernel":{"below":"v6.1"}}""", "1:20: below must be a version such as \"5.12\", not \"v6.1\"")]
    [InlineData("""{"kernel":{"from":"6.1","below":"6.1"}}""", "1:33: \"below\" must be a later version than \"from\"")]
    [InlineData("""{"any":{"verb":"run"}}""", "1:8: any must be a list")]
    public void Refuses_what_is_no_condition_or_says_nothing(string when, string message)
    {
        var read = () => Read(when);

        read.Should().Throw<InterceptorException>().WithMessage($"policy.json:{message}");
    }

    // Whether the container's author can make it hold, and can keep it from holding.
    [Theory]
    [InlineData("""{"annotations":{"a":"b"}}""", true, true)]
    [InlineData("""{"env":{"a":"b"}}""", true, true)]
    [InlineData("""{"hostname":"a"}""", true, true)]
    [InlineData("""{"containerId":"a"}""", false, false)]
    [InlineData("""{"verb":"run"}""", false, false)]
    [InlineData("""{"privileged":true}""", false, false)]
    [InlineData("""{"noPivot":true}""", false, false)]
    [InlineData("""{"mountSource":["/x"]}""", false, false)]
    [InlineData("""{"hostname":"a","privileged":true}""", false, true)]
    [InlineData("""{"not":{"hostname":"a","privileged":true}}""", true, false)]
    [InlineData("""{"any":[{"hostname":"a"},{"privileged":true}]}""", true, false)]
    [InlineData("""{"not":{"any":[{"hostname":"a"},{"privileged":true}]}}""", false, true)]
    [InlineData("""{"not":{"verb":"run"}}""", false, false)]
    [InlineData("""{"hostPath":["/x"]}""", false, false)]
    [InlineData("""{"hostname":"a","hostPath":["/x"]}""", true, true)]
    [InlineData("""{"hostname":"a","not":{"cgroupVersion":1}}""", true, true)]
    [InlineData("""{"hostname":"a","not":{"kernel":{"from":"6.1"},"hostPath":["/x"]}}""", true, true)]
    [InlineData("""{"hostname":"a","not":{"any":[{"hostPath":["/x"]},{"kernel":{"from":"6.1"}}]}}""", true, true)]
    [InlineData("""{"hostname":"a","verb":"*"}""", true, true)]
    [InlineData("""{"hostname":"a","verb":["create","run"]}""", true, true)]
    [InlineData("""{"hostname":"a","verb":"exec"}""", false, true)]
    [InlineData("""{"hostname":"a","containerId":"*"}""", true, true)]
    [InlineData("""{"hostname":"a","containerId":"a*"}""", false, true)]
    [InlineData("""{"hostname":"a","privileged":false}""", true, true)]
    [InlineData("""{"hostname":"a","not":{"privileged":true}}""", true, true)]
    [InlineData("""{"hostname":"a","not":{"privileged":false}}""", false, true)]
    [InlineData("""{"hostname":"a","not":{"mountSource":["/x"]}}""", true, true)]
    [InlineData("""{"hostname":"a","any":[{"privileged":true},{"verb":"create"}]}""", true, true)]
    [InlineData("""{"hostname":"a","any":[{"privileged":true},{"verb":"exec"}]}""", false, true)]
    public void Tells_what_the_containers_author_controls(string when, bool canMakeHold, bool canKeepFromHolding)
    {
        var condition = Read(when);

        condition.IsAuthorControlled.Should().Be(canMakeHold);
        condition.IsAuthorPrevented.Should().Be(canKeepFromHolding);
    }

    // Whether it holds for most containers.
    [Theory]
    [InlineData("""{"hostname":"*"}""", true)]
    [InlineData("""{"hostname":["a","***"]}""", true)]
    [InlineData("""{"hostname":""}""", false)]
    [InlineData("""{"hostname":"*a"}""", false)]
    [InlineData("""{"hostname":"?*"}""", false)]
    [InlineData("""{"verb":"create"}""", true)]
    [InlineData("""{"verb":"r?n"}""", true)]
    [InlineData("""{"verb":"restore"}""", false)]
    [InlineData("""{"privileged":false}""", true)]
    [InlineData("""{"privileged":true}""", false)]
    [InlineData("""{"verb":"run","privileged":false}""", true)]
    [InlineData("""{"verb":"run","privileged":true}""", false)]
    [InlineData("""{"any":[{"privileged":true},{"verb":"run"}]}""", true)]
    [InlineData("""{"any":[{"privileged":true},{"verb":"exec"}]}""", false)]
    [InlineData("""{"not":{"privileged":true}}""", true)]
    [InlineData("""{"not":{"privileged":false}}""", false)]
    [InlineData("""{"not":{"hostname":"a"}}""", false)]
    [InlineData("""{"not":{"verb":"exec"}}""", true)]
    [InlineData("""{"capabilities":["KILL"]}""", false)]
    [InlineData("""{"mountSource":["/x"]}""", false)]
    [InlineData("""{"env":{"A":"*"}}""", false)]
    public void Tells_what_holds_for_most_containers(string when, bool holds) => Read(when).HoldsByDefault.Should().Be(holds);

    [Theory]
    [InlineData("""{"hostname":"a"}""", true)]
    [InlineData("""{"verb":"run"}""", false)]
    [InlineData("""{"verb":"run","hostname":"a"}""", true)]
    [InlineData("""{"not":{"hostname":"a"}}""", true)]
    [InlineData("""{"not":{"verb":"run"}}""", false)]
    [InlineData("""{"any":[{"verb":"run"},{"hostname":"a"}]}""", true)]
    [InlineData("""{"any":[{"verb":"run"},{"user":"0"}]}""", false)]
    public void Tells_what_an_exec_cannot_answer(string when, bool needs) => Read(when).NeedsConfiguration.Should().Be(needs);

    [Theory]
    [InlineData("""{"any":[{"hostname":"a"},{"env":{"A":"1"}}]}""", true, true)]
    [InlineData("""{"any":[{"privileged":true},{"verb":"run"}]}""", false, false)]
    [InlineData("""{"any":[{"hostname":"a","privileged":true},{"verb":"run"}]}""", false, false)]
    [InlineData("""{"not":{"hostname":"a"}}""", true, true)]
    [InlineData("""{"not":{"any":[{"verb":"run"},{"privileged":true}]}}""", false, false)]
    [InlineData("""{"verb":"*","privileged":false}""", false, false)]
    [InlineData("""{"user":"0","command":"a"}""", true, true)]
    [InlineData("""{"hasBindMounts":true}""", true, true)]
    [InlineData("""{"mountDestination":"/x"}""", true, true)]
    [InlineData("""{"capabilities":["KILL"]}""", false, false)]
    [InlineData("""{"hostNamespaces":["pid"]}""", false, false)]
    [InlineData("""{"mountSourceOutside":["/x"]}""", false, false)]
    public void Tells_it_of_conditions_made_of_others_too(string when, bool canMakeHold, bool canKeepFromHolding) => Tells_what_the_containers_author_controls(when, canMakeHold, canKeepFromHolding);

    [Theory]
    [InlineData("""{"mountDestination":"\\/x"}""", true)]
    [InlineData("""{"mountDestination":"**x"}""", true)]
    [InlineData("""{"mountDestination":"/"}""", true)]
    [InlineData("""{"mountDestination":"*/x"}""", false)]
    [InlineData("""{"mountDestination":"\\x"}""", false)]
    [InlineData("""{"mountDestination":"?x"}""", false)]
    [InlineData("""{"mountSourceOutside":["**"]}""", true)]
    [InlineData("""{"mountSourceOutside":["x/**"]}""", false)]
    [InlineData("""{"user":"*"}""", true)]
    [InlineData("""{"user":"[0-9]*:1"}""", true)]
    [InlineData("""{"user":""}""", false)]
    [InlineData("""{"user":"a1"}""", false)]
    [InlineData("""{"verb":"[!d]*"}""", true)]
    [InlineData("""{"verb":""}""", false)]
    [InlineData("""{"verb":"CREATE"}""", false)]
    [InlineData("""{"containerId":"?"}""", true)]
    [InlineData("""{"env":{"=":"*"}}""", false)]
    [InlineData("""{"env":{"":"*"}}""", false)]
    public void A_pattern_that_could_never_match_is_refused(string when, bool isTaken)
    {
        var read = () => Read(when);
        if (isTaken)
        {
            read.Should().NotThrow().Which.Should().BeAssignableTo<ICondition>();
        }
        else
        {
            read.Should().Throw<InterceptorException>();
        }
    }

    [Fact]
    public void Says_five_values_at_most()
    {
        static string Mounts(int count) => $$"""{"mounts":[{{string.Join(',', Enumerable.Range(1, count).Select(i => $"{{\"destination\":\"/{i}\"}}"))}}]}""";
        WhyNot("""{"mountDestination":"/x"}""", Container(Mounts(5))).Should().Be("mountDestination is /1, /2, /3, /4, /5, not /x");
        WhyNot("""{"mountDestination":"/x"}""", Container(Mounts(6))).Should().Be("mountDestination is /1, /2, /3, /4, /5, not /x");
        WhyNot("""{"mountDestination":"/6"}""", Container(Mounts(6))).Should().BeNull();
    }

    [Theory]
    [InlineData("""{"user":"0"}""", """{"user":{"gid":5}}""", true)]
    [InlineData("""{"user":"0:5"}""", """{"user":{"gid":5}}""", true)]
    [InlineData("""{"user":"5:0"}""", """{"user":{"uid":5}}""", true)]
    [InlineData("""{"user":"5"}""", """{"user":{"uid":5,"gid":6}}""", true)]
    [InlineData("""{"user":"6"}""", """{"user":{"uid":5,"gid":6}}""", false)]
    [InlineData("""{"command":"a"}""", """{"args":["b","a"]}""", false)]
    [InlineData("""{"env":{"A":""}}""", """{"env":["A="]}""", true)]
    [InlineData("""{"env":{"A":"*"}}""", """{"env":["AB=1","=A","a=1"]}""", false)]
    [InlineData("""{"env":{"A":"1=2"}}""", """{"env":["A=1=2"]}""", true)]
    [InlineData("""{"env":{"A":"1","B":"2"}}""", """{"env":["B=2","A=1"]}""", true)]
    [InlineData("""{"env":{"A":"1","B":"2"}}""", """{"env":["B=3","A=1"]}""", false)]
    [InlineData("""{"env":{"A":["2","1"]}}""", """{"env":["A=1"]}""", true)]
    [InlineData("""{"capabilities":["KILL"]}""", """{"capabilities":{"inheritable":["CAP_KILL"]}}""", false)]
    [InlineData("""{"capabilities":["KILL","CHOWN"]}""", """{"capabilities":{"permitted":["CAP_CHOWN"]}}""", true)]
    public void A_process_is_asked_the_same_of_a_container_and_of_an_exec(string when, string process, bool holds)
    {
        (WhyNot(when, Container($$"""{"process":{{process}}}""")) is null).Should().Be(holds);
        (WhyNot(when, new Subject("exec", "c1", null, new OciInterceptor.Spec.Process(Sample.Object(process)), new FakeHost())) is null).Should().Be(holds);
    }

    private static string? WhyNot(string when, Subject subject) => Read(when).WhyNot(subject);

    private static Subject Container(string document)
    {
        var spec = new RuntimeSpec(Sample.Object(document));
        return new Subject("create", "c1", spec, spec.Process, new FakeHost());
    }

    private static ICondition Read(string when) =>
        ConditionReader.Read(new ObjectReader((JsonObject)CommentedJson.Parse(Encoding.UTF8.GetBytes(when), "policy.json"), ConditionTypes.Members, new FakeHost()));
}
