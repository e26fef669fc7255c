using System.Text;
using OciInterceptor.Host;
using OciInterceptor.Messages;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Rules.Cdi;

/// <summary>Spec files that are wrong, and which of several counts.</summary>
public sealed class CdiSpecTests
{
    private const string Rule = """{"type":"cdi","devices":["v.com/c=d"]}""";

    [Theory]
    [InlineData("'env':['A=1'],'oops':1", "1:95: unknown member \"oops\", did you mean \"hooks\"?")]
    [InlineData("'Env':['A=1']", "1:81: unknown member \"Env\", did you mean \"env\"?")]
    [InlineData("'env':['A']", "1:87: invalid variable \"A\": want NAME=VALUE")]
    [InlineData("'env':['=A']", "1:87: invalid variable \"=A\": want NAME=VALUE")]
    [InlineData("'env':'A=1'", "1:87: env must be a list")]
    [InlineData("", "1:80: the device d has no edits")]
    [InlineData("'env':[],'mounts':null", "1:80: the device d has no edits")]
    [InlineData("'deviceNodes':[{'path':'dev/x'}]", "1:104: \"dev/x\" must be an absolute path")]
    [InlineData("'deviceNodes':[{'path':''}]", "1:104: \"\" must be an absolute path")]
    [InlineData("'deviceNodes':[{}]", "1:96: missing member \"path\"")]
    [InlineData("'deviceNodes':[{'path':'/dev/x','type':'d'}]", "1:120: type must be one of b, c, u, p, not \"d\", did you mean \"b\"?")]
    [InlineData("'deviceNodes':[{'path':'/dev/x','major':-1}]", "1:121: major must be a whole number from 0 to 4294967295")]
    [InlineData("'deviceNodes':[{'path':'/dev/x','permissions':'rx'}]", "1:127: permissions must be some of r, w and m, such as \"rw\", or \"none\"")]
    [InlineData("'deviceNodes':[{'path':'/dev/x','hostPath':'x'}]", "1:124: \"x\" must be an absolute path")]
    [InlineData("'mounts':[{'hostPath':'/x'}]", "1:91: missing member \"containerPath\"")]
    [InlineData("'mounts':[{'hostPath':'','containerPath':'/x'}]", "1:103: hostPath must not be empty")]
    [InlineData("'mounts':[{'hostPath':'/x','containerPath':'/'}]", "1:124: \"/\" must be below the container's root")]
    [InlineData("'hooks':[{'createContainer':{'path':'/bin/vendor-hook'}}]", "1:91: unknown member \"createContainer\"")]
    [InlineData("'hooks':[{'hookName':'later','path':'/x'}]", "1:102: hookName must be one of prestart, createRuntime, createContainer, startContainer, poststart, poststop, not \"later\"")]
    [InlineData("'hooks':[{'hookName':'prestart','path':'x'}]", "1:120: \"x\" must be an absolute path")]
    [InlineData("'hooks':[{'hookName':'prestart','path':'/x','timeout':0}]", "1:135: timeout must be greater than 0")]
    [InlineData("'hooks':[{'hookName':'prestart','path':'/x','env':['A']}]", "1:131: invalid variable \"A\": want NAME=VALUE")]
    [InlineData("'netDevices':[{'hostInterfaceName':'a','name':'b/c'}]", "1:127: invalid network interface name \"a\" or \"b/c\"")]
    [InlineData("'netDevices':[{'hostInterfaceName':'a','name':'b'},{'hostInterfaceName':'a','name':'c'}]", "1:94: two network devices are named a")]
    [InlineData("'netDevices':[{'hostInterfaceName':'a','name':'b'},{'hostInterfaceName':'c','name':'b'}]", "1:94: two network devices are named b")]
    [InlineData("'intelRdt':{'closID':'a/b'}", "1:102: closID must be the name of a directory, or \"/\"")]
    [InlineData("'intelRdt':{'enableCMT':true}", "1:105: enableCMT was removed in cdiVersion 1.1.0, and this file has 1.1.0")]
    [InlineData("'additionalGids':[-1]", "1:99: \"additionalGids\" must be a whole number within its range, not -1")]
    [InlineData("'additionalGids':['x']", "1:99: additionalGids must be a list of group IDs")]
    public void Wrong_edits_are_refused_with_their_place(string edits, string error) => ErrorOf(Spec("1.1.0", edits)).Should().Be(error);

