using System.Globalization;
using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Schema;
using OciInterceptor.Spec;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Limits;

/// <summary>A resource limit as a policy names it (getrlimit(2)).</summary>
/// <param name="Type">RLIMIT_NOFILE …</param>
/// <param name="Soft">The limit in force; <see cref="ulong.MaxValue"/> for none.</param>
/// <param name="Hard">How far the process may raise it; <see cref="ulong.MaxValue"/> for no bound.</param>
internal sealed record RlimitSetting(string Type, ulong Soft, ulong Hard)
{
    private const string Unlimited = "unlimited";

    private static readonly Shape _number = new Shape.Either(Shape.Integer, new Shape.Word(Unlimited));

    private static readonly ImmutableArray<Member> _members =
    [
        new("soft", _number, "The limit in force, in the resource's unit, or \"unlimited\".", IsRequired: true),
        new("hard", _number, "How far the process may raise it, or \"unlimited\".", IsRequired: true),
    ];

    /// <summary>RLIMIT_NAME → {soft, hard}, or one number for both.</summary>
    internal static Shape Map { get; } = new Shape.MapOf(new Shape.Either(new Shape.Record(_members), _number));

    internal PosixRlimit Entry => new PosixRlimit(JsonObject.Empty) with { Type = Type, Hard = Hard, Soft = Soft };

    internal static ImmutableArray<RlimitSetting> Read(ObjectReader members, string name) =>
        members.Entries(name).Map(entry => Read(members, entry.Key, entry.Value));

    private static RlimitSetting Read(ObjectReader members, string type, JsonValue value)
    {
        if (!RlimitNames.All.Contains(type))
        {
            var meant = type.StartsWith("RLIMIT_", StringComparison.OrdinalIgnoreCase) ? type : "RLIMIT_" + type;
            throw value.Error($"unknown resource limit \"{type}\"{NearestName.Hint(meant, RlimitNames.All)}");
        }
        if (value is not JsonObject json)
        {
            var both = Number(type, value);
            return new RlimitSetting(type, both, both);
        }
        var record = new ObjectReader(json, _members, members.Host);
        var limit = new RlimitSetting(type, Number("soft", record.Raw("soft")!), Number("hard", record.Raw("hard")!));
        return limit.Soft <= limit.Hard ? limit : throw record.Error("soft", $"the soft limit of {type} is above its hard limit");
    }

    private static ulong Number(string name, JsonValue value) => value switch
    {
        JsonScalar { Kind: JsonKind.Number } number
            when ulong.TryParse(number.Token, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) => limit,
        JsonScalar { Kind: JsonKind.String } word when word.AsText() == Unlimited => ulong.MaxValue,
        _ => throw value.Error($"{name} must be a whole number or \"{Unlimited}\""),
    };
}
