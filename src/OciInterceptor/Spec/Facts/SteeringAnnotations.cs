namespace OciInterceptor.Spec.Facts;

/// <summary>Annotations that runtimes obey: whoever may set one steers the runtime, past what the engine checks.</summary>
internal static class SteeringAnnotations
{
    // Of crun and its handlers (crun(1), krun(1)); of CRIU's configuration and of systemd units (runc, crun); of Kata Containers and gVisor.
    private static readonly ImmutableArray<string> _names =
        ["run.oci.", "krun.", "module.wasm.image/", "org.criu.", "org.systemd.property.", "io.katacontainers.config.", "dev.gvisor.flag.", "bundle"];

    /// <summary>Whether a runtime is known to obey it.</summary>
    internal static bool IsKnown(string name) => _names.Any(known => Matches(known, name));

    /// <summary>Whether the engine itself writes it, whatever the author says (containerd's and CRI-O's descriptions of a pod).</summary>
    internal static bool IsEngines(string name) => name.StartsWith("io.kubernetes.cri.", StringComparison.Ordinal) || name.StartsWith("io.kubernetes.cri-o.", StringComparison.Ordinal);

    /// <summary>Whether an entry of a features document means a name: one that ends with a dot means all that begin so (runtime-spec features.md).</summary>
    internal static bool Matches(string entry, string name) => entry is [.., '.' or '/'] ? name.StartsWith(entry, StringComparison.Ordinal) : name == entry;
}
