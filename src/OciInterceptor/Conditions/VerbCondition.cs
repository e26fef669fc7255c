using OciInterceptor.Messages;
using OciInterceptor.Schema;

namespace OciInterceptor.Conditions;

/// <summary>Holds when the runtime's verb matches.</summary>
internal static class VerbCondition
{
    private static readonly ImmutableArray<string> _verbs = ["create", "run", "restore", "exec"];

    // An engine uses either create or run for all of its containers.
    internal static ConditionType Type => TextCondition.Type(
        "verb",
        Controller.Engine,
        "Globs for the runtime's verb: create, run, restore, exec.",
        static subject => [subject.Verb],
        Problem,
        usual: ["create", "run"]) with
    {
        IsAboutVerb = true,
    };

    private static string? Problem(string pattern) => _verbs.Any(new Glob(pattern).Matches)
        ? null
        : $"invalid verb \"{pattern}\": want one of {string.Join(", ", _verbs)}{NearestName.Hint(pattern, _verbs)}";
}
