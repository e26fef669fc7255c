namespace OciInterceptor.Engines.Containerd;

/// <summary>Distributions of Kubernetes that have a containerd, and a runc, of their own, below a directory of their name (docs.k3s.io, docs.rke2.io).</summary>
internal static class KubernetesDistribution
{
    internal static ImmutableArray<string> Names => ["k3s", "rke2"];

    /// <summary>That of this machine. RKE2 is made of k3s, and keeps its name for /run/k3s.</summary>
    internal static string On(IMachine machine) => Names.LastOrDefault(name => machine.Status(ConfigurationOf(name)) is not null) ?? Names[0];

    /// <summary>The configuration of its containerd.</summary>
    internal static string ConfigurationOf(string name) => $"/var/lib/rancher/{name}/agent/etc/containerd/config.toml";
}
