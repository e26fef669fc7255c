using System.Globalization;
using OciInterceptor.Json;
using OciInterceptor.Schema;
using OciInterceptor.Spec;

namespace OciInterceptor.Rules;

/// <summary>Sets the user and groups of the process.</summary>
internal sealed record UserRule : IProcessRule
{
    /// <summary>User ID inside the container; null to leave it.</summary>
    internal uint? Uid { get; init; }

    /// <summary>Group ID inside the container; null to leave it.</summary>
    internal uint? Gid { get; init; }

    /// <summary>All supplementary groups; default to leave them.</summary>
    internal ImmutableArray<uint> AdditionalGids { get; init; }

    internal static RuleType Type => new(
        "user",
        "Sets the user and the groups that the process runs as.",
        Read,
        new Member("uid", Shape.Integer, "User ID inside the container, from 0 to 4294967294."),
        new Member("gid", Shape.Integer, "Group ID inside the container, from 0 to 4294967294."),
        new Member("additionalGids", new Shape.ListOf(Shape.Integer), "All supplementary group IDs; an empty list for none."))
    {
        NeedsOneOf = ["uid", "gid", "additionalGids"],
    };

    public bool Grants => true;

    public Process Apply(Process process) => process.MapUser(user => user with
    {
        Uid = Uid ?? user.Uid,
        Gid = Gid ?? user.Gid,
        AdditionalGids = AdditionalGids.IsDefault || HaveNone(AdditionalGids, user.AdditionalGids) ? user.AdditionalGids : AdditionalGids,
    });

    // Missing, null and empty mean the same: keep what is there.
    private static bool HaveNone(ImmutableArray<uint> chosen, ImmutableArray<uint> current) => chosen.IsEmpty && current.IsDefaultOrEmpty;

    private static UserRule Read(ObjectReader members)
    {
        var rule = new UserRule
        {
            Uid = members.Raw("uid") is { } uid ? Id("uid", uid) : null,
            Gid = members.Raw("gid") is { } gid ? Id("gid", gid) : null,
            AdditionalGids = members.Has("additionalGids")
                ? members.Items("additionalGids").Map(item => Id("additionalGids", item))
                : default,
        };
        return rule is { Uid: null, Gid: null, AdditionalGids.IsDefault: true }
            ? throw members.Error("type", "a rule of type user needs uid, gid or additionalGids")
            : rule;
    }

    // The kernel reads the largest number as "no ID" (chown(2)).
    private static uint Id(string name, JsonValue value) =>
        value is JsonScalar { Kind: JsonKind.Number } number
        && uint.TryParse(number.Token, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        && id != uint.MaxValue
            ? id
            : throw value.Error($"{name} must be an ID from 0 to 4294967294");
}
