using OciInterceptor.Rules.Paths;
using OciInterceptor.Schema;

namespace OciInterceptor.Rules.Namespaces;

/// <summary>A namespace that a policy adds.</summary>
/// <param name="Type">The runtime-spec's word for its type.</param>
/// <param name="Path">The host's file of the namespace to join; null to create one.</param>
internal sealed record AddedNamespace(string Type, string? Path)
{
    internal static readonly ImmutableArray<Member> Members =
    [
        new("type", NamespaceFacts.Types, "The namespace's type.", IsRequired: true),
        new("path", Shape.Text, "The host's file of the namespace to join; without it a new one is created."),
    ];

    internal static AddedNamespace Read(ObjectReader members) =>
        new(members.Word("type")!, members.Text("path") is { } path ? PolicyPath.OnHost(members, "path", path) : null);
}