    [Theory]
    [InlineData("'mounts':[{'hostPath':'/x','containerPath':'/y','type':'none'}]", "0.4.0", "0.3.0", "1:136: type needs cdiVersion 0.4.0, but this file has 0.3.0")]
    [InlineData("'deviceNodes':[{'path':'/dev/kvm','hostPath':'/dev/kvm'}]", "0.5.0", "0.4.0", "1:126: hostPath needs cdiVersion 0.5.0, but this file has 0.4.0")]
    [InlineData("'intelRdt':{}", "0.7.0", "0.6.0", "1:92: intelRdt needs cdiVersion 0.7.0, but this file has 0.6.0")]
    [InlineData("'additionalGids':[1]", "0.7.0", "0.6.0", "1:98: additionalGids needs cdiVersion 0.7.0, but this file has 0.6.0")]
    [InlineData("'intelRdt':{'schemata':[]}", "1.1.0", "1.0.0", "1:104: schemata needs cdiVersion 1.1.0, but this file has 1.0.0")]
    [InlineData("'intelRdt':{'enableMonitoring':true}", "1.1.0", "0.8.0", "1:112: enableMonitoring needs cdiVersion 1.1.0, but this file has 0.8.0")]
    [InlineData("'netDevices':[{'hostInterfaceName':'a','name':'b'}]", "1.1.0", "1.0.0", "1:94: netDevices needs cdiVersion 1.1.0, but this file has 1.0.0")]
    public void What_a_version_brought_needs_it(string edits, string version, string before, string error)
    {
        ErrorOf(Spec(version, edits)).Should().BeEmpty();
        ErrorOf(Spec(before, edits)).Should().Be(error);
    }

    [Theory]
    [InlineData("0.3.0")]
    [InlineData("v0.8.0")]
    [InlineData("1.0.0")]
    [InlineData("1.1.0")]
    public void Every_version_is_known(string version) => ErrorOf(Spec(version, "'env':['A=1']")).Should().BeEmpty();

    [Theory]
    [InlineData("0.2.0")]
    [InlineData("1.2.0")]
    [InlineData("0.3")]
    [InlineData("")]
    public void Another_version_is_refused(string version) => ErrorOf(Spec(version, "'env':['A=1']"))
        .Should().Be($"1:15: unknown cdiVersion \"{version}\": want 0.3.0 to 0.8.0, 1.0.0 or 1.1.0");

    [Theory]
    [InlineData("{'kind':'v.com/c'}", "1:1: missing member \"cdiVersion\"")]
    [InlineData("{'kind':'v.com/c','cdiVersion':'0.3.0'}", "1:1: missing member \"devices\"")]
    [InlineData("{'kind':'v.com/c','cdiVersion':'0.3.0','devices':[]}", "1:50: devices must not be empty")]
    [InlineData("{'kind':'v.com/c','cdiVersion':'0.3.0','devices':[],'extra':1}", "1:53: unknown member \"extra\"")]
    [InlineData("{'kind':'v.com/c','cdiVersion':'0.3.0','devices':[{'name':'d'}]}", "1:51: missing member \"containerEdits\"")]
    [InlineData("{'kind':'v.com/c','cdiVersion':'0.3.0','devices':[{'name':'-','containerEdits':{'env':['A=1']}}]}", "1:59: invalid device name \"-\": want letters and digits, with _ - . : inside")]
    [InlineData("{'kind':'v.com/c','cdiVersion':'0.4.0','devices':[{'name':'1','containerEdits':{'env':['A=1']}}]}", "1:59: a name that begins with a digit needs cdiVersion 0.5.0, but this file has 0.4.0")]
    [InlineData("{'kind':'v.com/c','cdiVersion':'0.5.0','annotations':{'a':'b'},'devices':[{'name':'d','containerEdits':{'env':['A=1']}}]}", "1:54: annotations needs cdiVersion 0.6.0, but this file has 0.5.0")]
    [InlineData("{'kind':'v.com/c','cdiVersion':'0.5.0','devices':[{'name':'d','annotations':{'a':'b'},'containerEdits':{'env':['A=1']}}]}", "1:77: annotations needs cdiVersion 0.6.0, but this file has 0.5.0")]
    [InlineData("{'kind':'v.com/c','cdiVersion':'0.6.0','annotations':{'a':[1]},'devices':[]}", "1:59: a must be a string")]
    [InlineData("{'kind':'v.com/c','cdiVersion':'0.3.0','devices':[{'name':'d','containerEdits':{'env':['A=1']}},{'name':'d','containerEdits':{'env':['A=1']}}]}", "1:50: two devices are named d")]
    public void A_wrong_file_is_refused_with_its_place(string spec, string error) => ErrorOf(spec).Should().Be(error);

