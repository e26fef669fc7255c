using System.Text;
using OciInterceptor.Call.Flags;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Rules;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Tests.Policy;

public sealed class PolicyFileReaderTests
{
    [Fact]
    public void Reads_a_whole_policy()
    {
        var file = Read("""
            {
              "$schema": "https://example.com/policy.json",
              "debugOutput": { "enabled": true, "directory": "/var/log/x" },
              "log": { "file": "/var/log/x.log", "level": "Warning" },
              "audit": { "file": "/var/log/audit.jsonl" },
              "recorder": { "directory": "/var/log/record" },
              "cloneRuntime": true,
              "execArguments": "pass",
              "profiles": ["hardened", "own"],
              "rules": [
                { "name": "net-files", "type": "readonly-networking-mounts", "mode": "warn" },
                // the proxy
                { "type": "env", "default": { "HTTP_PROXY": "http://proxy" }, "onError": "skip" },
                { "type": "deny", "when": { "privileged": true }, "mode": "off" },
              ],
            }
            """);

        file.Path.Should().Be("policy.json");
        file.Settings.Should().Be(new PolicySettings
        {
            WriteDebugOutput = true,
            DebugOutputDirectory = "/var/log/x",
            LogFile = "/var/log/x.log",
            LogLevel = LogLevel.Warning,
            Audit = file.Settings.Audit,
            Recorder = new RecorderSettings("/var/log/record"),
            CloneRuntime = true,
            PassesExecArguments = true,
        });
        file.Settings.Audit!.Value.Should().Equal(new AuditTarget(AuditTargetKind.File, "/var/log/audit.jsonl"));
        file.Profiles.Should().Equal("hardened", "own");
        file.Rules.Select(rule => (rule.Name, rule.Type, rule.Origin, rule.Mode, rule.SkipOnError)).Should().Equal(
            ("net-files", "readonly-networking-mounts", "policy.json", Mode.Warn, false),
            ("env", "env", "policy.json", Mode.Enforce, true),
            ("deny", "deny", "policy.json", Mode.Off, false));
        file.Rules.Select(rule => rule.When is null).Should().Equal(true, true, false);
        file.Rules[1].Rule.Should().BeOfType<EnvRule>().Which.Defaults.Should().Equal(new EnvironmentVariable("HTTP_PROXY", "http://proxy"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"debugOutput":{},"log":{},"profiles":[],"rules":[]}""")]
    public void Takes_a_policy_that_says_nothing(string json)
    {
        var file = Read(json);

        file.Settings.Should().Be(new PolicySettings());
        file.Profiles.Should().BeEmpty();
        file.Rules.Should().BeEmpty();
    }

    [Fact]
    public void Takes_each_level_of_the_log()
    {
        foreach (var level in Enum.GetValues<LogLevel>())
        {
            Read($$$"""{"log":{"level":"{{{level}}}"}}""").Settings.LogLevel.Should().Be(level);
        }
    }

    [Fact]
    public void What_is_the_default_can_be_written()
    {
        var file = Read("""{"execArguments":"refuse","cloneRuntime":false,"debugOutput":{"enabled":false},"rules":[{"type":"umask","value":"0022","mode":"enforce","onError":"refuse"}]}""");

        file.Settings.Should().Be(new PolicySettings { PassesExecArguments = false, CloneRuntime = false, WriteDebugOutput = false });
        file.Rules.Should().ContainSingle().Which.Should().Match<PolicyRule>(rule => rule.Mode == Mode.Enforce && !rule.SkipOnError);
    }

    [Fact]
    public void Refuses_bytes_that_are_no_text()
    {
        var read = () => PolicyFileReader.Read("policy.json", [.. "{\n\"profiles\":[\"é"u8, 0xC3, .. "\"]}"u8], new FakeHost());

        read.Should().Throw<InterceptorException>().WithMessage("policy.json:2:16: these bytes are not UTF-8");
    }

    // The place of the item, not of the list or map it stands in.
    [Theory]
    [InlineData("""{"type":"capabilities","drop":["NET_RAW",@"NET_ROW"]}""")]
    [InlineData("""{"type":"capabilities","drop":["NET_RAW"],"add":["CHOWN",@"cap_net_raw"]}""")]
    [InlineData("""{"type":"capabilities","ceiling":["CHOWN"],"add":["chown",@"KILL"]}""")]
    [InlineData("""{"type":"env","default":{"A":"1",@"B=C":"2"}}""")]
    [InlineData("""{"type":"annotations","set":{"a":"1",@"":"2"}}""")]
    [InlineData("""{"type":"sysctls","set":{"net.core.somaxconn":"1",@"kernel.core_pattern":"|/x"}}""")]
    [InlineData("""{"type":"masked-paths","add":["/a",@"b"]}""")]
    [InlineData("""{"type":"readonly-paths","add":["/a",@"/"]}""")]
    [InlineData("""{"type":"namespaces","remove":["uts",@"utz"]}""")]
    [InlineData("""{"type":"namespaces","add":[{"type":"uts"},@{"type":"uts"}]}""")]
    [InlineData("""{"type":"devices","add":["/dev/null",@"null"]}""")]
    [InlineData("""{"type":"hooks","add":{"prestart":[{"path":@"a"}]}}""")]
    [InlineData("""{"type":"hooks","file":@"hooks.json"}""")]
    [InlineData("""{"type":"hooks","trustedDirectories":["/opt",@"opt"]}""")]
    [InlineData("""{"type":"hooks-dir","directories":["/a",@"b"]}""")]
    [InlineData("""{"type":"cdi","devices":["v.com/c=d"],"directories":["/a",@"b"]}""")]
    [InlineData("""{"type":"filter","path":@"f"}""")]
    [InlineData("""{"type":"namespaces","add":[{"type":"pid","path":@"x"}]}""")]
    [InlineData("""{"type":"devices","add":[{"path":@"null"}]}""")]
    [InlineData("""{"type":"devices","add":[{"path":"/dev/x","access":@"x"}]}""")]
    [InlineData("""{"type":"mounts","add":[{"destination":@"x","type":"tmpfs"}]}""")]
    [InlineData("""{"type":"mounts","add":[{"destination":"/x","source":@"srv","options":["bind"]}]}""")]
    [InlineData("""{"type":"mounts","add":[{"destination":"/x","source":@"/etc","options":["bind"]}]}""")]
    [InlineData("""{"type":"mounts","add":[{"destination":"/x","type":"overlay","options":@["lowerdir=/etc"]}]}""")]
    [InlineData("""{"type":"rlimits","force":{"RLIMIT_CPU":{"soft":@"x","hard":1}}}""")]
    [InlineData("""{"type":"rlimits","force":{"RLIMIT_CPU":{"soft":1,"hard":@"x"}}}""")]
    [InlineData("""{"type":"seccomp","deny":[{"names":["ptrace"],"errno":@0}]}""")]
    [InlineData("""{"type":"mount-options","destinations":["/a"],"add":["ro",@"a,b"]}""")]
    [InlineData("""{"type":"tmpfs-size","sizes":{"/a":1,@"b":2}}""")]
    [InlineData("""{"type":"seccomp","deny":[{"names":["ptrace",@"p-trace"]}]}""")]
    [InlineData("""{"type":"rlimits","force":{"RLIMIT_CPU":1,@"RLIMIT_NOFILE":"unlimited"}}""")]
    [InlineData("""{"type":"deny","when":{"hostNamespaces":["pid",@"pit"]}}""")]
    [InlineData("""{"type":"deny","when":{"capabilities":["KILL",@"KIL"]}}""")]
    [InlineData("""{"type":"deny","when":{"verb":@"crate"}}""")]
    [InlineData("""{"type":"deny","when":{"verb":["create",@"delete"]}}""")]
    [InlineData("""{"type":"deny","when":{"mountSource":["/a",@"docker.sock"]}}""")]
    [InlineData("""{"type":"deny","when":{"mountSource":["/a",@""]}}""")]
    [InlineData("""{"type":"deny","when":{"mountSourceOutside":["/a/**",@"*"]}}""")]
    [InlineData("""{"type":"deny","when":{"mountDestination":["/a",@"tmp"]}}""")]
    [InlineData("""{"type":"deny","when":{"containerId":@""}}""")]
    [InlineData("""{"type":"deny","when":{"user":["0",@"root"]}}""")]
    [InlineData("""{"type":"deny","when":{"annotations":{"a":"b",@"":"*"}}}""")]
    [InlineData("""{"type":"deny","when":{"not":{"env":{@"A=":"*"}}}}""")]
    public void Names_the_place_of_the_very_item(string rule)
    {
        var json = $"{{\"rules\":[{rule}]}}";

        var read = () => Read(json.Replace("@", ""));

        read.Should().Throw<InterceptorException>().WithMessage($"policy.json:1:{json.IndexOf('@') + 1}: *");
    }

    [Theory]
    [InlineData("""{"verb":"crate"}""", "1:41: invalid verb \"crate\": want one of create, run, restore, exec, did you mean \"create\"?")]
    [InlineData("""{"mountSource":["docker.sock"]}""", "1:49: \"docker.sock\" must be an absolute path, or a glob that begins with / or **")]
    [InlineData("""{"user":"root"}""", "1:41: invalid user \"root\": want a number, \"uid\" or \"uid:gid\"")]
    public void Refuses_a_condition_that_can_never_hold(string when, string message)
    {
        var read = () => Read($"{{\"rules\":[{{\"type\":\"deny\",\"when\":{when}}}]}}");

        read.Should().Throw<InterceptorException>().Which.Message.Should().Be($"policy.json:{message}");
    }

    [Theory]
    [InlineData("[]", "1:1: a policy must be a JSON object")]
    [InlineData("{\"rules\":[1]}", "1:11: a rule must be a JSON object")]
    [InlineData("{\"rules\":{}}", "1:10: rules must be a list")]
    [InlineData("{\"ruels\":[]}", "1:2: unknown member \"ruels\", did you mean \"rules\"?")]
    [InlineData("{\"rules\":[],\"rules\":[]}", "1:13: the member \"rules\" is ambiguous*")]
    [InlineData("{\"rules\":[{}]}", "1:11: missing member \"type\"")]
    [InlineData("{\"rules\":[{\"type\":null}]}", "1:19: a rule's type must be a string")]
    [InlineData("{\"rules\":[\n{\"type\":\"evn\"}]}", "2:9: unknown rule type \"evn\", did you mean \"env\"?")]
    [InlineData("{\"rules\":[{\"type\":\"env\",\"forced\":{}}]}", "1:25: unknown member \"forced\", did you mean \"force\"?")]
    [InlineData("{\"rules\":[{\"type\":\"env\",\"message\":\"x\"}]}", "1:25: unknown member \"message\"")]
    [InlineData("{\"rules\":[{\"type\":\"env\",\"mode\":\"wran\"}]}", "1:32: mode must be one of enforce, warn, off, not \"wran\", did you mean \"warn\"?")]
    [InlineData("{\"date\":\"29.11.2026\"}", "1:9: invalid date \"29.11.2026\": want one such as 2026-11-29")]
    [InlineData("{\"date\":\"2026-02-30\"}", "1:9: invalid date \"2026-02-30\": want one such as 2026-11-29")]
    [InlineData("{\"rules\":[{\"type\":\"env\",\"shield\":{\"covers\":[],\"source\":\"x\"}}]}", "1:4?: covers must not be empty")]
    [InlineData("{\"rules\":[{\"type\":\"env\",\"shield\":{\"covers\":[\"x\"]}}]}", "1:34: missing member \"source\"")]
    [InlineData("{\"rules\":[{\"type\":\"env\",\"shield\":{\"source\":\"x\"}}]}", "1:34: missing member \"covers\"")]
    [InlineData("{\"rules\":[{\"type\":\"env\",\"onUnsupported\":\"skip\"}]}", "1:41: onUnsupported must be one of warn, refuse, pass, not \"skip\"")]
    [InlineData("{\"rules\":[{\"type\":\"env\",\"onError\":\"ignore\"}]}", "1:35: onError must be one of refuse, skip, not \"ignore\"")]
    [InlineData("{\"rules\":[{\"type\":\"env\",\"name\":1}]}", "1:32: name must be a string")]
    [InlineData("{\"rules\":[{\"type\":\"env\",\"when\":[]}]}", "1:32: when must be an object")]
    [InlineData("{\"rules\":[{\"type\":\"env\",\"when\":{}}]}", "1:32: want at least one condition")]
    [InlineData("{\"rules\":[{\"type\":\"deny\"}]}", "1:11: a rule of type deny needs \"when\"")]
    [InlineData("{\"rules\":[{\"type\":\"deny\",\"when\":null}]}", "1:33: when must not be null: leave it out")]
    [InlineData("{\"rules\":null}", "1:10: rules must not be null: leave it out")]
    [InlineData("{\"audit\":{\"file\":null}}", "1:18: file must not be null: leave it out")]
    [InlineData("{\"rules\":[{\"type\":\"env\",\"default\":null}]}", "1:35: default must not be null: leave it out")]
    [InlineData("{\"$schema\":1}", "1:12: $schema must be a string")]
    [InlineData("{\"log\":{\"level\":\"information\"}}", "1:17: level must be one of Verbose, *, not \"information\", did you mean \"Information\"?")]
    [InlineData("{\"log\":{\"file\":\"x.log\"}}", "1:16: file must be an absolute path")]
    [InlineData("{\"audit\":{\"file\":\"\"}}", "1:18: file must be an absolute path")]
    [InlineData("{\"debugOutput\":{\"enabled\":1}}", "1:27: enabled must be true or false")]
    [InlineData("{\"cloneRuntime\":\"yes\"}", "1:17: cloneRuntime must be true or false")]
    [InlineData("{\"execArguments\":\"allow\"}", "1:18: execArguments must be one of refuse, pass, not \"allow\"")]
    [InlineData("{\"debugOutput\":true}", "1:16: debugOutput must be an object")]
    [InlineData("{\"profiles\":\"hardened\"}", "1:13: profiles must be a list")]
    [InlineData("{\"rules\":[}", "1:11: not valid JSON: *")]
    [InlineData("{\"profiles\":[\"a\\u0000\"]}", "1:16: the character U+0000 is not allowed in a policy")]
    [InlineData("{\"profiles\":[\"\\\\u0000\\u0041\\ud83d\\ude00\\udc00\"]}", "1:40: an unpaired surrogate is not a character")]
    [InlineData("{\"profiles\":[\"\\ud800\\u0041\"]}", "1:15: an unpaired surrogate is not a character")]
    [InlineData("{\"profiles\":[\"\\ud800\"]}", "1:15: an unpaired surrogate is not a character")]
    public void Refuses_what_is_no_policy_and_names_the_place(string json, string message)
    {
        var read = () => Read(json);

        read.Should().Throw<InterceptorException>().WithMessage($"policy.json:{message}");
    }

    [Fact]
    public void Every_type_of_rule_has_a_name_of_its_own_and_members_beside_those_of_every_rule()
    {
        RuleTypes.All.Select(type => type.Name).Should().OnlyHaveUniqueItems();
        foreach (var type in RuleTypes.All)
        {
            RuleTypes.Find(type.Name).Should().BeSameAs(type);
            type.Members.Concat(PolicyFileReader.RuleMembers).Select(member => member.Name).Should().OnlyHaveUniqueItems(type.Name);
            type.Summary.Should().EndWith(".");
        }
    }

    private static PolicyFile Read(string json) => PolicyFileReader.Read("policy.json", Encoding.UTF8.GetBytes(json), new FakeHost());
}
