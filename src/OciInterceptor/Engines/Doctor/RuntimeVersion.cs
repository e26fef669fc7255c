using System.Globalization;

namespace OciInterceptor.Engines.Doctor;

/// <summary>What a runtime prints about itself: "runc version 1.2.8", "crun version 1.20".</summary>
/// <param name="Program">runc or crun.</param>
/// <param name="Text">The version as printed.</param>
/// <param name="Number">Its numbers.</param>
/// <param name="Candidate">Which release candidate; null for a release.</param>
/// <param name="IsDistributions">Whether a distribution has built it, and may have put fixes into it.</param>
/// <param name="Output">The whole output.</param>
internal sealed record RuntimeVersion(string Program, string Text, Version Number, int? Candidate, bool IsDistributions, string Output)
{
    /// <summary>Null if it is neither runc nor crun, or prints no version.</summary>
    internal static RuntimeVersion? Parse(string output)
    {
        if (output.Split([' ', '\n'], 4) is not [("runc" or "crun") and var program, "version", var text, ..])
        {
            return null;
        }
        var rest = text.TrimStart([.. "0123456789."]);
        var number = text[..^rest.Length].TrimEnd('.');
        var candidate = rest.StartsWith("-rc", StringComparison.Ordinal) ? rest[3..].TrimStart('.') : "";
        candidate = candidate[..^candidate.TrimStart([.. "0123456789"]).Length];
        var isCandidate = int.TryParse(candidate, CultureInfo.InvariantCulture, out var which);
        return Version.TryParse(number, out var parsed)
            ? new RuntimeVersion(program, text, Whole(parsed), isCandidate ? which : null, !isCandidate && rest.Length > 0, output)
            : null;
    }

    /// <summary>Whether a release, written as "1.2.8" or "1.4.0-rc.3", is this one or before it.</summary>
    internal bool IsAtLeast(string release)
    {
        var parts = release.Split("-rc.");
        var order = Number.CompareTo(NumberOf(parts[0]));
        return order > 0 || (order == 0 && (Candidate ?? int.MaxValue) >= (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : int.MaxValue));
    }

    /// <summary>Whether it belongs to the line of releases that another is of.</summary>
    internal bool IsOfLine(string release) => NumberOf(release.Split('-')[0]) is var other && Number.Major == other.Major && Number.Minor == other.Minor;

    private static Version NumberOf(string text) => Whole(Version.Parse(text));

    private static Version Whole(Version version) => new(version.Major, version.Minor, Math.Max(version.Build, 0));
}
