using OciInterceptor.Schema;

namespace OciInterceptor.Conditions;

/// <summary>Holds on a kernel of some versions (uname(2)).</summary>
/// <param name="From">The first version for which it holds; null for any.</param>
/// <param name="Below">The first version for which it no longer holds; null for none.</param>
internal sealed record KernelCondition(Version? From, Version? Below) : ICondition
{
    private static readonly ImmutableArray<Member> _members =
    [
        new("from", Shape.Text, "The first version for which it holds, such as \"5.12\"."),
        new("below", Shape.Text, "The first version for which it no longer holds."),
    ];

    internal static ConditionType Type => new(
        "kernel",
        Controller.Operator,
        new Shape.Filled(new Shape.Record(_members)),
        "Versions of the host's kernel.",
        static (when, name) => Read(when.Record(name, _members)!));

    public bool HoldsByDefault => true;

    public string? WhyNot(Subject subject) =>
        (From is null || subject.Host.Kernel >= From) && (Below is null || subject.Host.Kernel < Below) ? null
        : $"the kernel is {subject.Host.Kernel}, not {string.Join(" and ", ((string[])[$"from {From}", $"below {Below}"]).Where(limit => !limit.EndsWith(' ')))}";

    private static KernelCondition Read(ObjectReader members)
    {
        var (from, below) = (Read(members, "from"), Read(members, "below"));
        return from is not null && below is not null && from >= below
            ? throw members.Error("below", "\"below\" must be a later version than \"from\"")
            : new KernelCondition(from, below);
    }

    private static Version? Read(ObjectReader members, string name) => members.Text(name) is not { } text ? null
        : Version.TryParse(text.Length > 0 && text.All(char.IsAsciiDigit) ? $"{text}.0" : text, out var version) ? version
        : throw members.Error(name, $"{name} must be a version such as \"5.12\", not \"{text}\"");
}
