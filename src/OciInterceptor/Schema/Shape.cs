namespace OciInterceptor.Schema;

/// <summary>What a member's value may be, for reading a policy and for its JSON Schema.</summary>
internal abstract record Shape
{
    internal static readonly Shape Text = new Plain("string", "a string");
    internal static readonly Shape Flag = new Plain("boolean", "a boolean");
    internal static readonly Shape Integer = new Plain("integer", "a whole number");
    internal static readonly Shape AnyObject = new Plain("object", "an object");
    internal static readonly Shape Any = new Plain(null, "a value");

    /// <summary>Bytes: a number, or a string such as "64m" (k, m, g, t: powers of 1024).</summary>
    internal static readonly Shape Size = new Either(Integer, Text);

    /// <summary>File mode bits: an octal string such as "0660".</summary>
    internal static readonly Shape Mode = new Plain("string", "an octal string", "^0*[0-7]{1,4}$");

    internal static readonly Shape Texts = new ListOf(Text);
    internal static readonly Shape TextMap = new MapOf(Text);

    private Shape()
    {
    }

    /// <param name="SchemaType">The "type" in a JSON Schema; null for any.</param>
    /// <param name="Noun">What errors call such a value.</param>
    /// <param name="Pattern">A regular expression for strings, used by the schema alone.</param>
    internal sealed record Plain(string? SchemaType, string Noun, string? Pattern = null) : Shape;

    /// <summary>One of several words.</summary>
    internal sealed record Word(params ImmutableArray<string> Words) : Shape;

    /// <summary>One of many words, which only the schema lists.</summary>
    internal sealed record WordFrom(Func<ImmutableArray<string>> Words) : Shape;

    internal sealed record ListOf(Shape Item) : Shape;

    internal sealed record MapOf(Shape Value) : Shape;

    /// <summary>An object with known members.</summary>
    internal sealed record Record(params ImmutableArray<Member> Members) : Shape;

    /// <summary>A list, a map or an object that must not be empty.</summary>
    internal sealed record Filled(Shape Inner) : Shape;

    /// <summary>One of two shapes, such as a path or a whole description.</summary>
    internal sealed record Either(Shape One, Shape Other) : Shape;

    /// <summary>A recursive shape, which the schema defines once by its name.</summary>
    internal sealed record Named(string Name, Func<Shape> Definition) : Shape;
}