    [Fact]
    public void A_dot_in_the_class_needs_its_version() =>
        ErrorOf("{'kind':'v.com/c.c','cdiVersion':'0.5.0','devices':[]}", """{"type":"cdi","devices":["v.com/c.c=d"]}""")
            .Should().Be("1:9: a dot in the class needs cdiVersion 0.6.0, but this file has 0.5.0");

    [Fact]
    public void Of_yaml_the_place_is_the_files_own()
    {
        var host = HostWith(("/etc/cdi/a.yaml", "# first\ncdiVersion: 0.6.0\nkind: v.com/c\ndevices:\n  - name: d\n    containerEdits:\n      env: [A=1]\n      moutns: []\n"));
        Apply(host).Should().Be("/etc/cdi/a.yaml:8:7: unknown member \"moutns\", did you mean \"mounts\"?");
    }

    /// <summary>As sigs.k8s.io/yaml has it, the reference's reader, which makes a string of it where the specification has one.</summary>
    [Theory]
    [InlineData("a.yaml", "cdiVersion: 0.6.0\nkind: v.com/c\ndevices:\n- name: 0\n  annotations: {a: 1, b: true}\n  containerEdits: {env: [A=1]}\n", "0", "'env':['A=1']")]
    [InlineData("a.yaml", "cdiVersion: 0.6.0\nkind: v.com/c\ndevices:\n- name: 12345678901234567890\n  containerEdits: {env: [A=1]}\n", "12345678901234567890", "'env':['A=1']")]
    [InlineData("a.json", "{'cdiVersion':'0.6.0','kind':'v.com/c','devices':[{'name':true,'containerEdits':{'env':['A=1']}}]}", "true", "'env':['A=1']")]
    [InlineData("a.yaml", "cdiVersion: 0.6.0\nkind: v.com/c\ncontainerEdits: &all {env: [A=1]}\ndevices:\n- name: 007\n  containerEdits: {<<: *all}\n", "7", "'env':['A=1']")]
    public void What_has_no_quotes_is_a_string_where_one_is_wanted(string name, string text, string device, string expected) =>
        RuleRun.On($"{{'type':'cdi','devices':['v.com/c={device}']}}", "{'process':{}}", HostWith(("/etc/cdi/" + name, text))).Should().Be($"{{'process':{{{expected}}}}}");

    [Theory]
    [InlineData("- name: 1e39\n  containerEdits: {env: [A=1]}", "4:9: name must be a string")]
    [InlineData("- name: ~\n  containerEdits: {env: [A=1]}", "4:3: missing member \"name\"")]
    [InlineData("- name: [d]\n  containerEdits: {env: [A=1]}", "4:9: name must be a string")]
    [InlineData("- name: d\n  containerEdits: {env: [1]}", "5:25: invalid variable \"1\": want NAME=VALUE")]
    [InlineData("- name: d\n  containerEdits: {deviceNodes: [{path: /dev/x, major: '1'}]}", "5:56: major must be a whole number from 0 to 4294967295")]
    public void What_is_no_string_in_any_way_is_refused(string device, string error) =>
        Apply(HostWith(("/etc/cdi/a.yaml", $"cdiVersion: 0.6.0\nkind: v.com/c\ndevices:\n{device}\n"))).Should().Be($"/etc/cdi/a.yaml:{error}");

