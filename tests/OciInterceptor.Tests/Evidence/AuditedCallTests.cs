using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using OciInterceptor.Collections;
using OciInterceptor.Evidence;
using OciInterceptor.Policy;
using OciInterceptor.Spec;
using OciInterceptor.Tests.Call;
using OciInterceptor.Tests.Json;
using OciInterceptor.Tests.Policy;

namespace OciInterceptor.Tests.Evidence;

/// <summary>A line for each call, of what became of it and why.</summary>
public sealed class AuditedCallTests : IDisposable
{
    private const string Flags = "--oi-runtime-path /bin/sh --oi-env A=abc --oi-readonly-networking-mounts ";

    private readonly TemporaryDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_call_is_told_with_its_rules_and_without_values()
    {
        var line = Written(Flags + "--root /var/run/docker/runtime-runc create --bundle /b ID", "{\"process\":{\"env\":[]}}", null);

        line["time"]!.GetValue<string>().Should().MatchRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$");
        (Text(line["containerId"]), Text(line["verb"]), Text(line["document"]), Text(line["engine"]), Text(line["result"])).Should().Be(("ID", "create", "/b/config.json", "docker", "allowed"));
        line["policy"]!.GetValue<string>().Should().MatchRegex("^sha256:[0-9a-f]{64}$");
        line["message"].Should().BeNull();
        line["rules"]!.AsArray().Select(rule => $"{rule!["name"]} {rule["type"]} {rule["origin"]} {rule["outcome"]}").Should().Equal(
            "readonly-networking-mounts readonly-networking-mounts flags Unchanged", "env env flags Changed");
        line["rules"]![0]!["patch"].Should().BeNull();
        line["rules"]![1]!["patch"]!.ToJsonString().Should().Contain("A=sha256:").And.NotContain("abc");
    }

    [Theory]
    [InlineData(null, true, "allowed")]
    [InlineData("cannot write", true, "failed")]
    [InlineData("cannot read", false, "failed")]
    public void What_became_of_it_is_told(string? error, bool isJudged, string result)
    {
        var line = Written(Flags + "create ID", isJudged ? "{}" : null, error);

        (Text(line["result"]), Text(line["message"])).Should().Be((result, error));
        (line["rules"] is not null).Should().Be(isJudged);
    }

    [Fact]
    public void How_long_our_own_work_took_is_told() =>
        Written(Flags + "create ID", "{}", null)["microseconds"]!.GetValue<long>().Should().BeGreaterThan(0);

