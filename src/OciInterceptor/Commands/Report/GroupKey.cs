namespace OciInterceptor.Commands.Report;

/// <summary>What containers have in common: an image, a namespace, a label.</summary>
/// <param name="By">What kind of thing it is: "image", "namespace", or "label NAME".</param>
/// <param name="Value">Its value.</param>
internal readonly record struct GroupKey(string By, string Value)
{
    /// <summary>The value for those that have no room of their own.</summary>
    internal const string Other = "(other)";

    // Of a value as long as the trail allows only the beginning tells groups apart.
    private const int MaxLength = 200;

    internal static GroupKey Of(string by, string value) => new(Shortened(by), Shortened(value));

    private static string Shortened(string text) => text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength), "…");
}
