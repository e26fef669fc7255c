using OciInterceptor.Json;
using OciInterceptor.Schema;
using OciInterceptor.Spec.Facts;

namespace OciInterceptor.Rules.Limits;

/// <summary>Reads the values of limits, each with the bounds of the kernel or the runtime.</summary>
internal static class LimitReading
{
    /// <summary>Bytes, more than 0, or -1 for no limit.</summary>
    internal static JsonValue BytesOrUnlimited(ObjectReader members, string name) =>
        members.Raw(name) is JsonScalar { Kind: JsonKind.Number } number && number.Token.SequenceEqual("-1"u8)
            ? JsonScalar.OfNumber(-1L)
            : JsonScalar.OfNumber(members.Size(name) is > 0 and var size
                ? size
                : throw members.Error(name, $"{name} must be more than 0, or -1 for no limit"));

    /// <summary>Bytes, 0 or more.</summary>
    internal static JsonValue Bytes(ObjectReader members, string name) => JsonScalar.OfNumber(members.Size(name)!.Value);

    /// <summary>A whole number within bounds.</summary>
    internal static Func<ObjectReader, string, JsonValue> Whole(long least, long most) => (members, name) =>
    {
        var number = members.Number<long>(name)!.Value;
        return number >= least && number <= most
            ? JsonScalar.OfNumber(number)
            : throw members.Error(name, $"{name} must be from {least} to {most}");
    };

    /// <summary>A whole number from a least to a greatest one, or -1 for no limit.</summary>
    internal static Func<ObjectReader, string, JsonValue> WholeOrUnlimited(long least, long most = long.MaxValue) => (members, name) =>
    {
        var number = members.Number<long>(name)!.Value;
        return number == -1 || (number >= least && number <= most)
            ? JsonScalar.OfNumber(number)
            : throw members.Error(name, $"{name} must be {(number > most ? $"at most {most}" : $"at least {least}")}, or -1 for no limit");
    };

    internal static JsonValue Flag(ObjectReader members, string name) => JsonScalar.Of(members.Flag(name));

    internal static JsonValue Name(ObjectReader members, string name) =>
        members.Text(name) is { Length: > 0 } text ? JsonScalar.Of(text) : throw members.Error(name, $"{name} must not be empty");

    /// <summary>Numbers and ranges, as in the kernel's lists of CPUs and memory nodes: "0-3,7".</summary>
    internal static JsonValue Numbers(ObjectReader members, string name)
    {
        var text = members.Text(name)!;
        return NumberList.IsList(text, uint.MaxValue) ? JsonScalar.Of(text) : throw members.Error(name, $"{name} must be a list such as \"0-3,7\"");
    }

    /// <summary>A size of huge pages as the kernel names its files: "2MB".</summary>
    internal static JsonValue PageSize(ObjectReader members, string name)
    {
        var text = members.Text(name)!;
        return HugePageSize.IsOne(text) ? JsonScalar.Of(text) : throw members.Error(name, $"{name} must be a power of two such as \"2MB\" or \"1GB\"");
    }

    /// <summary>A file of cgroup v2 and what to write into it.</summary>
    internal static JsonValue CgroupFile(ObjectReader members, string name, JsonValue value) =>
        !Spec.Facts.CgroupFile.IsName(name) ? throw value.Error($"invalid cgroup file \"{name}\": want a name such as \"memory.high\"")
        : value is JsonScalar { Kind: JsonKind.String } text ? text
        : throw value.Error($"{name} must be a string");
}
