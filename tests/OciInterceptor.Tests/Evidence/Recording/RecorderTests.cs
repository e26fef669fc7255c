using System.Text;
using System.Text.Json.Nodes;
using OciInterceptor.Evidence;
using OciInterceptor.Evidence.Recording;
using OciInterceptor.Policy;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Call;
using OciInterceptor.Tests.Json;
using OciInterceptor.Tests.Policy;
using JsonObject = OciInterceptor.Json.JsonObject;

namespace OciInterceptor.Tests.Evidence.Recording;

/// <summary>A record of each call: its document and all that a policy could ask about it.</summary>
public sealed class RecorderTests : IDisposable
{
    private const string Id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const string Flags = "--oi-runtime-path /bin/sh --oi-env A=abc ";

    private readonly TemporaryDirectory _scratch = new();
    private readonly FakeHost _host = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void The_document_is_kept_in_its_own_bytes_with_the_call_and_its_result()
    {
        const string Document = "{ \"ociVersion\": \"1.2.0\",\n\t\"process\": {\"env\":[]}, \"x\": 1e3 }";

        var text = Recorded(Flags + "--root /var/run/docker/runtime-runc create --no-pivot --bundle /b ID", Document, null);

        text.Should().EndWith($",\"document\":{Document}}}\n");
        var record = JsonNode.Parse(text)!.AsObject();
        record.Select(member => member.Key).Should().Equal("record", "time", "verb", "containerId", "bundle", "noPivot", "engine", "policy", "result", "rules", "document");
        record["record"]!.GetValue<int>().Should().Be(1);
        record["time"]!.GetValue<string>().Should().MatchRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$");
        (Text(record, "verb"), Text(record, "containerId"), Text(record, "bundle"), Text(record, "engine"), Text(record, "result")).Should().Be(("create", "ID", "/b", "docker", "allowed"));
        record["noPivot"]!.GetValue<bool>().Should().BeTrue();
        Text(record, "policy").Should().MatchRegex("^sha256:[0-9a-f]{64}$");
        record["rules"]!.ToJsonString().Should().Be("""[{"name":"env","outcome":"Changed"}]""");
    }

    [Fact]
    public void A_document_that_no_rule_changed_has_no_rules_with_it() =>
        JsonNode.Parse(Recorded(Flags + "create ID", "{\"process\":{\"env\":[\"A=abc\"]}}", null))!["rules"]!.AsArray().Should().BeEmpty();

    [Theory]
    [InlineData(true, "{\"process\":{\"env\":1}}", "refused")]
    [InlineData(true, "{}", "failed")]
    [InlineData(false, "{}", "failed")]
    public void A_call_that_does_not_reach_the_runtime_is_recorded_with_the_reason(bool isJudged, string document, string result)
    {
        var record = JsonNode.Parse(Recorded(Flags + "create ID", document, "the reason", isJudged))!.AsObject();

        (Text(record, "result"), Text(record, "message")).Should().Be((result, "the reason"));
        record.ContainsKey("rules").Should().Be(isJudged);
    }

    [Fact]
    public void An_exec_has_no_bundle() =>
        JsonNode.Parse(Recorded(Flags + "exec --process P ID", "{\"args\":[\"sh\"]}", null, isJudged: false))!.AsObject().ContainsKey("bundle").Should().BeFalse();

    [Fact]
    public void What_Docker_recorded_is_kept_because_it_goes_with_the_container()
    {
        _host.Files[$"/var/lib/docker/containers/{Id}/config.v2.json"] = Encoding.UTF8.GetBytes("""{"ID":"@","Name":"/web","Config":{"Image":"nginx","Labels":{"team":"a","x":""}}}""".Replace("@", Id, StringComparison.Ordinal));
        _host.Files[$"/var/lib/docker/containers/{Id}/hostconfig.json"] = """{"CapAdd":["SYS_ADMIN"],"CapDrop":null,"Privileged":false}"""u8.ToArray();
        Docker().Should().Be("""{"name":"web","image":"nginx","labels":{"team":"a","x":""},"capAdd":["SYS_ADMIN"]}""");

        _host.Files[$"/var/lib/docker/containers/{Id}/hostconfig.json"] = """{"CapAdd":null,"CapDrop":["ALL"],"Privileged":true}"""u8.ToArray();
        Docker().Should().Be("""{"name":"web","image":"nginx","labels":{"team":"a","x":""},"capDrop":["ALL"],"privileged":true}""");
    }

