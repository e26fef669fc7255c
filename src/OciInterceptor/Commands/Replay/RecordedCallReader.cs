using OciInterceptor.Commands.Testing;
using OciInterceptor.Evidence.Recording;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Validation;

namespace OciInterceptor.Commands.Replay;

/// <summary>Reads a <see cref="RecordedCall"/>: a record, or a bare document.</summary>
internal static class RecordedCallReader
{
    private const string Version = "record";
    private const int IdLength = 64;

    private static readonly ImmutableArray<Member> _members =
    [
        new(Version, Shape.Integer, "The version of the format.", IsRequired: true),
        new("time", Shape.Text, "When the call was made."),
        new("verb", Shape.Text, "The runtime's verb.", IsRequired: true),
        new("containerId", Shape.Text, "The container."),
        new("bundle", Shape.Text, "The bundle's directory."),
        new("noPivot", Shape.Flag, "Whether the call has --no-pivot."),
        new("engine", Shape.Text, "A guess of the engine."),
        new("docker", new Shape.Record(DescribedDocker.Members), "What Docker recorded of the container."),
        new("policy", Shape.Text, "The digest of the policy."),
        new("result", new Shape.Word("allowed", "refused", "failed"), "What became of the call."),
        new("message", Shape.Text, "Why it was refused."),
        new("rules", new Shape.ListOf(Shape.AnyObject), "What rules did."),
        new("redacted", Shape.Flag, "Whether the values of variables are digests."),
        new("document", Shape.AnyObject, "The document as the engine made it.", IsRequired: true),
    ];

    /// <exception cref="InterceptorException">It is neither a record nor a document; the message names the place.</exception>
    internal static RecordedCall Read(string name, byte[] content)
    {
        var value = JsonText.Parse(content, name);
        var json = value as JsonObject ?? throw value.Error("want a JSON object");
        return json.Entry(Version) is null ? Bare(name, json) : Record(name, json);
    }

    private static RecordedCall Record(string name, JsonObject json)
    {
        // A later version may have other members.
        if (json.Entry(Version) is not JsonScalar { Kind: JsonKind.Number } version || version.AsText() != "1")
        {
            throw json.Entry(Version)!.Error("unknown version of the record: want 1");
        }
        var members = new ObjectReader(json, _members, HostReader.NoHost);
        var (id, document) = (members.Text("containerId") ?? "", members.Object("document")!);
        return new RecordedCall(name, members.Text("verb")!, id, Checked(document))
        {
            Bundle = members.Text("bundle"),
            NoPivot = members.Flag("noPivot"),
            Engine = members.Text("engine"),
            DockerFiles = members.Record("docker", DescribedDocker.Members) is { } docker ? DescribedDocker.Read(docker, id) : [],
            Result = members.Word("result"),
            IsRedacted = members.Flag("redacted"),
        };
    }

    private static RecordedCall Bare(string name, JsonObject document) =>
        new(name, DocumentCheck.IsProcess(Checked(document)) ? "exec" : "create", IdOf(name, document), document);

    private static JsonObject Checked(JsonObject document) => DocumentCheck.IsConfiguration(document) || DocumentCheck.IsProcess(document)
        ? document
        : throw document.Error("neither a container's configuration nor a process document");

    // Docker's IDs are in the name of a snapshot by --oi-debug-name id, and in the path of the cgroup.
    private static string IdOf(string name, JsonObject document)
    {
        if (IsId(name[..Math.Min(name.Length, IdLength)]))
        {
            return name[..IdLength];
        }
        try
        {
            return new RuntimeSpec(document).Linux?.CgroupsPath is { Length: >= IdLength } path && IsId(path[^IdLength..]) ? path[^IdLength..] : "";
        }
        catch (InterceptorException)
        {
            return "";
        }
    }

    private static bool IsId(string text) => text.Length == IdLength && text.All(char.IsAsciiHexDigitLower);
}