    [Fact]
    public void The_image_and_the_namespace_that_the_document_names_are_told()
    {
        const string Document = """{"annotations":{"io.kubernetes.cri.image-name":"web:1","io.kubernetes.cri.sandbox-namespace":"shop"}}""";

        var line = Written(Flags + "create ID", Document, null);
        (Text(line["image"]), Text(line["namespace"]), line["labels"]).Should().Be(("web:1", "shop", null));
        line = Written(Flags + "create ID", "{}", null, "other");
        (line["image"], line["namespace"]).Should().Be((null, null));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"process\":{\"env\":1}}")]
    public void A_shadow_that_cannot_be_evaluated_is_told(string document)
    {
        var policy = new EffectivePolicy(new PolicySettings(), EffectivePolicy.OfFlags(RawArguments.Of(Flags + "create ID").Options).Rules)
        {
            Shadows = [new Shadow("one", []) { Fault = "it is broken" }, new Shadow("two", [])],
        };

        var line = Written(Flags + "create ID", document, null, policy: policy);

        line["shadowFaults"]!.ToJsonString().Should().Be("""[{"shadow":"one","fault":"it is broken"}]""");
        Written(Flags + "create ID", document, null, "other")["shadowFaults"].Should().BeNull();
    }

    [Fact]
    public void A_refusal_is_told_with_its_reason()
    {
        var line = Written(Flags + "create ID", "{\"process\":{\"env\":1}}", "refused");

        (Text(line["result"]), Text(line["message"])).Should().Be(("refused", "refused"));
        line["rules"]![1]!["reason"]!.GetValue<string>().Should().NotBeEmpty();
    }

    [Fact]
    public void Without_a_target_there_is_none()
    {
        AuditTrail.For(new PolicySettings(), new Log()).Should().BeNull();
        AuditTrail.For(new PolicySettings { Audit = [] }, new Log()).Should().BeNull();
    }

    [Fact]
    public void Each_socket_gets_a_datagram_and_one_without_a_listener_is_told_to_the_log()
    {
        var log = new ListeningLog();
        using var journal = Listen("journal");
        using var syslog = Listen("syslog");
        var call = RawArguments.Of(Flags + "create ID").Call;
        var policy = EffectivePolicy.OfFlags(call.Options, new FakeHost());
        ImmutableArray<AuditTarget> targets =
        [
            new(AuditTargetKind.Journal, _scratch["nobody"]), new(AuditTargetKind.Journal, _scratch["journal"]), File(_scratch["audit"]),
            new(AuditTargetKind.Syslog, _scratch["syslog"]) { Facility = 10 },
        ];

        AuditTrail.For(new PolicySettings { Audit = targets }, log)!.Write(call, call.FindRuntime(), policy, null, null);

        log.Lost.Should().Equal($"an audit line for {_scratch["nobody"]}");
        var line = System.IO.File.ReadAllText(_scratch["audit"]).TrimEnd('\n');
        Received(journal).Should().StartWith("MESSAGE\n").And.Contain(line);
        // The call's result is "allowed": authpriv.info.
        Received(syslog).Should().StartWith("<86>").And.EndWith($": @cee: {line}");
        System.IO.File.Exists(_scratch["nobody"]).Should().BeFalse();
    }

    private Socket Listen(string name)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = (int)TimeLimit.OfAProgram.TotalMilliseconds };
        socket.Bind(new UnixDomainSocketEndPoint(_scratch[name]));
        return socket;
    }

    private static string Received(Socket socket)
    {
        var bytes = new byte[1 << 18];
        return Encoding.UTF8.GetString(bytes, 0, socket.Receive(bytes));
    }

    private static AuditTarget File(string path) => new(AuditTargetKind.File, path);

    /// <summary>Law 5: evidence fails open.</summary>
    [Fact]
    public void A_line_that_cannot_be_written_is_told_to_the_log()
    {
        var log = new ListeningLog();
        var call = RawArguments.Of(Flags + "create ID").Call;

        AuditTrail.For(new PolicySettings { Audit = [File(_scratch.Path), File(_scratch["audit"])] }, log)!.Write(call, call.FindRuntime(), EffectivePolicy.OfFlags(call.Options), null, null);

        log.Lost.Should().Equal($"an audit line for {_scratch.Path}");
        System.IO.File.ReadAllLines(_scratch["audit"]).Should().ContainSingle("the other target has it");
    }

    private JsonNode Written(string line, string? document, string? error, string file = "audit", EffectivePolicy? policy = null)
    {
        var call = RawArguments.Of(line).Call;
        policy ??= EffectivePolicy.OfFlags(call.Options, new FakeHost());
        var root = document is null ? null : (OciInterceptor.Json.JsonObject)Sample.Value(document);
        var verdict = root is null ? null : policy.Apply(new RuntimeSpec(root), call.Verb, call.ContainerId!, new FakeHost());
        AuditTrail.For(new PolicySettings { Audit = [File(_scratch[file])] }, new Log())!.Write(call, call.FindRuntime(), policy, verdict, error, root);
        return JsonNode.Parse(System.IO.File.ReadAllLines(_scratch[file]).Should().ContainSingle().Subject)!;
    }

    private static string? Text(JsonNode? node) => node?.GetValue<string>();

    private sealed class ListeningLog : Log
    {
        internal List<string> Lost { get; } = [];

        internal override void EvidenceLost(string what, Exception cause) => Lost.Add(what);
    }
}
