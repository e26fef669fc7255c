using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Spec.Views;

namespace OciInterceptor.Validation;

/// <summary>Collects what checks of a document find, each with a reference: a check cannot report without one.</summary>
internal sealed class SectionFindings(Findings all, Reference reference)
{
    internal int Count => all.Count;

    /// <summary>For what another section, or the kernel, demands.</summary>
    internal SectionFindings In(Reference other) => new(all, other);

    internal void Error(JsonValue at, string cause) => all.Add(Severity.Error, at.Error(cause), reference);

    internal void Warning(JsonValue at, string cause) => all.Add(Severity.Warning, at.Error(cause), reference);

    /// <inheritdoc cref="Findings.Read{T}"/>
    internal T? Read<T>(Func<T> get)
    {
        try
        {
            return get();
        }
        catch (InterceptorException e)
        {
            all.Add(Severity.Error, e, reference);
            return default;
        }
    }

    /// <summary>A list's items; empty if the list is absent or of the wrong type.</summary>
    internal ImmutableArray<T> List<T>(Func<ImmutableArray<T>> get) => Read(get) is { IsDefault: false } list ? list : [];

    /// <summary>A map's records, by name.</summary>
    internal IEnumerable<(string Name, T Value)> Map<T>(Func<RecordMap<T>?> get)
        where T : SpecObject
    {
        var map = Read(get);
        var names = map is null ? [] : List(() => map.Names);
        for (var i = 0; i < names.Length; i++)
        {
            var index = i;
            if (Read(() => map!.At(index)) is { } value)
            {
                yield return (names[i], value);
            }
        }
    }

    /// <summary>Reads a map's strings, so that each error has its own place.</summary>
    internal void Texts(Func<StringMap?> get)
    {
        var map = Read(get);
        var names = map is null ? [] : List(() => map.Names);
        for (var i = 0; i < names.Length; i++)
        {
            var index = i;
            Read(() => map!.At(index));
        }
    }

    /// <summary>Reports required members that are missing.</summary>
    internal void Require(SpecObject record, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (record.Json.Members.All(member => member.Name.AsText() != name || member.Value.Kind == JsonKind.Null))
            {
                Error(record.Json, $"missing member \"{name}\"");
            }
        }
    }

    /// <summary>The place of a member, or of its object if the member is missing.</summary>
    internal static JsonValue At(SpecObject record, string name) =>
        record.Json.Members.LastOrDefault(member => member.Name.AsText() == name).Value ?? record.Json;

    /// <summary>The place of an item in a list.</summary>
    internal static JsonValue At(SpecObject record, string name, int index) => At(record, name) is JsonArray array ? array.Items[index] : record.Json;

    /// <summary>Reports a word that is not among the known ones.</summary>
    internal void Word(SpecObject record, string name, string? word, params ImmutableArray<string> words)
    {
        if (word is not null && !words.Contains(word))
        {
            Error(At(record, name), $"\"{name}\" must be one of {string.Join(", ", words.Where(known => known.Length > 0))}, not \"{word}\"{NearestName.Hint(word, words)}");
        }
    }

    /// <summary>Reports a number out of range.</summary>
    internal void Range(SpecObject record, string name, long? value, long least, long most)
    {
        if (value < least || value > most)
        {
            Error(At(record, name), $"\"{name}\" must be between {least} and {most}");
        }
    }

    /// <summary>Reports a number out of range; for runtimes 0 is an absent member.</summary>
    internal void RangeOrNone(SpecObject record, string name, ulong? value, ulong least, ulong most)
    {
        if (value > 0 && (value < least || value > most))
        {
            Error(At(record, name), $"\"{name}\" must be {(most < long.MaxValue ? $"between {least} and {most}" : $"at least {least}")}");
        }
    }

    /// <summary>Reports a path that is not absolute.</summary>
    internal void Absolute(SpecObject record, string name, string? path)
    {
        if (path is not null && !path.StartsWith('/'))
        {
            Error(At(record, name), $"\"{name}\" must be an absolute path");
        }
    }

    /// <summary>Reports items that are not absolute paths.</summary>
    internal void Absolute(SpecObject record, string name, ImmutableArray<string> paths)
    {
        for (var i = 0; i < paths.Length; i++)
        {
            if (!paths[i].StartsWith('/'))
            {
                Error(At(record, name, i), $"\"{name}\" must have absolute paths only");
            }
        }
    }

    /// <summary>The records that repeat an earlier record's key.</summary>
    internal static IEnumerable<(T Record, TKey Key)> Repeated<T, TKey>(IEnumerable<T> records, Func<T, TKey?> key)
        where TKey : notnull
    {
        var seen = new HashSet<TKey>();
        foreach (var record in records)
        {
            if (key(record) is { } own && !seen.Add(own))
            {
                yield return (record, own);
            }
        }
    }
}
