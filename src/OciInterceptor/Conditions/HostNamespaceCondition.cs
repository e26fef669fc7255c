using OciInterceptor.Messages;
using OciInterceptor.Rules.Namespaces;
using OciInterceptor.Schema;

namespace OciInterceptor.Conditions;

/// <summary>Holds when a container shares one of some kinds of namespaces with the host. Of an exec it cannot be told.</summary>
internal sealed record HostNamespaceCondition(ImmutableArray<string> Types) : ICondition
{
    // Who may use the engine chooses the namespaces, not who made the image.
    public bool IsAuthorControlled => false;

    internal static HostNamespaceCondition Read(ObjectReader when, string name)
    {
        var types = when.Texts(name);
        return types.FirstOrDefault(type => !NamespaceFacts.Types.Words.Contains(type)) is { } wrong
            ? throw when.Error(name, wrong, $"\"{wrong}\" is no kind of namespace{NearestName.Hint(wrong, NamespaceFacts.Types.Words)}")
            : new HostNamespaceCondition(types);
    }

    public string? WhyNot(Subject subject) =>
        subject.Spec is { } spec && Types.Any(type => NamespaceFacts.IsShared(spec, type, subject.Host))
            ? null
            : $"no {string.Join(" or ", Types.AsSpan()!)} namespace is shared with the host";
}
