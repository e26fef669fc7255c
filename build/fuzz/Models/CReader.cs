namespace Fuzz.Models;

/// <summary>
/// A reader in C, such as crun's: the first of several names wins, letter case counts, and a NUL ends names and strings. Of half a
/// surrogate pair it makes a question mark, as yajl does.
/// </summary>
internal sealed class CReader : IReader
{
    public ReferenceTree? Find(ReferenceTree configuration, params string[] path)
    {
        ReferenceTree? value = configuration;
        foreach (var name in path)
        {
            value = value?.Members is { } members ? First(members, name) : null;
        }
        return value is { IsNull: true } ? null : value;
    }

    public string? Entry(ReferenceTree configuration, string[] map, string name) =>
        Find(configuration, map)?.Members is { } members && First(members, name) is { } value ? Text(value) : null;

    public string? Text(ReferenceTree? value) => value?.Text is null ? value?.Token : Cut(value.Token!);

    private static ReferenceTree? First(List<(string Name, ReferenceTree Value)> members, string name)
    {
        foreach (var (spelling, value) in members)
        {
            if (Cut(spelling) == name)
            {
                return value;
            }
        }
        return null;
    }

    private static string Cut(string token)
    {
        var text = ReferenceTree.Decode(token, "?");
        var end = text.IndexOf('\0', StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }
}
