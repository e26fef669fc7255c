using OciInterceptor.Json;
using OciInterceptor.Schema;

namespace OciInterceptor.Rules.Limits;

/// <summary>A single value.</summary>
internal sealed record LimitValue(string Name, string Help, Shape Form, Func<ObjectReader, string, JsonValue> Value, bool IsRequired = false)
    : Limit(Name, Help, IsRequired)
{
    /// <summary>Whether runtimes read 0 as no limit: engines write it where no limit is set.</summary>
    internal bool ZeroIsNone { get; init; }

    private protected override Shape Shape => Form;

    internal override JsonValue Read(ObjectReader members) => Value(members, Name);

    internal override JsonValue Merge(JsonValue? engine, JsonValue policy, bool isForced) =>
        engine is not null && !IsNone(engine) && !isForced ? engine : policy;

    private bool IsNone(JsonValue engine) => engine is JsonScalar scalar && scalar.Kind switch
    {
        JsonKind.Null => true,
        JsonKind.String => scalar.AsText().Length == 0,
        JsonKind.Number => ZeroIsNone && scalar.Token.SequenceEqual("0"u8),
        _ => false,
    };
}
