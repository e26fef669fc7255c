using System.Text;

namespace OciInterceptor.Evidence;

/// <summary>Makes a file name from what the container's author chose: never a path, never empty, never too long.</summary>
internal static class SnapshotName
{
    /// <summary>The longest name, in bytes; endings and a temporary suffix still fit NAME_MAX.</summary>
    internal const int MaxLength = 200;

    /// <summary>Keeps [A-Za-z0-9._-] and replaces any other character by "_"; null if nothing usable is left.</summary>
    internal static string? From(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }
        var name = new StringBuilder();
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, MaxLength)))
        {
            name.Append(char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '_');
        }
        return name.ToString() is var safe and not ("." or "..") ? safe : null;
    }
}
