using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Generate;

/// <summary>Makes config.json from settings: a pure function.</summary>
internal static class ConfigurationGenerator
{
    // Every runtime supports this version, and it has every member used here.
    private const string Version = "1.0.2";
    private const string DefaultHostname = "container";

    /// <exception cref="InterceptorException">The settings contradict one another.</exception>
    internal static JsonObject Of(ContainerSettings settings)
    {
        settings.Namespaces.Check();
        var hasName = settings.Namespaces.HasNew("uts");
        if (settings.Hostname is not null && !hasName)
        {
            throw new InterceptorException("a host name needs a uts namespace of the container's own");
        }
        return JsonBuilder.Object(
            ("ociVersion", JsonScalar.Of(Version)),
            ("process", ProcessGenerator.Of(settings)),
            ("root", JsonBuilder.Object(("path", JsonScalar.Of(settings.RootDirectory)), ("readonly", JsonScalar.True))),
            ("hostname", hasName ? JsonScalar.Of(settings.Hostname ?? DefaultHostname) : null),
            ("mounts", MountGenerator.Of(settings)),
            ("hooks", settings.Hooks),
            ("annotations", Map(settings.Annotations)),
            ("linux", LinuxGenerator.Of(settings)));
    }

    /// <summary>Names and values as an object; null when empty.</summary>
    internal static JsonObject? Map(ImmutableArray<(string Name, string Value)> entries) => entries.IsEmpty
        ? null
        : new JsonObject(entries.Select(entry => new JsonMember(JsonScalar.Of(entry.Name), JsonScalar.Of(entry.Value))).ToImmutableArray());
}
