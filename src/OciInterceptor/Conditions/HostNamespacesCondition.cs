using OciInterceptor.Messages;
using OciInterceptor.Rules.Namespaces;
using OciInterceptor.Schema;

namespace OciInterceptor.Conditions;

/// <summary>Holds when a container shares a namespace of one of the given types with the host. An exec's document has no namespaces.</summary>
internal sealed record HostNamespacesCondition(ImmutableArray<string> Types) : ICondition
{
    internal static ConditionType Type => new(
        "hostNamespaces",
        Controller.EngineUser,
        new Shape.Filled(new Shape.ListOf(NamespaceFacts.Types)),
        "Kinds of namespaces: holds when the container shares one of them with the host.",
        Read)
    {
        NeedsConfiguration = true,
    };

    private static HostNamespacesCondition Read(ObjectReader when, string name)
    {
        var types = when.Texts(name);
        return types.FirstOrDefault(type => !NamespaceFacts.Types.Words.Contains(type)) is { } wrong
            ? throw when.Error(name, wrong, $"unknown namespace type \"{wrong}\"{NearestName.Hint(wrong, NamespaceFacts.Types.Words)}")
            : new HostNamespacesCondition(types);
    }

    public string? WhyNot(Subject subject) =>
        subject.Spec is { } spec && Types.Any(type => NamespaceFacts.IsShared(spec, type, subject.Host))
            ? null
            : $"no {string.Join(" or ", Types.AsSpan()!)} namespace is shared with the host";
}
