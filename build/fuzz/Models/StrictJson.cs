using System.Text.Json;
using OciInterceptor.Json;

namespace Fuzz.Models;

/// <summary>What .NET's reader says about a whole text, read once from end to end.</summary>
internal static class StrictJson
{
    /// <param name="text">The text.</param>
    /// <param name="maxDepth">How many levels it may nest.</param>
    internal static bool Accepts(ReadOnlySpan<byte> text, int maxDepth = JsonText.MaxDepth) => IsRead(text, new JsonReaderOptions { MaxDepth = maxDepth });

    /// <summary>With comments and trailing commas. Comments may have bytes that are not UTF-8.</summary>
    internal static bool AcceptsCommented(ReadOnlySpan<byte> text) =>
        IsRead(CommentModel.Blank(text), new JsonReaderOptions { MaxDepth = CommentedJson.MaxDepth, AllowTrailingCommas = true });

    private static bool IsRead(ReadOnlySpan<byte> text, JsonReaderOptions options)
    {
        var reader = new Utf8JsonReader(text, options);
        try
        {
            while (reader.Read())
            {
            }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
