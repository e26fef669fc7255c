using System.Globalization;
using OciInterceptor.Messages;

namespace OciInterceptor.Engines.Doctor;

/// <summary>
/// The package that a program came with, and its changelog: distributions repair older releases, and name there what they repaired.
/// </summary>
/// <param name="Package">Its name.</param>
/// <param name="Version">Its version, as the distribution writes it.</param>
/// <param name="Text">The changelog, newest entry first; null if it is not on this machine or cannot be read.</param>
internal sealed record PackageChangelog(string Package, string Version, string? Text)
{
    /// <summary>Whether the distribution's changelogs name every CVE that a new version repairs. Fedora's often name a release alone.</summary>
    internal bool NamesEveryFix { get; init; }

    /// <summary>The year of the oldest entry, if older ones were cut off; null if nothing was.</summary>
    internal int? OldestYear { get; init; }

    /// <summary>The package that a program is from; null if it is from none, or the package's program is another version.</summary>
    /// <exception cref="InterceptorException">It cannot be determined.</exception>
    internal static PackageChangelog? Of(IMachine machine, string file, RuntimeVersion version) =>
        (DebianPackage.Find(machine, file) ?? RpmPackage.Find(machine, file)) is { } found && IsOf(found.Version, version) ? found : null;

    /// <summary>Whether an entry names a CVE number.</summary>
    internal bool Names(string id)
    {
        for (var at = Find(id, 0); at >= 0; at = Find(id, at + 1))
        {
            var end = at + id.Length;
            if (end == Text!.Length || !char.IsAsciiDigit(Text[end]))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Whether a fix that no entry names is missing.</summary>
    internal bool Denies(KnownEscape escape) => Text is not null && NamesEveryFix && !Names(escape.Id) && (OldestYear is null || OldestYear < escape.Year);

    /// <summary>As messages call it.</summary>
    public override string ToString() => $"{Package} {Version}";

    private int Find(string id, int start) => Text is null || start >= Text.Length ? -1 : Text.IndexOf(id, start, StringComparison.OrdinalIgnoreCase);

    // "5:28.5.2-1~debian.12" and "1.1.5+ds1-1+deb12u1" are 28.5.2 and 1.1.5: a program of another number was put there by hand.
    private static bool IsOf(string packaged, RuntimeVersion version)
    {
        var colon = packaged.IndexOf(':', StringComparison.Ordinal);
        return RuntimeVersion.Leading(packaged[(colon + 1)..])?.ToString() == version.Number.ToString(3);
    }

    /// <summary>The year in a date such as "Fri, 02 Feb 2024 21:53:05 +0800"; null without one.</summary>
    internal static int? YearOf(string date)
    {
        foreach (var word in date.Split(' '))
        {
            if (word.Length == 4 && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var year))
            {
                return year;
            }
        }
        return null;
    }
}
