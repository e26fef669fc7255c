using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Schema;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Commands.Testing;

/// <summary>What Docker recorded of a test's container: its files config.v2.json and hostconfig.json (moby, container/container.go), as far as policies ask for it.</summary>
internal static class DescribedDocker
{
    /// <summary>The members of "docker".</summary>
    internal static ImmutableArray<Member> Members { get; } =
    [
        new("name", Shape.Text, "The container's name."),
        new("image", Shape.Text, "The image as it was named."),
        new("labels", Shape.TextMap, "The container's labels."),
        new("capAdd", Shape.Texts, "What was asked for by --cap-add."),
        new("capDrop", Shape.Texts, "What was asked for by --cap-drop."),
        new("privileged", Shape.Flag, "Whether --privileged was asked for."),
    ];

    /// <summary>The two files by path, below the directory that dockerd has without a setting.</summary>
    /// <exception cref="InterceptorException">A capability is unknown; the message names the place.</exception>
    internal static ImmutableArray<KeyValuePair<string, Func<byte[]>>> Read(ObjectReader docker, string containerId)
    {
        var host = JsonBuilder.Object(("Privileged", JsonScalar.Of(docker.Flag("privileged"))), ("CapAdd", Capabilities(docker, "capAdd")), ("CapDrop", Capabilities(docker, "capDrop")));
        var config = JsonBuilder.Object(
            ("ID", JsonScalar.Of(containerId)),
            ("Name", JsonBuilder.Text(docker.Text("name") is { } name ? $"/{name}" : null)),
            ("Config", JsonBuilder.Object(("Image", JsonBuilder.Text(docker.Text("image"))), ("Labels", docker.Object("labels")))));
        return [File("config.v2.json", config), File("hostconfig.json", host)];

        KeyValuePair<string, Func<byte[]>> File(string name, JsonObject content) =>
            KeyValuePair.Create($"/var/lib/docker/containers/{containerId}/{name}", (Func<byte[]>)(() => JsonBuilder.Line(content).ToArray()));
    }

    // Docker also takes ALL, which the kernel has no capability for.
    private static JsonArray Capabilities(ObjectReader docker, string member) => JsonBuilder.Texts(docker.Texts(member).Map(name =>
        CapabilityNames.Canonical(name) is "CAP_ALL" ? "ALL" : CapabilityNames.Known(name) ?? throw docker.Error(member, name, CapabilityNames.Unknown(name))));
}