    [Fact]
    public void Arguments_of_hooks_may_be_numbers()
    {
        var host = HostWith(("/etc/cdi/a.yaml", "cdiVersion: 0.6.0\nkind: v.com/c\ndevices:\n- name: d\n  containerEdits: {hooks: [{hookName: poststop, path: /h, env: [A=1], args: [h, -n, 5, -7, true]}]}\n"));
        RuleRun.On(Rule, "{}", host).Should().Be("""{"hooks":{"poststop":[{"path":"/h","args":["h","-n","5","-7","true"],"env":["A=1"]}]}}""");
    }

    /// <summary>The strings are those of Podman 4.3.1, whose reader is the reference's.</summary>
    [Theory]
    [InlineData("0640", "416")]
    [InlineData("0_7", "7")]
    [InlineData("-017", "-15")]
    [InlineData("0o17", "15")]
    [InlineData("-0o17", "-15")]
    [InlineData("0x1F", "31")]
    [InlineData("-0x1f", "-31")]
    [InlineData("0x_1", "1")]
    [InlineData("0b101", "5")]
    [InlineData("-0b11", "-3")]
    [InlineData("1_000", "1000")]
    [InlineData("1_", "1")]
    [InlineData("+5", "5")]
    [InlineData("-0", "0")]
    [InlineData("1e3", "1000")]
    [InlineData("1e6", "1e+06")]
    [InlineData("1e21", "1e+21")]
    [InlineData("1e-4", "0.0001")]
    [InlineData("1e-5", "1e-05")]
    [InlineData("1.0", "1")]
    [InlineData("535.10", "535.1")]
    [InlineData("1_0.5", "10.5")]
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData("-0.0", "-0")]
    [InlineData("123456.0", "123456")]
    [InlineData("1234567.0", "1.234567e+06")]
    [InlineData("1.23456789012345678", "1.2345679")]
    [InlineData("18446744073709551615", "18446744073709551615")]
    [InlineData("18446744073709551616", "1.8446744e+19")]
    [InlineData("yes", "true")]
    [InlineData("On", "true")]
    [InlineData("y", "true")]
    [InlineData("NO", "false")]
    [InlineData("off", "false")]
    [InlineData("n", "false")]
    [InlineData("True", "true")]
    public void What_has_no_quotes_is_the_string_that_the_references_reader_makes_of_it(string written, string text)
    {
        var host = HostWith(("/etc/cdi/a.yaml", $"cdiVersion: 0.6.0\nkind: v.com/c\ndevices:\n- name: d\n  containerEdits: {{hooks: [{{hookName: poststop, path: /h, args: [h, {written}]}}]}}\n"));

        RuleRun.On(Rule, "{}", host).Should().Contain($"\"args\":[\"h\",\"{text}\"]");
        RuleRun.Read(Rule, host).Notes.Where(note => !note.Contains("octal", StringComparison.Ordinal)).Should()
            .Equal($"/etc/cdi/a.yaml:5:69: an unquoted value is read as the string \"{text}\", as in the reference implementation: want a quoted string");
    }

    /// <summary>Of YAML 1.2 they are decimal.</summary>
    [Theory]
    [InlineData("a.yaml", "0640", "416")]
    [InlineData("a.json", "0640", "416")]
    [InlineData("a.yaml", "0_640", "416")]
    [InlineData("a.yaml", "010", "8")]
    [InlineData("a.yaml", "0o640", null)]
    [InlineData("a.yaml", "416", null)]
    [InlineData("a.yaml", "07", null)]
    [InlineData("a.yaml", "007", null)]
    [InlineData("a.yaml", "0", null)]
    [InlineData("a.yaml", "!!int 0640", "416")]
    public void An_octal_number_of_YAML_1_1_is_said(string name, string written, string? number)
    {
        var host = new FakeHost { Files = new() { [$"/etc/cdi/{name}"] = Encoding.UTF8.GetBytes($"cdiVersion: 0.6.0\nkind: v.com/c\ndevices:\n- name: d\n  containerEdits:\n    deviceNodes: [{{path: /dev/kvm, fileMode: {written}}}]\n") } };

        RuleRun.Read(Rule, host).Notes.Where(note => !note.Contains("despite its name", StringComparison.Ordinal)).Should()
            .Equal(number is null ? [] : new[] { $"/etc/cdi/{name}:6:46: {written.Split(' ')[^1]} is read as the octal number {number}, as in YAML 1.1" });
    }

    [Fact]
    public void Strings_that_look_like_octal_numbers_are_not_told() =>
        RuleRun.Read(Rule, HostWith(("/etc/cdi/a.yaml", "cdiVersion: 0.6.0\nkind: v.com/c\nannotations: {a: '0640', b: !!str 0640}\ndevices:\n- name: d\n  containerEdits: {env: [A=1]}\n"))).Notes.Should().BeEmpty();

    [Fact]
    public void A_link_that_leads_to_the_program_of_a_hook_is_said()
    {
        const string Hook = "'hooks':[{'hookName':'prestart','path':'/usr/bin/one','env':[]},{'hookName':'startContainer','path':'/usr/bin/two','env':[]}]";
        var host = HostWith(("/etc/cdi/a.json", $"{{'cdiVersion':'0.5.0','kind':'v.com/c','containerEdits':{{{Hook}}},'devices':[{{'name':'d','containerEdits':{{{Hook.Replace("one", "three", StringComparison.Ordinal)}}}}}]}}"));
        foreach (var name in (ReadOnlySpan<string>)["one", "two", "three"])
        {
            host.Links[$"/usr/bin/{name}"] = $"/opt/{name}";
        }

        RuleRun.Read(Rule, host).Notes.Should().Equal("the symbolic link /usr/bin/one is followed: the program is /opt/one", "the symbolic link /usr/bin/three is followed: the program is /opt/three");
    }

    [Theory]
    [InlineData("'0640'", "0640")]
    [InlineData("2001-01-01", "2001-01-01")]
    [InlineData("190:20:30", "190:20:30")]
    [InlineData("_1", "_1")]
    [InlineData("yES", "yES")]
    [InlineData("+_", "+_")]
    [InlineData("0b12", "0b12")]
    [InlineData("0x", "0x")]
    [InlineData("!!str on", "on")]
    public void Words_and_what_has_quotes_stay_as_they_are_written(string written, string text)
    {
        var host = HostWith(("/etc/cdi/a.yaml", $"cdiVersion: 0.6.0\nkind: v.com/c\ndevices:\n- name: d\n  containerEdits: {{hooks: [{{hookName: poststop, path: /h, args: [h, {written}]}}]}}\n"));

        RuleRun.On(Rule, "{}", host).Should().Contain($"\"args\":[\"h\",\"{text}\"]");
        RuleRun.Read(Rule, host).Notes.Should().BeEmpty();
    }

    /// <summary>In JSON too: that reader reads it as YAML.</summary>
    [Fact]
    public void Numbers_in_json_are_noted_each_once()
    {
        var host = HostWith(("/etc/cdi/a.json", "{'cdiVersion':'0.6.0','kind':'v.com/c','devices':[{'name':1,'annotations':{'a':1.50},'containerEdits':{'mounts':[{'hostPath':'/a','containerPath':'/b','options':[true]}]}}]}"));

        RuleRun.Read(Rule, host).Notes.Should().HaveCount(3).And.SatisfyRespectively(
            note => note.Should().StartWith("/etc/cdi/a.json:1:59: an unquoted value is read as the string \"1\""),
            note => note.Should().Contain("is read as the string \"1.5\""),
            note => note.Should().Contain("is read as the string \"true\""));
    }

    /// <summary>Only who asks for its devices is refused, and that may be long after the file came.</summary>
    [Fact]
    public void A_wrong_file_is_noted_before_anybody_asks_for_its_devices() =>
        RuleRun.Read(Rule, HostWith(("/etc/cdi/a.json", Spec("0.3.0", "'env':['A=1']")), ("/etc/cdi/b.json", "{'kind':'o.com/c','x':1}"))).Notes
            .Should().Equal("/etc/cdi/b.json:1:19: unknown member \"x\"");

    [Fact]
    public void A_member_that_a_merge_repeats_is_refused() =>
        Apply(HostWith(("/etc/cdi/a.yaml", "cdiVersion: 0.6.0\nkind: v.com/c\ncontainerEdits: &all {env: [A=1]}\ndevices:\n- name: d\n  containerEdits: {<<: *all, env: [B=1]}\n")))
            .Should().StartWith("/etc/cdi/a.yaml:6:30: the member \"env\" is ambiguous");

    [Theory]
    [InlineData("mounts: [{hostPath: \"/a\\0b\", containerPath: /c}]", "6:25: the character U+0000 is not allowed here")]
    [InlineData("hooks: [{hookName: prestart, path: /a, args: [\"a\\0\"]}]", "6:51: the character U+0000 is not allowed here")]
    public void The_character_nought_of_yaml_is_refused_as_that_of_json_is(string edits, string error)
    {
        Apply(HostWith(("/etc/cdi/a.yaml", $"cdiVersion: 0.6.0\nkind: v.com/c\ndevices:\n- name: d\n  containerEdits:\n    {edits}\n"))).Should().EndWith($": /etc/cdi/a.yaml:{error}");
        Apply(HostWith(("/etc/cdi/a.json", "{'kind':'a\\u0000'}"))).Should().EndWith(": /etc/cdi/a.json:1:11: the character U+0000 is not allowed in a policy");
    }

    [Fact]
    public void The_later_directory_counts()
    {
        var host = HostWith(("/etc/cdi/z.json", Spec("0.3.0", "'env':['A=etc']")), ("/var/run/cdi/a.json", Spec("0.3.0", "'env':['A=run']")));
        RuleRun.On(Rule, """{"process":{}}""", host).Should().Be("""{"process":{"env":["A=run"]}}""");
        RuleRun.On("""{"type":"cdi","devices":["v.com/c=d"],"directories":["/var/run/cdi","/etc/cdi"]}""", """{"process":{}}""", host)
            .Should().Be("""{"process":{"env":["A=etc"]}}""");
    }

    [Fact]
    public void Two_devices_with_one_name_in_one_directory_are_refused_also_with_a_third_behind_them()
    {
        var spec = Spec("0.3.0", "'env':['A=1']");
        const string error = "the CDI device v.com/c=d is defined twice: in /etc/cdi/a.json and in /etc/cdi/b.json";
        Apply(HostWith(("/etc/cdi/a.json", spec), ("/etc/cdi/b.json", spec))).Should().Be(error);
        Apply(HostWith(("/etc/cdi/a.json", spec), ("/etc/cdi/b.json", spec), ("/var/run/cdi/c.json", spec))).Should().Be(error);
    }

    [Fact]
    public void A_conflict_matters_only_to_the_device_that_it_is_about()
    {
        var one = Spec("0.3.0", "'env':['A=1']");
        var host = HostWith(("/etc/cdi/a.json", one), ("/etc/cdi/b.json", one), ("/etc/cdi/c.json", one.Replace("'d'", "'e'", StringComparison.Ordinal)));
        RuleRun.On("""{"type":"cdi","devices":["v.com/c=e"]}""", """{"process":{}}""", host).Should().Be("""{"process":{"env":["A=1"]}}""");
    }

    [Fact]
    public void A_device_that_is_nowhere_is_refused() =>
        Apply(HostWith(("/etc/cdi/a.json", Spec("0.3.0", "'env':['A=1']").Replace("'d'", "'dd'", StringComparison.Ordinal))))
            .Should().Be("the CDI device v.com/c=d is not defined in /etc/cdi or /var/run/cdi, did you mean \"v.com/c=dd\"?");

    [Fact]
    public void Other_files_are_not_looked_at_and_broken_ones_for_other_kinds_do_no_harm()
    {
        var host = HostWith(("/etc/cdi/a.json", Spec("0.3.0", "'env':['A=1']")), ("/etc/cdi/b.json.bak", "{"), ("/etc/cdi/README", "hello"), ("/etc/cdi/c.json", "{'kind':'o.com/c','x':1}"));
        RuleRun.On(Rule, """{"process":{}}""", host).Should().Be("""{"process":{"env":["A=1"]}}""");
    }

    /// <summary>Its author's mistake is not that of everybody else; who asks for what is nowhere is told of it.</summary>
    [Theory]
    [InlineData("{}", "/var/run/cdi/b.json:1:1: \"kind\" must be a string")]
    [InlineData("{'cdiVersion':'0.3.0'}", "/var/run/cdi/b.json:1:1: \"kind\" must be a string")]
    [InlineData("{'kind':1}", "/var/run/cdi/b.json:1:9: \"kind\" must be a string")]
    [InlineData("{'kind':'v.com/c','kind':'v.com/c'}", "/var/run/cdi/b.json:1:19: the member \"kind\" is ambiguous: runtimes differ in how they read repeated names and other letter case")]
    [InlineData("[]", "/var/run/cdi/b.json:1:1: a CDI spec must be an object")]
    [InlineData("{'kind':", "/var/run/cdi/b.json:1:9: not valid JSON: the document ends inside the object that begins at 1:1")]
    [InlineData("cdiVersion: 0.5.0\nkind: o.org/broken\ndevices: [\n", "/var/run/cdi/b.json:4:1: not valid YAML: want a value")]
    [InlineData("", "/var/run/cdi/b.json:1:1: the file is empty")]
    public void A_file_that_cannot_be_read_refuses_only_who_asks_for_what_is_nowhere_else(string broken, string fault)
    {
        var host = HostWith(("/etc/cdi/a.json", Spec("0.3.0", "'env':['A=1']")), ("/var/run/cdi/b.json", broken));

        RuleRun.On(Rule, """{"process":{}}""", host).Should().Be("""{"process":{"env":["A=1"]}}""");
        Apply(host, """{"type":"cdi","devices":["o.org/broken=d"]}""").Should()
            .Be($"the CDI device o.org/broken=d is not defined in /etc/cdi or /var/run/cdi; a file there that may define it cannot be used: {fault}");
        Apply(host, """{"type":"cdi","devices":["v.com/c=d"],"strict":true}""").Should().Be(fault);
        RuleRun.Read(Rule, host).Notes.Should().Equal(fault);
    }

    [Fact]
    public void So_does_one_that_others_may_write()
    {
        var host = HostWith(("/etc/cdi/a.json", Spec("0.3.0", "'env':['A=1']")), ("/etc/cdi/b.json", Spec("0.3.0", "'env':['A=2']")));
        host.UnreadableFiles["/etc/cdi/b.json"] = "cannot trust /etc/cdi/b.json";

        RuleRun.On(Rule, """{"process":{}}""", host).Should().Be("""{"process":{"env":["A=1"]}}""");
        Apply(host, """{"type":"cdi","devices":["v.com/c=e"]}""").Should().EndWith("; a file there that may define it cannot be used: cannot trust /etc/cdi/b.json");
        Apply(host, """{"type":"cdi","devices":["v.com/c=d"],"strict":true}""").Should().Be("cannot trust /etc/cdi/b.json");
    }

    /// <summary>Law 5: policy fails closed. It may define the device, and another way than the other file.</summary>
    [Fact]
    public void A_wrong_file_of_the_kind_that_is_asked_for_is_refused()
    {
        var host = HostWith(("/etc/cdi/a.json", Spec("0.3.0", "'env':['A=1']")), ("/var/run/cdi/b.json", "{'kind':'v.com/c','cdiVersion':'0.3.0'}"));

        Apply(host).Should().Be("/var/run/cdi/b.json:1:1: missing member \"devices\"");
        RuleRun.Read(Rule, host).Notes.Should().Equal("/var/run/cdi/b.json:1:1: missing member \"devices\"");
    }

    [Theory]
    [InlineData("cdiVersion: \"0.6.0\"\nkind: \"v.com/c\"\ndevices:\n- name: \"d\"\n  containerEdits:\n    env: [A=1]\n")]
    [InlineData("{cdiVersion: 0.6.0, kind: v.com/c, devices: [{name: d, containerEdits: {env: [A=1]}}]}")]
    [InlineData("# for people\n{\"cdiVersion\": \"0.6.0\", \"kind\": \"v.com/c\", \"devices\": [{\"name\": \"d\", \"containerEdits\": {\"env\": [\"A=1\"]}}]}")]
    public void Yaml_is_read_under_the_name_of_json_and_that_is_said(string text)
    {
        var host = new FakeHost { Files = new() { ["/etc/cdi/a.json"] = Encoding.UTF8.GetBytes(text), ["/etc/cdi/b.yaml"] = Encoding.UTF8.GetBytes(text.Replace("v.com", "w.com", StringComparison.Ordinal)) } };

        RuleRun.On(Rule, """{"process":{}}""", host).Should().Be("""{"process":{"env":["A=1"]}}""");
        RuleRun.Read(Rule, host).Notes.Should().Equal("/etc/cdi/a.json: read as YAML despite its name, as in the reference implementation");
    }

    /// <summary>A node of which the file has the path alone, in YAML of 0.5.0: the host's node is its owner's alone, and so is the container's.</summary>
    [Theory]
    [InlineData("- { path: /dev/pgpu-control }", "'/dev/pgpu-control','type':'c','major':10,'minor':237,'fileMode':384")]
    [InlineData("- { path: /dev/p, hostPath: /dev/pgpu-control }", "'/dev/p','type':'c','major':10,'minor':237,'fileMode':384")]
    [InlineData("- { path: /dev/pgpu-control, type: c, major: 10, minor: 237 }", "'/dev/pgpu-control','type':'c','major':10,'minor':237,'fileMode':384")]
    [InlineData("- { path: /dev/pgpu-control, fileMode: 0640 }", "'/dev/pgpu-control','type':'c','major':10,'minor':237,'fileMode':416")]
    public void A_node_gets_the_mode_that_it_has_on_the_host(string node, string expected)
    {
        var host = new FakeHost
        {
            Files = new() { ["/etc/cdi/p.yaml"] = Encoding.UTF8.GetBytes($"cdiVersion: 0.5.0\nkind: v.com/c\ndevices:\n- name: \"d\"\n  containerEdits:\n    deviceNodes:\n    {node}\n") },
            Devices = new() { ["/dev/pgpu-control"] = new HostDevice("c", 10, 237, 0x180, 0, 0) },
        };

        RuleRun.On(Rule, "{}", host).Replace('"', '\'').Should().StartWith($"{{'linux':{{'devices':[{{'path':{expected}}}],");
    }

    private static string Spec(string version, string edits) =>
        $$$"""{'cdiVersion':'{{{version}}}','kind':'v.com/c','devices':[{'name':'d','containerEdits':{{{{edits}}}}}]}""";

    private static FakeHost HostWith(params (string Path, string Text)[] files) =>
        new() { Files = files.ToDictionary(file => file.Path, file => Encoding.UTF8.GetBytes(file.Text.Replace('\'', '"'))) };

    private static string ErrorOf(string spec, string rule = Rule)
    {
        var error = Apply(HostWith(("/etc/cdi/a.json", spec)), rule);
        return error.Length == 0 ? "" : error["/etc/cdi/a.json:".Length..];
    }

    // Empty when the rule is applied.
    private static string Apply(FakeHost host, string rule = Rule)
    {
        try
        {
            RuleRun.On(rule, """{"process":{},"linux":{"namespaces":[{"type":"network"}]}}""", host);
            return "";
        }
        catch (InterceptorException e)
        {
            return e.InnerException!.Message;
        }
    }
}
