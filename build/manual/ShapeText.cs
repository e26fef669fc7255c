using OciInterceptor.Collections;
using OciInterceptor.Schema;

namespace Manual;

/// <summary>Names what a member's value may be.</summary>
internal static class ShapeText
{
    /// <param name="shape">The shape of the value.</param>
    /// <param name="other">Names some shapes in another way; null for the names here.</param>
    internal static string Of(Shape shape, Func<Shape, string?>? other = null) => other?.Invoke(shape) ?? shape switch
    {
        Shape.Plain plain => plain.Noun[(plain.Noun.IndexOf(' ') + 1)..],
        Shape.Word word => string.Join(" | ", word.Words),
        Shape.WordFrom => "word",
        Shape.ListOf list => $"list of: {Of(list.Item, other)}",
        Shape.MapOf map => $"object with values: {Of(map.Value, other)}",
        Shape.Record => "object",
        Shape.Filled filled => Of(filled.Inner, other),
        Shape.Either either => Of(either.One, other) is var one && Of(either.Other, other) is var two && one == two ? one : $"{one}, or {two}",
        Shape.Named named => named.Name,
        _ => throw new InvalidOperationException($"unknown shape {shape.GetType().Name}"),
    };

    /// <summary>The members of an object, or of the objects of a list or map; those of both where there is a choice. None of a recursive shape, which <see cref="Recursive"/> tells.</summary>
    internal static ImmutableArray<Member> MembersOf(Shape shape) => shape switch
    {
        Shape.Record record => record.Members,
        Shape.ListOf list => MembersOf(list.Item),
        Shape.MapOf map => MembersOf(map.Value),
        Shape.Filled filled => MembersOf(filled.Inner),
        Shape.Either either => Either(MembersOf(either.One), MembersOf(either.Other)),
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

    // A member that both objects have may have a value of either's shape, and one that a single object has can be left out.
    private static ImmutableArray<Member> Either(ImmutableArray<Member> one, ImmutableArray<Member> other) => one.IsEmpty ? other : other.IsEmpty ? one :
    [
        .. one.Map(member => other.FirstOrDefault(two => two.Name == member.Name) is { } same
            ? member with { Shape = member.Shape == same.Shape ? member.Shape : new Shape.Either(member.Shape, same.Shape), IsRequired = member.IsRequired && same.IsRequired }
            : member with { IsRequired = false }),
        .. other.RemoveAll(member => one.Any(same => same.Name == member.Name)).Map(static member => member with { IsRequired = false }),
    ];
}
