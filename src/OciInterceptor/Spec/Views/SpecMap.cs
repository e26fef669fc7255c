using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Spec.Views;

/// <summary>A view of an object whose names are data (annotations, sysctls …): compared exactly, kept in their order.</summary>
/// <exception cref="InterceptorException">
/// From every member: a requested name is repeated, or could be read as another one. Runtimes differ in which member they take.
/// </exception>
internal abstract class SpecMap
{
    private protected SpecMap(JsonObject json) => Json = json;

    /// <summary>The object itself: the same instance as long as nothing in it has changed.</summary>
    internal JsonObject Json { get; }

    /// <summary>All names in their order.</summary>
    internal ImmutableArray<string> Names
    {
        get
        {
            var names = ImmutableArray.CreateBuilder<string>(Json.Members.Length);
            var seen = new HashSet<string>(Json.Members.Length);
            foreach (var member in Json.Members)
            {
                var name = member.Name.AsCText();
                names.Add(seen.Add(name) && !member.Name.IsMalformed ? name : throw JsonObject.Ambiguous(member.Name));
            }
            return names.MoveToImmutable();
        }
    }

    internal bool Contains(string name) => Json.Entry(name) is not null;
}
