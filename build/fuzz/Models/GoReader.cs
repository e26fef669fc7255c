namespace Fuzz.Models;

/// <summary>
/// Go's encoding/json, filling structs: a name in any letter case (with Unicode's simple folding) is a field's, the last of several wins,
/// and objects of one name are filled one after another. The names of maps are compared exactly, and the last wins.
/// </summary>
internal sealed class GoReader : IReader
{
    public ReferenceTree? Find(ReferenceTree configuration, params string[] path)
    {
        ReferenceTree? value = configuration;
        foreach (var name in path)
        {
            value = value?.Members is { } members ? Field(members, name) : null;
        }
        return value;
    }

    public string? Entry(ReferenceTree configuration, string[] map, string name)
    {
        string? last = null;
        foreach (var (spelling, value) in Find(configuration, map)?.Members ?? [])
        {
            last = ReferenceTree.Decode(spelling) == name ? Text(value) : last;
        }
        return last;
    }

    public string? Text(ReferenceTree? value) => value?.Text ?? value?.Token;

    private static ReferenceTree? Field(List<(string Name, ReferenceTree Value)> members, string name)
    {
        ReferenceTree? found = null;
        var folded = Fold(name);
        foreach (var (spelling, value) in members)
        {
            if (Fold(ReferenceTree.Decode(spelling)) == folded)
            {
                found = (found?.Members, value) switch
                {
                    ({ } before, { Members: { } more }) => new ReferenceTree([.. before, .. more]),
                    (_, { IsNull: true }) => null,
                    (_, var last) => last,
                };
            }
        }
        return found;
    }

    private static string Fold(string name) => name.Replace('\u017F', 's').Replace('\u212A', 'k').ToLowerInvariant();
}
