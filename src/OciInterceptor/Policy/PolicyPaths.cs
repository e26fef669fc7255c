namespace OciInterceptor.Policy;

/// <summary>Where policies are.</summary>
/// <param name="Root">The directory with config.json, conf.d and profiles.</param>
internal sealed record PolicyPaths(string Root)
{
    internal static PolicyPaths Default { get; } = new("/etc/oci-interceptor");

    internal string Config => $"{Root}/config.json";

    internal string Directory => $"{Root}/conf.d";

    internal string Profiles => $"{Root}/profiles";

    internal string Profile(string name) => $"{Profiles}/{name}.json";
}
