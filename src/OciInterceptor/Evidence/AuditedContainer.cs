using OciInterceptor.Call;
using OciInterceptor.Call.Arguments;
using OciInterceptor.Conditions;
using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Spec;

namespace OciInterceptor.Evidence;

/// <summary>What the audit trail says about the container of a call besides its ID: what reports are grouped by. What cannot be determined is left out.</summary>
internal sealed class AuditedContainer
{
    /// <summary>The most bytes of all labels together, as they are spelled: a container's author writes them.</summary>
    internal const int MaxLabels = 4 << 10;

    private AuditedContainer(Subject subject)
    {
        var docker = Known(() => DockerState.Find(subject, DockerState.EvidenceLimit));
        Image = Known(() => Facts.Image(subject, docker));
        Namespace = Known(() => Facts.Find("pod.namespace")!.Value(subject, ""));
        (Labels, LabelsLeftOut) = Fitting(Known(() => docker?.Labels) ?? JsonObject.Empty);
    }

    internal string? Image { get; }

    /// <summary>The namespace of the pod.</summary>
    internal string? Namespace { get; }

    /// <summary>Those of a container of Docker's, without secrets, as far as there is room.</summary>
    internal JsonObject Labels { get; }

    internal int LabelsLeftOut { get; }

    /// <param name="call">The call.</param>
    /// <param name="document">Its document; null if that could not be read.</param>
    internal static AuditedContainer Of(RuntimeCall call, JsonObject? document)
    {
        var spec = document is null || call.Document != DocumentKind.Configuration ? null : new RuntimeSpec(document);
        return Of(new Subject(call.Verb, call.ContainerId ?? "", spec, null, new LinuxHost()));
    }

    internal static AuditedContainer Of(Subject subject) => new(subject);

    private static (JsonObject Labels, int LeftOut) Fitting(JsonObject labels)
    {
        var room = MaxLabels;
        var kept = ImmutableArray.CreateBuilder<JsonMember>(0);
        foreach (var label in labels.Members)
        {
            // What has no room is not looked at either: there may be tens of thousands.
            if (label.Value is not JsonScalar { Kind: JsonKind.String } text || label.Name.Token.Length + text.Token.Length > room)
            {
                continue;
            }
            var told = (JsonObject)Redaction.Of(new JsonObject([label]));
            if (JsonBuilder.Line(told).Length is var length && length <= room)
            {
                room -= length;
                kept.Add(told.Members[0]);
            }
        }
        return (new JsonObject(kept.ToImmutable()), labels.Members.Length - kept.Count);
    }

    // Evidence does not stop a container.
    private static T? Known<T>(Func<T?> ask)
        where T : class
    {
        try
        {
            return ask();
        }
        catch (InterceptorException)
        {
            return null;
        }
    }
}
