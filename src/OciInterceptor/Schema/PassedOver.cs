using OciInterceptor.Json;
using OciInterceptor.Messages;

namespace OciInterceptor.Schema;

/// <summary>
/// What is passed over in a file of another program, as its own reader does: members that it does not know. One that differs from a known
/// member in letter case alone stays, and is refused: Go's reader takes it for that member.
/// </summary>
internal sealed class PassedOver(string reader)
{
    private readonly List<string> _notes = [];

    /// <summary>Each passed over member, with its place.</summary>
    internal ImmutableArray<string> Notes => [.. _notes];

    /// <summary>Whether a member is passed over, beside known ones. If so, that is noted.</summary>
    internal bool Take(JsonScalar name, ImmutableArray<Member> known)
    {
        var names = known.Map(static one => one.Name);
        if (names.Any(one => string.Equals(one, JsonName.Folded(name), StringComparison.OrdinalIgnoreCase)))
        {
            return false;
        }
        Note(name, $"the unknown member \"{name.AsText()}\" is ignored, as in {reader}{NearestName.Hint(name.AsText(), names)}");
        return true;
    }

    internal void Note(JsonValue at, string text) => _notes.Add(at.Error(text).Message);

    internal void Note(ObjectReader at, string text) => _notes.Add(at.Error(text).Message);
}
