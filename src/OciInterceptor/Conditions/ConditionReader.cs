using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Schema;

namespace OciInterceptor.Conditions;

/// <summary>Reads a rule's "when".</summary>
internal static class ConditionReader
{
    internal static readonly Shape When = new Shape.Named("when", () => new Shape.Filled(new Shape.Record(ConditionTypes.Members)));

    /// <summary>Reads the conditions of one object; all must hold.</summary>
    /// <exception cref="InterceptorException">A condition is malformed, or empty, so that it would hold always or never.</exception>
    internal static ICondition Read(ObjectReader when)
    {
        var conditions = ImmutableArray.CreateBuilder<ICondition>();
        foreach (var type in ConditionTypes.All)
        {
            if (when.IsPresent(type.Name))
            {
                conditions.Add(Read(when, type));
            }
        }
        return conditions.Count == 0 ? throw when.Error("want at least one condition") : new AllOf(conditions.DrainToImmutable());
    }

    private static ICondition Read(ObjectReader when, ConditionType type) => when.Raw(type.Name) switch
    {
        null or JsonObject { Members.IsEmpty: true } or JsonArray { Items.IsEmpty: true } => throw when.Error(type.Name, $"{type.Name} must not be empty"),
        _ when type.ControlledBy is null => type.Read(when, type.Name),
        _ => new TypedCondition(type, type.Read(when, type.Name)),
    };
}
