using OciInterceptor.Conditions;
using OciInterceptor.Host;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Policy;
using OciInterceptor.Spec;
using OciInterceptor.Validation;

namespace OciInterceptor.Commands.Replay;

/// <summary>A call as it was recorded: by the recorder, or as a document of debug output alone.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Verb">The runtime's verb.</param>
/// <param name="ContainerId">Empty when unknown.</param>
/// <param name="Document">The document as the engine made it.</param>
internal sealed record RecordedCall(string Name, string Verb, string ContainerId, JsonObject Document)
{
    /// <summary>The directory of the bundle; null when unknown.</summary>
    internal string? Bundle { get; init; }

    internal bool NoPivot { get; init; }

    internal string? Engine { get; init; }

    /// <summary>What Docker recorded of the container: its files by their names; empty if nothing is known.</summary>
    internal ImmutableArray<KeyValuePair<string, Func<byte[]>>> DockerFiles { get; init; } = [];

    /// <summary>What became of the call: "allowed", "refused" or "failed"; null when unknown.</summary>
    internal string? Result { get; init; }

    /// <summary>Whether digests replace the values of its variables.</summary>
    internal bool IsRedacted { get; init; }

    internal bool IsExec => DocumentCheck.IsProcess(Document);

    /// <summary>What a policy decides about the call.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="host">The machine as the call would see it.</param>
    internal Verdict JudgedBy(EffectivePolicy policy, IHost host) => IsExec
        ? policy.Apply(new Process(Document), ContainerId, host)
        : policy.Apply(new RuntimeSpec(Document), Verb, ContainerId, host, NoPivot);

    /// <summary>The image, as conditions see it; null when unknown.</summary>
    internal string? Image(IHost host) => Ask(() => Facts.Image(SubjectOn(host)));

    /// <summary>A label of Docker's, or else the annotation of that name; null when it has neither.</summary>
    internal string? Label(string name, IHost host) =>
        Ask(() => DockerState.Find(SubjectOn(host))?.Label(name)) ?? Ask(() => SubjectOn(host).Spec?.Annotations?[name]);

    private Subject SubjectOn(IHost host)
    {
        var spec = IsExec ? null : new RuntimeSpec(Document);
        return new Subject(Verb, ContainerId, spec, spec?.Process, host);
    }

    private static string? Ask(Func<string?> question)
    {
        try
        {
            return question();
        }
        catch (InterceptorException)
        {
            return null;
        }
    }
}
