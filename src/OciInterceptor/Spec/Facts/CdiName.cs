namespace OciInterceptor.Spec.Facts;

/// <summary>Names of the Container Device Interface: "vendor.com/class=device".</summary>
internal static class CdiName
{
    internal const string Form = "VENDOR/CLASS=NAME, such as vendor.com/gpu=0";

    // Far more than any vendor needs. A container's author may write anything, and errors repeat it.
    private const int MaxLength = 512;

    /// <summary>A name, valid or not, shortened for a message.</summary>
    internal static string Shown(string name) => name.Length <= MaxLength ? name : $"{name[..MaxLength]}…";

    /// <summary>Whether a text is the whole name of a device.</summary>
    internal static bool IsQualified(string name)
    {
        if (name.Length > MaxLength)
        {
            return false;
        }
        var equals = name.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && IsKind(name[..equals]) && IsDevice(name[(equals + 1)..]);
    }

    /// <summary>Whether a text is a vendor or class: a letter, then letters, digits, "_", "-" and ".", a letter or digit at the end.</summary>
    internal static bool IsKind(string kind)
    {
        var slash = kind.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && IsMade(kind[..slash], "_-.") && char.IsAsciiLetter(kind[0])
            && IsMade(kind[(slash + 1)..], "_-.") && char.IsAsciiLetter(kind[slash + 1]);
    }

    /// <summary>Whether a text is a device's own name: as a class, but it may begin with a digit and have ":" inside.</summary>
    internal static bool IsDevice(string name) => IsMade(name, "_-.:");

    /// <summary>The kind in a whole name.</summary>
    internal static string KindOf(string qualified) => qualified[..qualified.IndexOf('=', StringComparison.Ordinal)];

    private static bool IsMade(string name, string others) =>
        name.Length > 0 && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || others.Contains(c, StringComparison.Ordinal));
}
