using System.Text;

namespace OciInterceptor.Spec.Facts;

/// <summary>The directories of the host that an overlay file system is made of: what its options name, as the kernel reads them (overlayfs.rst).</summary>
internal static class OverlayDirectories
{
    /// <summary>The directories of an overlay mount; empty for a mount of another type.</summary>
    internal static IEnumerable<OverlayLayer> Of(Mount mount) =>
        // The kernel gets all options as one text, in which an entry may hold several and its end may be escaped.
        IsOverlay(mount) && !mount.Options.IsDefault ? Of(string.Join(',', mount.Options)) : [];

    /// <summary>The directories that comma-separated options name.</summary>
    internal static IEnumerable<OverlayLayer> Of(string options) => Split(options, ',').SelectMany(OfOption).Where(layer => layer.Path.Length > 0);

    internal static bool IsOverlay(Mount mount) => mount.Type is "overlay" or "overlayfs";

    private static IEnumerable<OverlayLayer> OfOption(string option)
    {
        var equals = Math.Max(option.IndexOf('=', StringComparison.Ordinal), 0);
        var value = option[equals..].TrimStart('=');
        return option[..equals] switch
        {
            "lowerdir" => Split(value, ':').Select(Layer),
            "upperdir" or "workdir" => [Layer(value)],
            // One directory each; whether backslashes escape depends on how the mount is made.
            "lowerdir+" or "datadir+" => [new OverlayLayer(value, value), Layer(value)],
            _ => [],
        };
    }

    private static OverlayLayer Layer(string text) => new(Unescape(text), text);

    // A backslash escapes the next character.
    private static IEnumerable<string> Split(string text, char separator)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == separator)
            {
                yield return text[start..i];
                start = i + 1;
            }
            i += text[i] == '\\' ? 1 : 0;
        }
        yield return text[start..];
    }

    private static string Unescape(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            i += text[i] == '\\' && i + 1 < text.Length ? 1 : 0;
            result.Append(text[i]);
        }
        return result.ToString();
    }
}
