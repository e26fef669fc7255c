using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Schema;

namespace OciInterceptor.Rules.Limits;

/// <summary>A member of linux.resources: how a policy's value is read, and how it is merged into the engine's.</summary>
internal abstract record Limit(string Name, string Help, bool IsRequired = false)
{
    private Member? _declaration;

    /// <summary>How a policy declares it.</summary>
    internal Member Declaration => _declaration ??= new Member(Name, Shape, Help, IsRequired);

    private protected abstract Shape Shape { get; }

    /// <summary>A policy's value as runtimes read it. The member is there.</summary>
    /// <exception cref="InterceptorException">No runtime or kernel would take the value.</exception>
    internal abstract JsonValue Read(ObjectReader members);

    /// <summary>The merged value.</summary>
    /// <param name="engine">The engine's value; null for none.</param>
    /// <param name="policy">The result of <see cref="Read"/>.</param>
    /// <param name="isForced">Whether the policy's value replaces the engine's.</param>
    internal abstract JsonValue Merge(JsonValue? engine, JsonValue policy, bool isForced);
}
