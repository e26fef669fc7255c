namespace Fuzz.Models;

/// <summary>A model of how a runtime reads a configuration.</summary>
internal interface IReader
{
    /// <summary>The value at a path of member names; null if the runtime sees none.</summary>
    ReferenceTree? Find(ReferenceTree configuration, params string[] path);

    /// <summary>The value of a name in a map, such as an annotation; null if the runtime sees none.</summary>
    string? Entry(ReferenceTree configuration, string[] map, string name);

    /// <summary>A string as the runtime has it; the spelling of a number, true or false.</summary>
    string? Text(ReferenceTree? value);

    /// <summary>The strings of an array.</summary>
    IEnumerable<string?> Texts(ReferenceTree configuration, params string[] path) =>
        Find(configuration, path)?.Items is { } items ? items.Select(Text) : [];

    /// <summary>The members of the objects in an array.</summary>
    IEnumerable<ReferenceTree?> Each(ReferenceTree configuration, string[] array, params string[] path) =>
        Find(configuration, array)?.Items is { } items ? items.Select(item => Find(item, path)) : [];
}
