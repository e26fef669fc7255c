using System.Text;
using OciInterceptor.Collections;
using OciInterceptor.Json;
using OciInterceptor.Validation;

namespace OciInterceptor.Tests.Validation;

public sealed class DocumentCheckTests
{
    private const string Full = "full-runtime-spec-1.3.json";

    public static TheoryData<string> Captured => ["docker-20.10-run.json", "docker-20.10-privileged.json", "docker-20.10-1000-env-80-binds.json", "podman-4.3-run.json"];

    /// <summary>The places of a document that has every member there is.</summary>
    public static TheoryData<string> Places => [.. PlacesOf(Read(Full), "").Select(place => place.Path)];

    [Theory]
    [MemberData(nameof(Captured))]
    public void Nothing_is_wrong_with_what_an_engine_made(string name) => Check(Read(name)).Should().BeEmpty();

    [Theory]
    [MemberData(nameof(Places))]
    public void A_value_of_the_wrong_kind_is_found_at_its_place(string path)
    {
        var document = Read(Full);
        var value = PlacesOf(document, "").Single(place => place.Path == path).Value;
        var wrong = value.Kind == JsonKind.Number ? "\"x\"" : "1";
        var text = document.Text!.Bytes;
        byte[] changed = [.. text[..value.Start], .. Encoding.UTF8.GetBytes(wrong), .. text[value.End..]];
        var place = ((JsonFormatException)value.Error("")).Line + ":" + ((JsonFormatException)value.Error("")).Column;

        Check((JsonObject)JsonText.Parse(changed, "config.json")).Where(finding => finding.Severity == Severity.Error)
            .Select(finding => $"{finding.Line}:{finding.Column}").Should().Contain(place);
    }

    [Theory]
    [InlineData("^{'root':{'path':'r'}}", "missing member \"ociVersion\"")]
    [InlineData("^{'ociVersion':'1.0.2'}", "missing member \"root\"")]
    [InlineData("{'ociVersion':'1.0.2','root':^{}}", "missing member \"path\"")]
    [InlineData("{'ociVersion':^'1.0','root':{'path':'r'}}", "invalid version \"1.0\": want a semantic version such as 1.3.0")]
    [InlineData("{'ociVersion':^'1.02.0','root':{'path':'r'}}", "invalid version \"1.02.0\": want a semantic version such as 1.3.0")]
    [InlineData("{'ociVersion':'1.0.2-dev','root':{'path':'r'},'hostname':^'h'}", "\"hostname\" needs a uts namespace")]
    [InlineData("^{'args':['sh']}", "missing member \"cwd\"")]
    [InlineData("{'cwd':'/','args':^[]}", "\"args\" must name a program")]
    public void A_document_lacks_nothing_that_must_be_there(string document, string finding) => ShouldFind(document, finding);

    [Theory]
    [InlineData("'user':^{'uid':1}", "missing member \"gid\"")]
    [InlineData("'env':['A=1',^'B']", "invalid variable: want NAME=value")]
    [InlineData("'env':['A=1',^'A=2']", "warning the variable A is set twice: programs differ in which value they use")]
    [InlineData("'rlimits':[{'type':'RLIMIT_NOFILE','soft':^2,'hard':1}]", "the soft limit is above the hard limit")]
    [InlineData("'rlimits':[{'type':^'NOFILE','soft':1,'hard':1}]", "\"type\" must be one of RLIMIT_AS, *, not \"NOFILE\"*")]
    [InlineData("'rlimits':[{'type':'RLIMIT_CPU','soft':1,'hard':1},{'type':^'RLIMIT_CPU','soft':1,'hard':1}]", "duplicate limit of type RLIMIT_CPU")]
    [InlineData("'capabilities':{'bounding':[^'CAP_CHWON']}", "warning unknown capability \"CAP_CHWON\", did you mean \"CAP_CHOWN\"?")]
    [InlineData("'capabilities':{'effective':[^'CAP_KILL']}", "warning the kernel does not grant CAP_KILL here: it is not permitted")]
    [InlineData("'oomScoreAdj':^1001", "\"oomScoreAdj\" must be between -1000 and 1000")]
    [InlineData("'scheduler':{'policy':^'FIFO'}", "\"policy\" must be one of SCHED_OTHER, *, not \"FIFO\"*")]
    [InlineData("'ioPriority':{'class':'IOPRIO_CLASS_BE','priority':^8}", "\"priority\" must be between 0 and 7")]
    public void A_process_keeps_the_rules(string member, string finding) =>
        ShouldFind("{'cwd':'/','args':['x']," + member + "}", finding);

