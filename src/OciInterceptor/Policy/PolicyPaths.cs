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

    /// <summary>The link that chooses a profile's runtime.</summary>
    internal string Runtime(string profile) => $"{Profiles}/{profile}.runtime";

    /// <summary>The directory with the records of what oi-install did.</summary>
    internal string Installed => $"{Root}/installed";
}
