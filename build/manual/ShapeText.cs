using OciInterceptor.Collections;
using OciInterceptor.Schema;

namespace Manual;

/// <summary>Names what a member's value may be.</summary>
internal static class ShapeText
{
    internal static string Of(Shape shape) => shape switch
    {
        Shape.Plain plain => plain.Noun[(plain.Noun.IndexOf(' ') + 1)..],
        Shape.Word word => string.Join(" | ", word.Words),
        Shape.WordFrom => "word",
        Shape.ListOf list => $"list of: {Of(list.Item)}",
        Shape.MapOf map => $"object with values: {Of(map.Value)}",
        Shape.Record => "object",
        Shape.Filled filled => Of(filled.Inner),
        Shape.Either either => Of(either.One) is var one && Of(either.Other) is var other && one == other ? one : $"{one}, or {other}",
        Shape.Named named => named.Name,
        _ => throw new InvalidOperationException($"unknown shape {shape.GetType().Name}"),
    };

    /// <summary>The members of an object, or of the objects of a list or map; none of a recursive shape, which <see cref="Recursive"/> tells.</summary>
    internal static ImmutableArray<Member> MembersOf(Shape shape) => shape switch
    {
        Shape.Record record => record.Members,
        Shape.ListOf list => MembersOf(list.Item),
        Shape.MapOf map => MembersOf(map.Value),
        Shape.Filled filled => MembersOf(filled.Inner),
        Shape.Either either => MembersOf(either.One) is { IsEmpty: false } one ? one : MembersOf(either.Other),
        _ => [],
    };

    /// <summary>The recursive shape that is within a shape; null if none is.</summary>
    internal static Shape.Named? Recursive(Shape shape) => shape switch
    {
        Shape.Named named => named,
        Shape.ListOf list => Recursive(list.Item),
        Shape.MapOf map => Recursive(map.Value),
        Shape.Filled filled => Recursive(filled.Inner),
        Shape.Either either => Recursive(either.One) ?? Recursive(either.Other),
        _ => null,
    };
}