    [Theory]
    [InlineData("'mounts':[{'destination':^'a'}]", "warning a relative destination is deprecated: runtimes read it as relative to /")]
    [InlineData("'mounts':[^{'source':'a'}]", "missing member \"destination\"")]
    [InlineData("'mounts':[{'destination':'/a'},{'destination':^'/a'}]", "warning this mount covers another one at /a")]
    [InlineData("'mounts':[{'destination':'/a','uidMappings':^[{'containerID':0,'hostID':0,'size':1}]}]", "uidMappings and gidMappings must be given together")]
    [InlineData("'linux':{'namespaces':[{'type':^'net'}]}", "\"type\" must be one of pid, *, not \"net\"*")]
    [InlineData("'linux':{'namespaces':[{'type':'pid'},{'type':^'pid'}]}", "duplicate namespace of type pid")]
    [InlineData("'linux':{'namespaces':[{'type':'pid','path':^'x'}]}", "\"path\" must be an absolute path")]
    [InlineData("'linux':{'uidMappings':^[{'containerID':0,'hostID':0,'size':1}]}", "\"uidMappings\" needs a user namespace")]
    [InlineData("'linux':{'timeOffsets':^{'boottime':{'secs':1}}}", "time offsets need a time namespace")]
    [InlineData("'linux':{'devices':[^{'path':'/d','type':'c','major':1}]}", "missing member \"minor\"")]
    [InlineData("'linux':{'devices':[{'path':^'d','type':'p'}]}", "\"path\" must be an absolute path")]
    [InlineData("'linux':{'devices':[{'path':'/d','type':'p'},{'path':^'/d','type':'p'}]}", "duplicate device at /d")]
    [InlineData("'linux':{'maskedPaths':['/a',^'b']}", "\"maskedPaths\" must have absolute paths only")]
    [InlineData("'linux':{'rootfsPropagation':^'public'}", "\"rootfsPropagation\" must be one of *, not \"public\"*")]
    [InlineData("'linux':{'resources':{'devices':[{'allow':true,'access':^'x'}]}}", "\"access\" must consist of r, w and m")]
    [InlineData("'linux':{'resources':{'memory':{'limit':2,'swap':^1}}}", "\"swap\" is memory and swap together: it cannot be less than \"limit\"")]
    [InlineData("'linux':{'resources':{'memory':{'swappiness':^101}}}", "\"swappiness\" must be between 0 and 100")]
    [InlineData("'linux':{'resources':{'hugepageLimits':[{'pageSize':'2MB','limit':1},{'pageSize':^'2MB','limit':1}]}}", "duplicate limit for pages of 2MB")]
    [InlineData("'linux':{'seccomp':{'defaultAction':^'ALLOW'}}", "\"defaultAction\" must be one of *, not \"ALLOW\"*")]
    [InlineData("'linux':{'seccomp':{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':^[],'action':'SCMP_ACT_LOG'}]}}", "\"names\" must name a system call")]
    [InlineData("'linux':{'seccomp':{'defaultAction':'SCMP_ACT_ERRNO','syscalls':[{'names':['a','socket'],'action':'SCMP_ACT_ALLOW'},^{'names':['socket'],'action':'SCMP_ACT_ERRNO'}]}}",
        "warning this entry changes the document, not the filter, for socket: another entry allows it whatever its arguments")]
    [InlineData("'linux':{'seccomp':{'defaultAction':'SCMP_ACT_ERRNO','syscalls':[^{'names':['socket'],'action':'SCMP_ACT_ERRNO','errnoRet':38},{'names':['socket'],'action':'SCMP_ACT_LOG'}]}}",
        "warning this entry changes the document, not the filter, for socket: another entry allows it whatever its arguments")]
    [InlineData("'linux':{'seccomp':{'defaultAction':'SCMP_ACT_ERRNO','syscalls':[^{'names':['socket'],'action':'SCMP_ACT_ERRNO'},{'names':['socket'],'action':'SCMP_ACT_LOG','args':[{'index':0,'value':1,'op':'SCMP_CMP_EQ'}]}]}}",
        "warning this entry changes the document, not the filter, for socket: another entry allows it for some arguments, and this one is the default action, which runtimes leave out")]
    [InlineData("'linux':{'seccomp':{'defaultAction':'SCMP_ACT_LOG','architectures':['SCMP_ARCH_X86'],'syscalls':[^{'names':['socket'],'action':'SCMP_ACT_ERRNO'},{'names':['socketcall'],'action':'SCMP_ACT_ALLOW'}]}}",
        "warning this entry changes the document, not the filter, for socket: another entry allows socketcall, by which programs of some architectures make it")]
    [InlineData("'hooks':{'poststop':[{'path':^'x'}]}", "\"path\" must be an absolute path")]
    [InlineData("'hooks':{'poststop':[{'path':'/x','timeout':^0}]}", "\"timeout\" must be between 1 and 2147483647")]
    [InlineData("'annotations':{^'':'x'}", "an annotation's name must not be empty")]
    [InlineData("'annotations':{'a':^1}", "\"a\" must be a string, not a number")]
    public void A_configuration_keeps_the_rules(string member, string finding) =>
        ShouldFind("{'ociVersion':'1.0.2','root':{'path':'rootfs'}," + member + "}", finding);

