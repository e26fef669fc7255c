using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Conditions;

/// <summary>What dockerd recorded of a container in its own directory, config.v2.json and hostconfig.json (moby, container/container.go).</summary>
internal sealed class DockerState
{
    private const string DefaultRoot = "/var/lib/docker";
    private const string Configuration = "/etc/docker/daemon.json";
    private const string State = "config.v2.json";
    private const int IdLength = 64;

    /// <summary>
    /// The most bytes of a file that evidence reads, of which an image's author decides by labels: evidence comes when the call can no
    /// longer begin anew with more memory. Docker's own are a few KiB.
    /// </summary>
    internal const int EvidenceLimit = 256 << 10;

    private readonly JsonObject _json;
    private readonly Subject _subject;

    private readonly int _limit;

    private DockerState(JsonObject json, Subject subject, int limit) => (_json, _subject, _limit) = (json, subject, limit);

    /// <summary>The container's name, without the slash before it.</summary>
    internal string? Name => Text(_json, "Name") is { } name ? name.TrimStart('/') : null;

    /// <summary>The image as it was named when the container was made.</summary>
    internal string? Image => Text(_json.Entry("Config") as JsonObject, "Image");

    /// <summary>All labels; null without any.</summary>
    internal JsonObject? Labels => (_json.Entry("Config") as JsonObject)?.Entry("Labels") as JsonObject;

    internal string? Label(string name) => Text(Labels, name);

    /// <summary>What was asked for by --cap-add, --cap-drop and --privileged (moby, api/types/container/hostconfig.go).</summary>
    /// <exception cref="InterceptorException">The file cannot be read or trusted, or is another one.</exception>
    internal CapabilityRequest Capabilities
    {
        get
        {
            var host = HostConfiguration;
            var (added, dropped) = (Names(host, "CapAdd"), Names(host, "CapDrop"));
            // "Capabilities", the whole list, is Docker 19.03's.
            return IsTrue(host, "Privileged") || host.Entry("Capabilities") is JsonArray || added.Contains("CAP_ALL") || dropped.Contains("CAP_ALL")
                ? CapabilityRequest.Whole
                : new CapabilityRequest(added, dropped, false);
        }
    }

    /// <summary>Everything that a policy can ask of it, in the members by which a test describes it.</summary>
    /// <exception cref="InterceptorException">As for <see cref="Capabilities"/>.</exception>
    internal JsonObject Description
    {
        get
        {
            var host = HostConfiguration;
            return JsonBuilder.Object(
                ("name", JsonBuilder.Text(Name)),
                ("image", JsonBuilder.Text(Image)),
                ("labels", Labels),
                ("capAdd", host.Entry("CapAdd") as JsonArray),
                ("capDrop", host.Entry("CapDrop") as JsonArray),
                ("privileged", Capabilities.IsWhole ? JsonScalar.True : null));
        }
    }

    /// <exception cref="InterceptorException">The container is not Docker's, or its file cannot be read or trusted.</exception>
    internal static DockerState Of(Subject subject) =>
        Find(subject) ?? throw new InterceptorException(subject.ContainerId.Length == 0
            ? "cannot find the container in Docker's state: its ID is unknown"
            : $"cannot find the container \"{subject.ContainerId}\" in Docker's state: want {FileOf(subject, State)}");

    /// <summary>The record of the call's container; null if it is not one of Docker's.</summary>
    /// <exception cref="InterceptorException">Its file cannot be read or trusted, or has more bytes than <paramref name="limit"/>.</exception>
    internal static DockerState? Find(Subject subject, int limit = IHost.MaxFileSize)
    {
        // Docker's IDs are random and in hexadecimal; no other becomes part of a path.
        if (subject.ContainerId.Length != IdLength || !subject.ContainerId.All(char.IsAsciiHexDigitLower))
        {
            return null;
        }
        var path = FileOf(subject, State);
        return !subject.Host.Exists(path) ? null
            : JsonText.Parse(subject.Host.TrustedFile(path, limit), path) is JsonObject json && Text(json, "ID") == subject.ContainerId ? new DockerState(json, subject, limit)
            : throw new InterceptorException($"{path} does not describe the container {subject.ContainerId}");
    }

    private JsonObject HostConfiguration
    {
        get
        {
            var path = FileOf(_subject, "hostconfig.json");
            return JsonText.Parse(_subject.Host.TrustedFile(path, _limit), path) as JsonObject ?? throw new InterceptorException($"{path} must be a JSON object");
        }
    }

    private static string FileOf(Subject subject, string name) => $"{Root(subject)}/containers/{subject.ContainerId}/{name}";

    private static string Root(Subject subject) =>
        subject.Host.Exists(Configuration) && JsonText.Parse(DaemonText.Of(subject.Host.TrustedFile(Configuration)), Configuration) is JsonObject daemon
            ? Text(daemon, "data-root") ?? DefaultRoot
            : DefaultRoot;

    private static bool IsTrue(JsonObject json, string member) => json.Entry(member) is { Kind: not (JsonKind.True or JsonKind.False or JsonKind.Null) } other
        ? throw other.Error($"{member} must be true or false")
        : json.Entry(member) is { Kind: JsonKind.True };

    // dockerd has checked the names; until 20.10 it recorded them as they were given.
    private static ImmutableArray<string> Names(JsonObject json, string member) => json.Entry(member) switch
    {
        null or { Kind: JsonKind.Null } => [],
        JsonArray list => list.Items.Map(item => item is JsonScalar { Kind: JsonKind.String } name
            ? CapabilityNames.Canonical(name.AsText())
            : throw item.Error($"{member} must be a list of strings")),
        var other => throw other.Error($"{member} must be a list of strings"),
    };

    private static string? Text(JsonObject? json, string name) => JsonScalar.TextOf(json?.Entry(name));
}
