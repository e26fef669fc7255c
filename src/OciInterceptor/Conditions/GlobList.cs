using OciInterceptor.Json;
using OciInterceptor.Messages;
using OciInterceptor.Schema;

namespace OciInterceptor.Conditions;

/// <summary>The globs of a condition: one string, or a list of strings.</summary>
internal static class GlobList
{
    internal static Shape Shape { get; } = new Shape.Either(Shape.Text, new Shape.Filled(Shape.Texts));

    /// <summary>Reads the globs; <paramref name="problem"/> says why one could never match, or gives null.</summary>
    /// <exception cref="InterceptorException">The value is neither a string nor a list of strings, or a glob could never match.</exception>
    internal static ImmutableArray<Glob> Read(JsonValue value, bool forPaths = false, Func<string, string?>? problem = null) => value switch
    {
        JsonScalar { Kind: JsonKind.String } => [ReadOne(value, forPaths, problem)],
        JsonArray { Items.IsEmpty: false } list => list.Items.Map(item => ReadOne(item, forPaths, problem)),
        _ => throw value.Error("want a pattern or a list of patterns"),
    };

    private static Glob ReadOne(JsonValue value, bool forPaths, Func<string, string?>? problem)
    {
        var text = value is JsonScalar { Kind: JsonKind.String } scalar ? scalar.AsText() : throw value.Error("a pattern must be a string");
        return problem?.Invoke(text) is { } cause ? throw value.Error(cause) : new Glob(text, forPaths);
    }
}
