using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Conditions;

/// <summary>What dockerd recorded of a container in its own directory, config.v2.json (moby, container/container.go).</summary>
internal sealed class DockerState
{
    private const string DefaultRoot = "/var/lib/docker";
    private const string Configuration = "/etc/docker/daemon.json";
    private const int IdLength = 64;

    private readonly JsonObject _json;

    private DockerState(JsonObject json) => _json = json;

    /// <summary>The container's name, without the slash before it.</summary>
    internal string? Name => Text(_json, "Name") is { } name ? name.TrimStart('/') : null;

    /// <summary>The image as it was named when the container was made.</summary>
    internal string? Image => Text(_json.Entry("Config") as JsonObject, "Image");

    internal string? Label(string name) => Text((_json.Entry("Config") as JsonObject)?.Entry("Labels") as JsonObject, name);

    /// <exception cref="InterceptorException">The container is not Docker's, or its file cannot be read or trusted.</exception>
    internal static DockerState Of(Subject subject) =>
        Find(subject) ?? throw new InterceptorException($"the container \"{subject.ContainerId}\" is not one of Docker's: want {FileOf(subject)}");

    /// <summary>The record of the call's container; null if it is not one of Docker's.</summary>
    /// <exception cref="InterceptorException">Its file cannot be read or trusted.</exception>
    internal static DockerState? Find(Subject subject)
    {
        // Docker's IDs are random and in hexadecimal; no other becomes part of a path.
        if (subject.ContainerId.Length != IdLength || !subject.ContainerId.All(char.IsAsciiHexDigitLower))
        {
            return null;
        }
        var path = FileOf(subject);
        return !subject.Host.Exists(path) ? null
            : JsonText.Parse(subject.Host.TrustedFile(path), path) is JsonObject json && Text(json, "ID") == subject.ContainerId ? new DockerState(json)
            : throw new InterceptorException($"{path} does not describe the container {subject.ContainerId}");
    }

    private static string FileOf(Subject subject) => $"{Root(subject)}/containers/{subject.ContainerId}/config.v2.json";

    private static string Root(Subject subject) =>
        subject.Host.Exists(Configuration) && JsonText.Parse(subject.Host.TrustedFile(Configuration), Configuration) is JsonObject daemon
            ? Text(daemon, "data-root") ?? DefaultRoot
            : DefaultRoot;

    private static string? Text(JsonObject? json, string name) => json?.Entry(name) is JsonScalar { Kind: JsonKind.String } text ? text.AsText() : null;
}
