using OciInterceptor.Messages;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Conditions;

/// <summary>All facts that a policy may name.</summary>
internal static class Facts
{
    internal static ImmutableArray<Fact> All { get; } =
    [
        new("container.id", Controller.Engine, static (subject, _) => subject.ContainerId is { Length: > 0 } id ? id : null),
        new("container.hostname", Controller.Author, static (subject, _) => subject.Spec?.Hostname) { NeedsConfiguration = true },
        new("container.name", Controller.Author, static (subject, _) => Annotation(subject, "io.kubernetes.cri.container-name", "io.kubernetes.container.name")) { NeedsConfiguration = true, Source = "annotation" },
        new("container.image", Controller.Author, static (subject, _) => Image(subject)) { NeedsConfiguration = true, Source = "annotation" },
        new("host.name", Controller.Operator, static (subject, _) => subject.Host.Name),
        new("annotation", Controller.Author, static (subject, name) => Annotation(subject, name)) { IsNamed = true, NeedsConfiguration = true },
        new("env", Controller.Author, Variable) { IsNamed = true },
        new("docker.name", Controller.EngineUser, static (subject, _) => DockerState.Of(subject).Name),
        new("docker.image", Controller.EngineUser, static (subject, _) => DockerState.Of(subject).Image),
        new("docker.label", Controller.Author, static (subject, name) => DockerState.Of(subject).Label(name)) { IsNamed = true },
        new("pod.name", Controller.Author, static (subject, _) => Annotation(subject, "io.kubernetes.cri.sandbox-name", "io.kubernetes.cri-o.KubeName", "io.kubernetes.pod.name")) { NeedsConfiguration = true, Source = "annotation" },
        new("pod.namespace", Controller.Author, static (subject, _) => Annotation(subject, "io.kubernetes.cri.sandbox-namespace", "io.kubernetes.cri-o.Namespace", "io.kubernetes.pod.namespace")) { NeedsConfiguration = true, Source = "annotation" },
        new("pod.uid", Controller.Author, static (subject, _) => Annotation(subject, "io.kubernetes.cri.sandbox-uid", "io.kubernetes.pod.uid")) { NeedsConfiguration = true, Source = "annotation" },
    ];

    internal static Fact? Find(string name) => All.FirstOrDefault(fact => fact.Name == name);

    /// <summary>
    /// The image as Docker recorded it; without a record what an annotation of a CRI says. The author can write that one under Podman,
    /// and under a Docker whose directory is unknown: nothing in a call tells a CRI's from theirs.
    /// </summary>
    internal static string? Image(Subject subject) => Image(subject, DockerState.Find(subject));

    /// <inheritdoc cref="Image(Subject)"/>
    internal static string? Image(Subject subject, DockerState? docker) =>
        docker is not null ? docker.Image : Annotation(subject, "io.kubernetes.cri.image-name", "io.kubernetes.cri-o.ImageName");

    // Engines write one of the names; whoever may write another one must not win with it.
    private static string? Annotation(Subject subject, params ReadOnlySpan<string> names)
    {
        string? value = null;
        foreach (var name in names)
        {
            var found = subject.Spec?.Annotations?[name];
            value = value is null || found is null || value == found ? value ?? found
                : throw new InterceptorException($"the annotation {name} and another annotation with the same meaning have different values");
        }
        return value;
    }

    private static string? Variable(Subject subject, string name)
    {
        var values = ProcessFacts.Values(subject.Process, name).ToImmutableArray();
        return values.Length > 1 ? throw new InterceptorException($"the variable {name} is set more than once: programs differ in which value they take")
            : values.IsEmpty ? null : values[0];
    }
}
