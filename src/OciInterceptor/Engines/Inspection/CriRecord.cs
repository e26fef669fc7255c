using OciInterceptor.Engines.Running;
using OciInterceptor.Json;

namespace OciInterceptor.Engines.Inspection;

/// <summary>
/// What containerd's CRI plugin and CRI-O have recorded in a container's annotations: its name, its pod, and its image. What the pod
/// asked for beyond that they keep to themselves.
/// </summary>
internal static class CriRecord
{
    /// <summary>The record; null if the container is not a pod's.</summary>
    /// <exception cref="Messages.InterceptorException">An annotation is there twice.</exception>
    internal static EngineRecord? Find(JsonObject document)
    {
        var annotations = new RecordMembers(document).Below("annotations");
        var kind = First(annotations, "io.kubernetes.cri.container-type", "io.kubernetes.cri-o.ContainerType");
        var sandbox = First(annotations, "io.kubernetes.cri.sandbox-name", "io.kubernetes.pod.name");
        if (kind is null && sandbox is null)
        {
            return null;
        }
        var pod = sandbox ?? "?";
        var space = First(annotations, "io.kubernetes.cri.sandbox-namespace", "io.kubernetes.pod.namespace") ?? "?";
        var name = First(annotations, "io.kubernetes.cri.container-name", "io.kubernetes.container.name");
        return new EngineRecord("annotations of config.json")
        {
            Name = kind == "sandbox" ? $"{space}/{pod}" : $"{space}/{pod}/{name ?? "?"}",
            Image = First(annotations, "io.kubernetes.cri.image-name", "io.kubernetes.cri-o.ImageName"),
            Settings = new SettingColumn(),
        };
    }

    private static string? First(RecordMembers annotations, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (annotations.Text(name) is { } value)
            {
                return value;
            }
        }
        return null;
    }
}