    [Fact]
    public void A_call_is_recorded_without_a_file_of_Dockers_that_cannot_be_read()
    {
        _host.Files[$"/var/lib/docker/containers/{Id}/config.v2.json"] = "{"u8.ToArray();

        Docker().Should().BeNull();
    }

    [Fact]
    public void Digests_replace_the_values_of_variables_by_choice()
    {
        const string Document = """{"process":{"env":["A=secret-1","secret-2",7],"args":["ENV=plain"]},"hooks":{"poststop":[{"path":"/x","Env":["B=secret-3="]}]},"annotations":{"env":"plain"}}""";

        Recorded(Flags + "create ID", Document, null).Should().Contain("secret-1").And.NotContain("\"redacted\"");
        var text = Recorded(Flags + "create ID", Document, null, redacts: true);

        text.Should().NotContain("secret-");
        var record = JsonNode.Parse(text)!;
        record["redacted"]!.GetValue<bool>().Should().BeTrue();
        record["document"]!.ToJsonString().Should().Be("{\"process\":{\"env\":[\"A=" + Hash("secret-1") + "\",\"" + Hash("secret-2") + "\",7],\"args\":[\"ENV=plain\"]},"
            + "\"hooks\":{\"poststop\":[{\"path\":\"/x\",\"Env\":[\"B=" + Hash("secret-3=") + "\"]}]},\"annotations\":{\"env\":\"plain\"}}");
    }

    [Fact]
    public void Without_the_setting_there_is_no_recorder() => Recorder.For(new PolicySettings(), new Log()).Should().BeNull();

    /// <summary>Law 5: evidence fails open.</summary>
    [Fact]
    public void A_record_that_cannot_be_written_is_told_to_the_log()
    {
        var log = new ListeningLog();
        var call = RawArguments.Of(Flags + "create ID").Call;

        Recorder.For(new PolicySettings { Recorder = new RecorderSettings(_scratch.File("file")) }, log, _host)!
            .Write(call, call.FindRuntime(), EffectivePolicy.OfFlags(call.Options), (JsonObject)Sample.Value("{}"), null, null);

        log.Lost.Should().Equal("a record");
    }

    [Fact]
    public void The_bounds_of_the_settings_hold()
    {
        var call = RawArguments.Of(Flags + "create ID").Call;
        var settings = new PolicySettings { Recorder = new RecorderSettings(_scratch["record"]) { MaxCount = 2 } };
        for (var i = 0; i < 5; i++)
        {
            Recorder.For(settings, new Log(), _host)!.Write(call, call.FindRuntime(), EffectivePolicy.OfFlags(call.Options), (JsonObject)Sample.Value("{}"), null, null);
        }

        RecordDirectory.List(_scratch["record"]).Should().HaveCount(2);
    }

    private string? Docker() => JsonNode.Parse(Recorded(Flags + "create " + Id, "{}", null))!["docker"]?.ToJsonString();

    private string Recorded(string line, string document, string? error, bool isJudged = true, bool redacts = false)
    {
        var call = RawArguments.Of(line).Call;
        var policy = EffectivePolicy.OfFlags(call.Options, _host);
        var json = (JsonObject)Sample.Value(document);
        var verdict = isJudged ? policy.Apply(new RuntimeSpec(json), call.Verb, call.ContainerId!, _host) : null;
        using var directory = new TemporaryDirectory();
        Recorder.For(new PolicySettings { Recorder = new RecorderSettings(directory["record"]) { RedactsEnvironment = redacts } }, new Log(), _host)!
            .Write(call, call.FindRuntime(), policy, json, verdict, error);
        return File.ReadAllText(Directory.GetFiles(directory["record"], "*.json").Should().ContainSingle().Subject);
    }

    private static string? Text(JsonNode record, string name) => record[name]?.GetValue<string>();

    private static string Hash(string value) => $"sha256:{Sha256.Hex(Encoding.UTF8.GetBytes(value))}";

    private sealed class ListeningLog : Log
    {
        internal List<string> Lost { get; } = [];

        internal override void EvidenceLost(string what, Exception cause) => Lost.Add(what);
    }
}