    [Theory]
    [InlineData("'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['socket'],'action':'SCMP_ACT_ERRNO'},{'names':['socket'],'action':'SCMP_ACT_ALLOW'}]")]
    [InlineData("'defaultAction':'SCMP_ACT_LOG','architectures':['SCMP_ARCH_ARM'],'syscalls':[{'names':['socket'],'action':'SCMP_ACT_ERRNO'},{'names':['socketcall'],'action':'SCMP_ACT_ALLOW'}]")]
    [InlineData("'defaultAction':'SCMP_ACT_ERRNO','syscalls':[{'names':['socket'],'action':'SCMP_ACT_ERRNO'},{'names':['bind'],'action':'SCMP_ACT_ALLOW'}]")]
    [InlineData("'defaultAction':'SCMP_ACT_ERRNO','syscalls':[{'names':['socket'],'action':'SCMP_ACT_ERRNO','errnoRet':38},{'names':['socket'],'action':'SCMP_ACT_ALLOW','args':[{'index':0,'value':1,'op':'SCMP_CMP_EQ'}]}]")]
    public void An_entry_that_denies_is_no_finding(string filter) =>
        Findings("{'ociVersion':'1.0.2','root':{'path':'rootfs'},'linux':{'seccomp':{" + filter + "}}}").Should().BeEmpty();

    [Fact]
    public void All_that_is_wrong_is_found() =>
        Findings("{'ociVersion':1,'root':{'path':2},'process':{'cwd':'x'},'mounts':3}").Should().Equal(
            "1:15 \"ociVersion\" must be a string, not a number",
            "1:32 \"path\" must be a string, not a number",
            "1:45 missing member \"args\"",
            "1:52 \"cwd\" must be an absolute path",
            "1:66 \"mounts\" must be a list, not a number");

    // A caret stands before the place.
    private static void ShouldFind(string document, string finding)
    {
        var column = document.IndexOf('^', StringComparison.Ordinal) + 1;
        var isWarning = finding.StartsWith("warning ", StringComparison.Ordinal);
        var wanted = isWarning ? $"warning 1:{column} {finding["warning ".Length..]}" : $"1:{column} {finding}";
        Findings(document.Remove(column - 1, 1)).Should().ContainSingle().Which.Should().Match(wanted);
    }

    private static IEnumerable<string> Findings(string document) =>
        Check((JsonObject)JsonText.Parse(Encoding.UTF8.GetBytes(document.Replace('\'', '"')), "config.json"))
            .Select(finding => $"{(finding.Severity == Severity.Warning ? "warning " : "")}{finding.Line}:{finding.Column} {finding.Message}");

    private static ImmutableArray<Finding> Check(JsonObject document)
    {
        var findings = new Findings();
        new DocumentCheck(findings).Check(document);
        return findings.All;
    }

    private static JsonObject Read(string name) =>
        (JsonObject)JsonText.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "TestData", name)), "config.json");

    // Names of maps are data, and a list's items are looked at one by one up to the first that is wrong.
    private static IEnumerable<(string Path, JsonValue Value)> PlacesOf(JsonValue value, string path) => value switch
    {
        JsonObject json => json.Members.SelectMany(member => Place(member.Value, JsonPointer.Member(path, member.Name.AsText()))),
        JsonArray array => array.Items.SelectMany((item, i) => Place(item, JsonPointer.Item(path, i))),
        _ => [],
    };

    private static IEnumerable<(string Path, JsonValue Value)> Place(JsonValue value, string path) => [(path, value), .. PlacesOf(value, path)];
}
