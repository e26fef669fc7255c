using OciInterceptor.Linux;
using OciInterceptor.Schema;
using OciInterceptor.Spec;

namespace OciInterceptor.Rules;

/// <summary>Sets the umask that the process starts with (umask(2)).</summary>
/// <param name="Value">The permission bits that new files do not get.</param>
internal sealed record UmaskRule(uint Value) : IProcessRule
{
    internal static RuleType Type => new(
        "umask",
        "Sets the umask that the process starts with.",
        static members => members.Mode("value") is { } value and <= Permissions.Access
            ? new UmaskRule(value)
            : throw members.Error("value", "value must be an octal string from \"0000\" to \"0777\""),
        new Member("value", new Shape.Plain("string", "an octal string", "^0*[0-7]{1,3}$"), "The mode bits that new files do not get: an octal string from \"0000\" to \"0777\".", IsRequired: true));

    public Process Apply(Process process) => process.MapUser(user => user with { Umask = Value });
}
