using System.Globalization;

namespace OciInterceptor.Patching;

/// <summary>Builds JSON Pointers (RFC 6901).</summary>
internal static class JsonPointer
{
    internal static string Member(string parent, string name) =>
        $"{parent}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    internal static string Item(string parent, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{parent}/{index}");
}
